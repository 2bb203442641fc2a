"""Paragraphs and table rows of a docx file in the order they are read, with the numbers Word adds itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from core.errors import PackageError
from ingest.word_numbering import Numbering


def word_paragraphs(file: Path) -> list[str]:
    """One text a paragraph; a table row is one text with its cells apart. Raises PackageError for a damaged file."""
    try:
        return list(_paragraphs(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise PackageError(
            "不是有效的 docx 文件", "请用 Word 或 WPS 打开后另存为 docx；旧的 doc 也要先另存", file=file.name
        ) from error


def _paragraphs(file: Path) -> Iterator[str]:
    document = Document(str(file))
    numbering = Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "　".join(dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells))
        else:
            label = numbering.label(block)
            text = block.text
            yield from (text if not label or text.strip().startswith(label.strip()) else label + text).split("\n")
