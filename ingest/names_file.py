"""The office's yaml lists of names, read and checked row by row before anything of them is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from core.dates import read_day
from core.errors import InputError, NotFound
from ingest.manifest import PlainDates

_TABLES = {"units": ("code", "name"), "renames": ("code", "old", "since"), "townships": ("name",)}
_EXAMPLES = {
    "units": "units: [{code: ZJ, name: 县住房和城乡建设局, aliases: [县住建局]}]",
    "renames": "renames: [{code: CGJ, old: 县城市管理局, since: 2025-04-01}]",
    "townships": 'townships: [{name: 柳汀镇, code: "990521101"}]',
    "respondents": "respondents: [{name: 鼎筑建设集团有限公司, aliases: [鼎筑建设]}]",
    "office": "office: {county: 青湄县}",
}
_GROUPS = ("office", "developers", "managers")


def read_names(file: Path, kinds: Collection[str]) -> dict[str, Any]:
    """The lists in `file`, with days as dates; `kinds` names the lists of places and firms.

    Raises NotFound for a missing file, InputError naming list and row for what cannot be taken.
    """
    try:
        table = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=PlainDates)
    except FileNotFoundError as error:
        raise NotFound(f"找不到名录文件 {file}", "请核对路径；写法见 docs/data-formats.md") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"名录读不懂：{error}", "请按 units、places 的写法改正 YAML", file=file.name) from error
    if not isinstance(table, dict):
        raise InputError("名录应是“名称: 值”的形式", f"例如：{_EXAMPLES['units']}", file=file.name)
    for detail, name in _faults(table, kinds):
        raise InputError(detail, f"例如：{_EXAMPLES.get(name, f'{name}: [[荷塘坳村, 柳汀镇]]')}", file=file.name)
    for row in table.get("renames") or ():
        row["since"] = _since(row["since"], file)
    return table


def _faults(table: Mapping[str, Any], kinds: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong and in which list, the first fault first."""
    for name in _GROUPS:
        if not isinstance(table.get(name) or {}, Mapping):
            yield f"{name} 应是“名称: 值”的形式", name
    for name, needed in _TABLES.items():
        yield from _table_faults(name, table.get(name) or [], needed)
    if not isinstance(table.get("respondents") or {}, Mapping):
        yield from _table_faults("respondents", table["respondents"], ("name",))
    for name in kinds:
        yield from _list_faults(name, table.get(name) or [])


def _table_faults(name: str, rows: Any, needed: Collection[str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(rows, list):
        yield f"{name} 应是一个列表", name
        return
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            yield f"{name} 第 {number} 项应是“名称: 值”的形式", name
        elif missing := [key for key in needed if not row.get(key)]:
            yield f"{name} 第 {number} 项缺少 {'、'.join(missing)}", name
        elif not isinstance(row.get("aliases") or [], list):
            yield f"{name} 第 {number} 项的 aliases 应是一个列表", name


def _list_faults(name: str, rows: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(rows, list):
        yield f"{name} 应是一个列表", name
        return
    for number, row in enumerate(rows, 1):
        if not (isinstance(row, list) and row and isinstance(row[0], str) and row[0].strip()):
            yield f"{name} 第 {number} 项应是一个列表，第一格是名称", name


def _since(value: object, file: Path) -> object:
    try:
        return read_day(str(value))
    except InputError as error:
        raise InputError(f"改名日期“{value}”读不懂", "请写成 2025-04-01", file=file.name) from error
