"""Paragraphs of an html page without its scripts, styles and navigation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from core.errors import PackageError

_BREAK = "\x0b"  # no text of a page holds it, so that it can stand for a line end
_LEFT_OUT = ("script", "style", "noscript", "nav", "header", "footer", "aside", "form", "template", "head")
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "table",
        "ul",
        "ol",
        "body",
        "main",
        "td",
        "th",
        "caption",
    )
)


def web_paragraphs(file: Path) -> list[str]:
    """One text a block element or line break. Raises PackageError when the page holds no text."""
    soup = BeautifulSoup(file.read_bytes(), "lxml")
    for tag in soup.find_all(list(_LEFT_OUT)):
        tag.decompose()
    for mark in soup.find_all("br"):
        mark.replace_with(_BREAK)
    lines = [" ".join(line.split()) for line in "".join(_pieces(soup)).split(_BREAK)]
    if not any(lines):
        raise PackageError(
            "网页里没有正文", "请在浏览器里打开后另存为“网页，仅 HTML”，或复制正文到 txt", file=file.name
        )
    return lines


def _pieces(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            edge = _BREAK if child.name in _BLOCKS else ""
            yield edge
            yield from _pieces(child)
            yield edge
        elif type(child) is NavigableString:  # comments and doctypes are subclasses
            yield str(child)
