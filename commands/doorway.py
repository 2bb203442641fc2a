"""What every command shares: `--home`, `--json`, paging, printing, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from casework.office import Office, open_office
from core.errors import InputError, PetitionGraphError
from core.settings import load_settings

Home = Annotated[Path | None, typer.Option("--home", help="办公室资料夹（也可用环境变量 PETITION_GRAPH_HOME）")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="最多列出多少条")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="跳过前多少条")]
Queries = Annotated[Path | None, typer.Option("--queries", help="问题文件（JSONL，每行一问）")]
Out = Annotated[Path | None, typer.Option("--out", help="结果文件（JSONL，每行一答）")]

SOMETHING_TO_LOOK_AT = 1
WRONG_INPUT = 2


def fail(error: PetitionGraphError) -> None:
    """Writes what went wrong and what to do next to the error stream, and leaves with exit code 2."""
    console = Console(stderr=True, highlight=False, markup=False)
    console.print(f"出错：{error.detail}", style="bold red", soft_wrap=True)
    if error.hint:
        console.print(f"建议：{error.hint}", soft_wrap=True)
    raise typer.Exit(WRONG_INPUT)


@contextmanager
def office_at(home: Path | None) -> Iterator[Office]:
    """The office in `home`, closed afterwards; a known error becomes its Chinese words and exit code 2."""
    try:
        office = open_office(load_settings(home))
        try:
            yield office
        finally:
            office.close()
    except PetitionGraphError as error:
        fail(error)


def plain(value: Any) -> Any:  # noqa: ANN401 - turns any record of ours into JSON values
    """`value` as dictionaries, lists, text and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    return value


def show(value: Any, *, as_json: bool, text: str = "") -> None:  # noqa: ANN401 - see plain
    """Prints `value` as one JSON document, or `text` for a person."""
    sys.stdout.write((json.dumps(plain(value), ensure_ascii=False) if as_json else text) + "\n")


def show_rows(rows: Iterable[Mapping[str, Any]], *, as_json: bool, columns: Mapping[str, str], title: str = "") -> None:
    """Prints rows as a JSON list, or as a table with the Chinese `columns` (field → heading)."""
    listed = [plain(row) for row in rows]
    if as_json:
        show(listed, as_json=True)
        return
    table = Table(title=title or None, show_lines=False)
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in listed:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    Console(highlight=False, markup=False).print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - see plain
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The questions of a JSONL file. Raises InputError naming file and line for anything that is no JSON object."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise InputError("找不到问题文件", "请核对路径", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise InputError("问题文件不是 UTF-8 编码", "请另存为 UTF-8", file=str(file)) from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(
                "不是 JSON", '每行一问，例如：{"id":"1","text":"房产证办不下来"}', file=str(file), row=number
            ) from error
        if not isinstance(row, dict) or "id" not in row:
            raise InputError(
                "缺少 id", '每行一问，例如：{"id":"1","text":"房产证办不下来"}', file=str(file), row=number
            )
        found.append(row)
    return found


def write_answers(file: Path, answers: Iterable[Mapping[str, Any]]) -> int:
    """How many answers were written, one JSON object a line; the file appears whole or not at all."""
    fresh = file.with_name(file.name + ".part")
    count = 0
    with fresh.open("w", encoding="utf-8") as stream:
        for answer in answers:
            stream.write(json.dumps(plain(answer), ensure_ascii=False) + "\n")
            count += 1
    fresh.replace(file)
    return count
