"""Paragraphs of a PDF that holds text: the lines of the page are joined again where only the margin broke them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from core.errors import PackageError

_PAGE_NUMBER = re.compile(r"^[\s—–\-－·第共页/\d]*\d[\s—–\-－·第共页/\d]*$")
_OPENS = re.compile(
    r"^\s*(?:第\s*[\d零〇一二三四五六七八九十百千]+\s*[编章节条]|[（(〈][一二三四五六七八九十]+[)）〉]|附件"
    r"|[一二三四五六七八九十]+、|\d{1,3}(?:\.\d{1,3})+[\s　]|\d{1,2}[.．、](?!\d)|[①-⑳])"
)
_CLOSES = ("。", "；", "：", "！", "？", ";", ":", "”")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    height: float


def pdf_paragraphs(file: Path) -> list[str]:
    """One text a paragraph. Raises PackageError for a damaged or locked file and for pages that are only pictures."""
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        raise PackageError("PDF 打不开：文件损坏或设了密码", "请重新下载，或去掉密码后另存", file=file.name) from error
    try:
        pages = [_lines(document[number]) for number in range(len(document))]
    finally:
        document.close()
    lines = [line for page in pages for line in page if not _PAGE_NUMBER.match(line.text)]
    if not lines:
        raise PackageError(
            "PDF 里没有文字，可能是扫描件", "请换成有文字的 PDF、docx 或 txt；扫描件要先做文字识别", file=file.name
        )
    return _joined(lines)


def _lines(page: pdfium.PdfPage) -> list[_Line]:
    """The text lines of a page from top to bottom with their edges."""
    text_page = page.get_textpage()
    found: list[_Line] = []
    start, whole = 0, text_page.get_text_range()
    for piece in re.split(r"(\r\n|\n|\r)", whole):
        if piece.strip():
            boxes = [text_page.get_charbox(start + n) for n, c in enumerate(piece) if not c.isspace()]
            left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
            found.append(_Line(piece.strip(), left, right, max(b[3] - b[1] for b in boxes)))
        start += len(piece)
    return found


def _joined(lines: list[_Line]) -> list[str]:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    paragraphs: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is None or _opens(line, before, left, right):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += _gap(paragraphs[-1], line.text) + line.text
        before = line
    return paragraphs


def _opens(line: _Line, before: _Line, left: float, right: float) -> bool:
    """True when `line` begins a paragraph: a label, an indent, or a line before it that ended short."""
    indented = line.left - left > line.height * 1.2
    ended_short = right - before.right > before.height * 1.8
    if _OPENS.match(line.text):
        return indented or ended_short or before.text.endswith(_CLOSES) or not before.text.endswith(("，", "、", ","))
    return indented or ended_short


def _gap(before: str, after: str) -> str:
    return (
        " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum() else ""
    )
