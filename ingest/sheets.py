"""Rows of an Excel workbook: title rows above the header, merged header cells and summary rows are understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from core.errors import InputError
from ingest.columns import is_known_column
from ingest.encodings import open_bytes
from ingest.formulas import uncalculated_cells
from ingest.tables import Row, Table, column_names

_PROBE_ROWS = 12
Cells = list[Any]


def sheet_table(file: Path) -> Table:
    """The first sheet that holds a table, with the further sheets of the same header; `notes` names the others.

    Raises InputError for a file that is no workbook, is locked by a password, or holds nothing.
    """
    with open_bytes(file) as raw:
        content = raw.read()
    if not content:
        raise InputError("文件是空的", "请检查导出是否成功；工作表里至少要有表头和一行数据", file=file.name)
    table: Table | None = None
    pending = uncalculated_cells(content)
    for sheet in _sheets(content, file.name):
        found = _read_sheet(sheet, file.name, pending.get(sheet.name, frozenset()))
        if found is None:
            continue
        if table is None:
            table = found
        elif found.columns == table.columns:
            table.rows = chain(table.rows, found.rows)
        else:
            table.notes.append(f"工作表“{sheet.name}”的表头不同，没有读入；请另存为单独的文件再导入")
    if table is None:
        raise InputError("工作簿里没有数据", "请检查工作表里是否有表头和数据行", file=file.name)
    return table


def _sheets(content: bytes, name: str) -> Iterator[CalamineSheet]:
    try:
        book = CalamineWorkbook.from_object(BytesIO(content))
        for index in range(len(book.sheet_names)):
            yield book.get_sheet_by_index(index)
    except PasswordError as error:
        raise InputError("工作簿设了打开密码", "请在 Excel 里取消密码后另存，再导入", file=name) from error
    except CalamineError as error:
        raise InputError(
            f"不是有效的 Excel 工作簿（{error}）", "请用 Excel 打开后另存为 xlsx；压缩包请先解压", file=name
        ) from error


def _read_sheet(sheet: CalamineSheet, file: str, pending: frozenset[tuple[int, int]]) -> Table | None:
    offset = sheet.start[0] if sheet.start else 0
    rows: Iterator[Cells] = iter(sheet.iter_rows())
    top = [row for _, row in zip(range(_PROBE_ROWS), rows, strict=False)]
    start = _header_row(top)
    if start is None:
        return None
    depth = _header_depth(sheet, start + offset)
    _fill_merged(top, sheet, offset)
    columns = column_names(_header(top[start : start + depth]), file)
    body = chain(top[start + depth :], rows)
    return Table(file, columns, _rows(body, columns, start + depth + offset, pending))


def _header_row(top: Sequence[Cells]) -> int | None:
    """The row with most known column names; without any, the first row with two texts, else the first text."""
    known = [sum(1 for cell in row if isinstance(cell, str) and is_known_column(cell)) for row in top]
    if known and max(known) >= 2:
        return known.index(max(known))
    for least in (2, 1):
        for number, row in enumerate(top):
            if sum(1 for cell in row if str(cell).strip()) >= least:
                return number
    return None


def _header_depth(sheet: CalamineSheet, start: int) -> int:
    """How many rows the header takes: a cell merged over two columns has names below it."""
    ranges = sheet.merged_cell_ranges or []
    tall = [end[0] - first[0] + 1 for first, end in ranges if first[0] == start]
    wide = any(first[0] == start == end[0] and end[1] > first[1] for first, end in ranges)
    return max([*tall, 2 if wide else 1])


def _fill_merged(top: list[Cells], sheet: CalamineSheet, offset: int) -> None:
    left = sheet.start[1] if sheet.start else 0
    for first, end in sheet.merged_cell_ranges or []:
        for row in range(first[0] - offset, min(end[0] - offset, len(top) - 1) + 1):
            for column in range(first[1] - left, end[1] - left + 1):
                if 0 <= row < len(top) and 0 <= column < len(top[row]) and first[0] >= offset:
                    top[row][column] = top[first[0] - offset][first[1] - left]


def _header(rows: Sequence[Cells]) -> list[str]:
    """One name a column; a name under a wider one is `上 下`, the same name twice is one."""
    parts = [list(dict.fromkeys(_text(cell).strip() for cell in cells)) for cells in zip(*rows, strict=False)]
    return [" ".join(part for part in names if part) for names in parts]


def _rows(
    body: Iterator[Cells], columns: tuple[str, ...], done: int, pending: frozenset[tuple[int, int]]
) -> Iterator[Row]:
    for number, cells in enumerate(body, done + 1):
        values = {c: t for c, cell in zip(columns, cells, strict=False) if (t := _text(cell)) and not t.isspace()}
        if values:
            missing = [c for place, c in enumerate(columns) if (number, place + 1) in pending]
            problem = f"列“{missing[0]}”是没有算出结果的公式" if missing else ""
            yield Row(number, values, problem)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else ("" if value is None else str(value))
