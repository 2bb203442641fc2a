"""Numbers that Word writes itself (自动编号): the label a reader sees before a paragraph, 第一条 or （二）."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from core.errors import InputError
from core.numerals import to_chinese

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its number is written, its pattern (第%1条), its first number, what follows."""

    form: str
    pattern: str
    first: int
    after: str


class Numbering:
    """The lists of one document, counted on as its paragraphs are read in order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        if root is not None:
            self._read(root)

    def _read(self, root: BaseOxmlElement) -> None:
        lists = {_value(one, "w:abstractNumId"): one for one in root.findall(qn("w:abstractNum"))}
        for one in root.findall(qn("w:num")):
            number = _value(one, "w:numId")
            inner = one.find(qn("w:abstractNumId"))
            base = _value(inner, "w:val") if inner is not None else ""
            fresh = one.find(qn("w:lvlOverride")) is not None
            self._list_of[number] = number if fresh else base
            self._levels[number] = {at: level for at, level in _levels(lists.get(base))}

    def label(self, paragraph: Paragraph) -> str:
        """The label Word shows before the paragraph, empty for none and for bullets. Counts it."""
        number, at = _numbered(paragraph)
        level = self._levels.get(number, {}).get(at)
        if level is None or not 0 <= at < _LEVELS:
            return ""
        counts = self._counts.setdefault(self._list_of[number], [0] * _LEVELS)
        counts[at] = counts[at] + 1 if counts[at] else level.first
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        return self._shown(number, level, counts)

    def _shown(self, number: str, level: _Level, counts: list[int]) -> str:
        if level.form in ("bullet", "none"):
            return ""
        text = level.pattern
        for at in range(_LEVELS):
            if f"%{at + 1}" in text:
                own = self._levels[number].get(at, level)
                text = text.replace(f"%{at + 1}", _written(counts[at] or own.first, own.form))
        return text + level.after


def _numbered(paragraph: Paragraph) -> tuple[str, int]:
    """(list, level) of the paragraph: its own, or that of its style or of the style below that."""
    places = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None and len(places) < 10:
        places.append(style.element.pPr)
        style = style.base_style
    for place in places:
        own = place.find(qn("w:numPr")) if place is not None else None
        if own is not None:
            inner, depth = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
            at = _value(depth, "w:val") if depth is not None else "0"
            return (_value(inner, "w:val") if inner is not None else "", int(at) if at.isdigit() else 0)
    return "", 0


def _levels(one: BaseOxmlElement | None) -> list[tuple[int, _Level]]:
    found = []
    for level in one.findall(qn("w:lvl")) if one is not None else ():
        told = {name: _value(level.find(qn(f"w:{name}")), "w:val") for name in ("numFmt", "lvlText", "start", "suff")}
        at, first = _value(level, "w:ilvl"), told["start"]
        after = "" if told["suff"] == "nothing" else " "
        found.append(
            (int(at or 0), _Level(told["numFmt"], told["lvlText"], int(first) if first.isdigit() else 1, after))
        )
    return found


def _value(one: BaseOxmlElement | None, name: str) -> str:
    return str(one.get(qn(name)) or "") if one is not None else ""


def _written(number: int, form: str) -> str:
    write = _FORMS.get(form)
    return write(number) if write else str(number)


def _chinese(number: int) -> str:
    try:
        return to_chinese(number)
    except InputError:
        return str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "ideographTraditional",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "ideographDigital",
            "chineseLegalSimplified",
        ),
        _chinese,
    ),
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number),
    "upperLetter": lambda number: chr(ord("A") + (number - 1) % 26),
    "lowerLetter": lambda number: chr(ord("a") + (number - 1) % 26),
}
