"""Rows of a case list as text, whatever the file: csv, xlsx, xls or jsonl, each also packed as .gz."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TextIO

from core.errors import InputError
from ingest.delimited import csv_table
from ingest.encodings import open_text
from ingest.json_lines import json_table
from ingest.sheets import sheet_table
from ingest.tables import Table

_SHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_LINES = {".jsonl", ".ndjson", ".json"}
_CSV = {".csv", ".tsv", ".txt"}


@contextmanager
def open_table(file: Path) -> Iterator[Table]:
    """The table in `file`; rows are read while they are taken, so that memory stays small.

    Raises InputError for an empty file, a header without rows, a wrong encoding, a damaged workbook
    and more than 2,000 named columns; NotFound for a missing file.
    """
    suffix = Path(file.name.lower().removesuffix(".gz")).suffix
    if suffix in _SHEETS:
        yield _with_rows(sheet_table(file))
    elif suffix in _LINES | _CSV:
        with open_text(file) as stream:
            table = (json_table if suffix in _LINES else csv_table)(file.name, stream)
            table.share = _share_read(file, stream)
            yield _with_rows(table)
    else:
        raise InputError(
            f"不认识的文件类型“{suffix or file.name}”", "可用：csv、xlsx、xls、jsonl，也可以再压成 .gz", file=file.name
        )


def _with_rows(table: Table) -> Table:
    first = next(table.rows, None)
    if first is None:
        raise InputError("只有表头，没有数据行", "请检查导出条件；表头下至少要有一行信访件", file=table.file)
    table.rows = chain((first,), table.rows)
    return table


def _share_read(file: Path, stream: TextIO) -> Callable[[], float]:
    """How far the file on disk has been read, whether it is packed or not."""
    raw = getattr(stream.buffer, "fileobj", stream.buffer)
    size = max(file.stat().st_size, 1)
    return lambda: float(raw.tell()) / size
