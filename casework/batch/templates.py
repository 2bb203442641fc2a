"""The notice templates (文书模板): the shipped docx, or the office's own in `<home>/templates/`."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.batch import DOCUMENT_TYPES
from core.errors import InputError

_BODY = "仿宋_GB2312"
_TITLE = "方正小标宋简体"


def template_file(home: Path, document_type: str) -> Path:
    """The template for `document_type`: the office's own where there is one, else written afresh from ours.

    Raises InputError for an unknown type.
    """
    if document_type not in DOCUMENT_TYPES:
        raise InputError(f"没有“{document_type}”这种文书", f"可用：{'、'.join(DOCUMENT_TYPES)}")
    folder = home / "templates"
    file = folder / f"{document_type}.docx"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".tmp")
        _write(fresh, document_type)
        fresh.replace(file)
    return file


def _write(file: Path, document_type: str) -> None:
    """Our own layout: margins 37/35/28/26 mm, 16 pt body, 22 pt title, 28 pt lines."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    _line(document, DOCUMENT_TYPES[document_type], font=_TITLE, size=22, centred=True)
    _line(document, "{{ number }}", centred=True)
    _line(document, "{{ addressee }}：")
    for tag in ("{%p for line in body %}", "{{ line }}", "{%p endfor %}"):
        _line(document, tag, indent=tag.startswith("{{"))
    for tag in ("{%p for line in basis %}", "{{ line }}", "{%p endfor %}"):
        _line(document, tag, indent=tag.startswith("{{"))
    for tag in ("{%p if remedy %}", "{{ remedy }}", "{%p endif %}"):
        _line(document, tag, indent=tag.startswith("{{"))
    _line(document, "{{ unit }}", right=True)
    _line(document, "{{ date }}", right=True)
    _line(document, "{{ footnote }}", size=9)
    document.save(str(file))


def _line(
    document: DocumentFile, text: str, *, font: str = _BODY, size: int = 16, centred: bool = False, **place: bool
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(28 if size > 9 else 14)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif place.get("right"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif place.get("indent"):
        paragraph.paragraph_format.first_line_indent = Pt(32)
    run = paragraph.add_run(text)
    run.font.name = font
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
