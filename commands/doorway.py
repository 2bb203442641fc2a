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
from commands.chinese import WRONG_INPUT
from core.errors import PetitionGraphError, Unavailable
from core.settings import load_settings

Home = Annotated[Path | None, typer.Option("--home", help="办公室资料夹（也可用环境变量 PETITION_GRAPH_HOME）")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="最多列出多少条")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="跳过前多少条")]
Queries = Annotated[Path | None, typer.Option("--queries", help="问题文件（JSONL，每行一问）")]
Out = Annotated[Path | None, typer.Option("--out", help="结果文件（JSONL，每行一答）")]

SOMETHING_TO_LOOK_AT = 1


def fail(error: PetitionGraphError) -> None:
    """Writes what went wrong and what to do next to the error stream, and leaves with exit code 2."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    console.print(f"出错：{error.detail}", style="bold red", soft_wrap=True)
    if error.hint:
        console.print(f"建议：{error.hint}", soft_wrap=True)
    raise typer.Exit(WRONG_INPUT)


@contextmanager
def office_at(home: Path | None) -> Iterator[Office]:
    """The office in `home`, closed afterwards; known errors and the system's become Chinese words and exit code 2."""
    try:
        office = open_office(load_settings(home))
        try:
            yield office
        finally:
            office.close()
    except PetitionGraphError as error:
        fail(error)
    except BrokenPipeError:  # whoever read the answers has enough of them
        raise
    except OSError as error:
        fail(Unavailable(f"读写文件时出错：{error}", "请检查路径、权限和磁盘空间；已保存的内容没有受影响"))


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
    sys.stdout.write(writable(json.dumps(plain(value), ensure_ascii=False) if as_json else text) + "\n")


def writable(text: str) -> str:
    """`text` fit for UTF-8: lone surrogates as `\\ud800`, which JSON reads back as what it was."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def note(text: str) -> None:
    """Writes a remark for a person to the error stream, where no program reads it as an answer."""
    sys.stderr.write(writable(text) + "\n")


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
    Console(highlight=False, markup=False, emoji=False).print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - see plain
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return writable("、".join(map(str, value)) if isinstance(value, list) else str(value))
