"""A list of rows as a workbook (xlsx), with a head line that says who printed it and when."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from casework.batch.ledger import safe_cell

_LONGEST = 32_000
"""Characters a cell can hold, a little less."""
_WIDE = 60
_NARROW = 14


def sheet_of(title: str, rows: Sequence[Mapping[str, str]], *, printed: Mapping[str, str] | None = None) -> bytes:
    """The workbook as bytes; the columns are those of the first row."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet(title[:31])
    told = "　".join(f"{name}：{value}" for name, value in (printed or {}).items())
    sheet.write_string(0, 0, safe_cell(f"{title}　{told}".strip()), bold)
    columns = list(rows[0]) if rows else []
    for place, name in enumerate(columns):
        long = max(len(row[name]) for row in rows) > _NARROW * 2
        sheet.set_column(place, place, _WIDE if long else _NARROW)
        sheet.write_string(1, place, name, bold)
    for number, row in enumerate(rows, start=2):
        for place, name in enumerate(columns):
            sheet.write_string(number, place, safe_cell(row[name][:_LONGEST]), cell)
    sheet.freeze_panes(2, 0)
    book.close()
    return buffer.getvalue()
