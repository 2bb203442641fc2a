"""Rows of a csv file; comma, tab and semicolon are told apart by the header line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from core.errors import InputError
from ingest.tables import Row, Table, column_names

_LONGEST_CELL = 1 << 20  # characters; only a quote that never ends makes a longer one
_NOTHING = "\ufeff \t\r\n,;"


def csv_table(file: str, stream: TextIO) -> Table:
    """The table in `stream`. Raises InputError naming the row for quotes that do not pair."""
    csv.field_size_limit(_LONGEST_CELL)
    start, header_line = 1, stream.readline()
    while header_line and not header_line.strip(_NOTHING):
        start, header_line = start + 1, stream.readline()
    delimiter = max(",\t;", key=lambda mark: (header_line.count(mark), mark == ","))
    reader = csv.reader(chain((header_line.lstrip("\ufeff"),), stream), delimiter=delimiter)
    columns = column_names(next(reader, []), file)
    return Table(file, columns, _rows(file, reader, columns, number=start, delimiter=delimiter))


def _rows(
    file: str, reader: Iterator[list[str]], columns: tuple[str, ...], *, number: int, delimiter: str
) -> Iterator[Row]:
    width = len(columns)
    try:
        for cells in reader:
            number += 1
            values = {c: v for c, v in zip(columns, cells, strict=False) if v and not v.isspace()}
            problem = _too_many(cells[width:]) if len(cells) > width else _swallowed(cells, width, delimiter)
            if values or problem:
                yield Row(number, values, problem)
    except csv.Error as error:
        raise InputError(
            f"这一行读不下去（{error}），常见原因是引号没有配对",
            "请用 Excel 打开后另存为 xlsx，或检查这一行的英文引号",
            file=file,
            row=number + 1,
        ) from error


def _too_many(cells: list[str]) -> str:
    full = [cell for cell in cells if cell.strip()]
    return f"比表头多出 {len(full)} 格（“{full[0].strip()[:20]}”），可能有未加引号的逗号" if full else ""


def _swallowed(cells: list[str], width: int, delimiter: str) -> str:
    """A quote without its pair puts the following rows into one cell; their delimiters give them away."""
    for cell in cells:
        if "\n" in cell and width > 2:
            lines = cell.split("\n")
            rows = sum(1 for line in lines[1:] if line.count(delimiter) >= width - 1)
            if rows:
                return f"引号没有配对，后面约 {rows} 行被并进了这一格"
    return ""
