"""Paragraphs and table rows of a docx file in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from core.errors import PackageError


def word_paragraphs(file: Path) -> list[str]:
    """One text a paragraph; a table row is one text with its cells apart. Raises PackageError for a damaged file."""
    try:
        return list(_paragraphs(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise PackageError(
            "不是有效的 docx 文件", "请用 Word 或 WPS 打开后另存为 docx；旧的 doc 也要先另存", file=file.name
        ) from error


def _paragraphs(file: Path) -> Iterator[str]:
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "　".join(dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells))
        else:
            yield from block.text.split("\n")
