"""Cells of an xlsx file that hold a formula nobody has calculated: their value is not in the file."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

_CELL = re.compile(rb'<c\b[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*(?<!/)><f\b(?:(?!</c>).)*</c>', re.DOTALL)
_VALUE = re.compile(rb"<v>[^<]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def uncalculated_cells(content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """(row, column) of such cells by sheet name, both counted from 1; empty for anything but a sound xlsx."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            return {name: _in_sheet(book.read(part)) for name, part in _parts(book)}
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return {}  # what is wrong with the file is said by its reader


def _parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Target") or "").lstrip("/").removeprefix("xl/") for r in relations}
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    parts = [(s.get("name") or "", targets.get(s.get(f"{_RELATION}id")) or "") for s in sheets]
    return [(name, f"xl/{part}") for name, part in parts if part]


def _in_sheet(xml: bytes) -> frozenset[tuple[int, int]]:
    if b"<f" not in xml:
        return frozenset()
    return frozenset(
        (int(cell[2]), _column(cell[1].decode())) for cell in _CELL.finditer(xml) if not _VALUE.search(cell[0])
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
