"""Word files of the office (A4 公文版式): title, headings, lines, tables; the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY, TITLE, HEAD = "仿宋_GB2312", "方正小标宋简体", "黑体"
_RED = RGBColor(0xA3, 0x16, 0x1A)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def blank(title: str, *, made_by: str, made_at: datetime) -> DocumentFile:
    """An A4 document without content, with its properties fixed."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    told, moment = document.core_properties, made_at.replace(tzinfo=None, microsecond=0)
    told.title, told.author, told.last_modified_by, told.comments = title, made_by, made_by, ""
    told.created = told.modified = moment
    told.revision = 1
    return document


def heading(document: DocumentFile, text: str) -> None:
    """Adds the heading of a part."""
    line(document, text, font=HEAD, size=16)


def line(
    document: DocumentFile, text: str, *, font: str = BODY, size: int = 14, centred: bool = False, red: bool = False
) -> None:
    """Adds a paragraph of one look."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(paragraph, text, font, size)
    if red:
        run.font.color.rgb = _RED


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def table(document: DocumentFile, rows: Sequence[tuple[str, str]]) -> None:
    """Adds a table of names and values."""
    grid = document.add_table(rows=0, cols=2, style="Table Grid")
    grid.autofit = False
    for name, value in rows:
        cells = grid.add_row().cells
        for cell, text, width in zip(cells, (name, value), (Mm(32), Mm(124)), strict=True):
            cell.width = width
            _run(cell.paragraphs[0], text, BODY, 11)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def fixed(document: DocumentFile) -> bytes:
    """The file packed with one fixed moment for each part and the parts in order of their names."""
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as whole:
        names = sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            whole.writestr(zipfile.ZipInfo(name, _EPOCH), parts.read(name), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()
