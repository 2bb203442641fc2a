"""Writes the docx and pdf members of the county package, the same bytes each time: `python -m data.county.write`."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "policies" / "county-property-disclosure"
FONT = "STSong-Light"
LONG_AGO = (2025, 5, 30, 9, 0, 0)  # a zip holds the time of writing; a fixed one keeps the bytes the same


def lines_of(name: str) -> list[str]:
    """The paragraphs of one text of the county, blank lines left out."""
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def docx_bytes(lines: list[str]) -> bytes:
    """A Word document with `lines` as paragraphs, the first as title."""
    document = Document()
    document.add_heading(lines[0], level=1)
    for line in lines[1:]:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


def pdf_bytes(lines: list[str]) -> bytes:
    """A pdf with `lines` as paragraphs of text, in a CID font that needs no file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("text", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK")
    written = io.BytesIO()
    document = SimpleDocTemplate(written, pagesize=A4, title=lines[0], invariant=1)
    flow = [part for line in lines for part in (Paragraph(line, style), Spacer(1, 4))]
    document.build(flow)
    return written.getvalue()


def _with_fixed_times(packed: bytes) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return written.getvalue()


def write_members(folder: Path) -> None:
    """Writes 通知.docx and 办法.pdf into `folder`."""
    (folder / "通知.docx").write_bytes(docx_bytes(lines_of("notice.txt")))
    (folder / "办法.pdf").write_bytes(pdf_bytes(lines_of("rules.txt")))


if __name__ == "__main__":
    write_members(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE)
