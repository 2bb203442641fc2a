"""Rows of a jsonl file: one JSON object a line; lists and objects inside are kept as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import TextIO

from core.errors import InputError
from core.normal import clean
from ingest.tables import Row, Table

_PROBE_LINES = 200
_EDGE = "\ufeff \t\r\n"


def json_table(file: str, stream: TextIO) -> Table:
    """A table whose columns are gathered from the first 200 lines; names that come later are read as well."""
    rows = _rows(stream)
    probe = list(islice(rows, _PROBE_LINES))
    if probe and all(row.problem for row in probe):
        raise InputError(
            f"不是 JSONL：{probe[0].problem}",
            '每行写一个 JSON 对象，例如：{"编号": "1", "主题": "…", "内容": "…"}',
            file=file,
            row=probe[0].number,
        )
    columns = tuple(dict.fromkeys(name for row in probe if not row.problem for name in row.values))
    return Table(file, columns, chain(probe, rows))


def _rows(stream: TextIO) -> Iterator[Row]:
    for number, line in enumerate(stream, 1):
        text = line.strip(_EDGE)
        if text:
            yield _row(number, text)


def _row(number: int, text: str) -> Row:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        return Row(number, {"": text[:2000]}, f"这一行不是完整的 JSON（{error}）")
    if not isinstance(value, dict):
        return Row(number, {"": text[:2000]}, "这一行不是 JSON 对象（应以 { 开头）")
    return Row(number, {clean(name): _as_text(cell) for name, cell in value.items()})


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)
