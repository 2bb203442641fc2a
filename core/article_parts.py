"""The text of one article taken apart into paragraphs (款), items (项) and sub-items (目), each with its span.

A paragraph is a block that starts a new line and is no item; text after the last item that starts a new line is
a new paragraph, text between two items of one series belongs to the item before it (domain 8.1). Items are
（一） (一) 〈一〉, and 一、 or 1. where the article counts with them from one; they may also stand inside one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import InputError
from core.numerals import to_chinese, to_number


@dataclass(frozen=True, slots=True)
class Part:
    """An item (项) or sub-item (目): its number, its words with the label, the span, and what stands below it."""

    number: int
    text: str
    start: int
    end: int
    subitems: tuple[Part, ...] = ()
    label: str = ""

    @property
    def body(self) -> str:
        """The words without the label."""
        return self.text[len(self.label) :].strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (款): its number counted from one, its words with those of its items, the span, the items."""

    number: int
    text: str
    start: int
    end: int
    items: tuple[Part, ...] = ()

    @property
    def lead(self) -> str:
        """The words before the first item."""
        return self.text[: self.items[0].start - self.start].strip() if self.items else self.text


_CHINESE = "[零〇一二三四五六七八九十百]{1,5}"
_ARABIC = "[0-9０-９]{1,3}"
_LABEL = re.compile(
    rf"(?P<lead>[\s　]*(?:[-*+][ \t]+)?)(?P<label>"
    rf"(?P<bracket>[（(〈<〔［\[]\s?{_CHINESE}\s?[）)〉>〕］\]])"
    rf"|(?P<comma>{_CHINESE}[、．](?!{_CHINESE}[、类级]))"
    rf"|(?P<round>[（(]\s?{_ARABIC}\s?[）)])"
    rf"|(?P<dot>{_ARABIC}[.．、](?![0-9０-９]))"
    rf"|(?P<ring>[①-⑳]))"
)
_INLINE = re.compile(rf"(?<=[：:；;。，,])[ \t　]*[（(](?P<number>{_CHINESE})[）)]")
_MARKS = re.compile("[“”]")
_STYLES = ("bracket", "comma", "round", "dot", "ring")
_STRICT = frozenset({"comma", "dot"})
"""Labels that ordinary words may look like (一、二级, 1.5): they count from one and need a second."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    style: str = ""
    number: int = 0
    label: str = ""


@dataclass(slots=True)
class _Open:
    """A part that still grows while its lines are read; style "" is a paragraph."""

    start: int
    end: int
    style: str = ""
    number: int = 0
    label: str = ""
    below: list[_Open] = field(default_factory=list)

    def part(self, text: str) -> Part:
        below = tuple(one.part(text) for one in self.below)
        return Part(self.number, text[self.start : self.end], self.start, self.end, below, self.label)


class _Ahead:
    """What stands after a line: the next label of each style, and whether a series has a second member."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._next: list[dict[str, _Line]] = [{}] * len(lines)
        self._second: dict[str, int] = {}
        seen: dict[str, _Line] = {}
        for place in range(len(lines) - 1, -1, -1):
            self._next[place] = seen
            line = lines[place]
            if line.style in _STYLES:
                seen = {**seen, line.style: line}
                if line.number == 2:
                    self._second.setdefault(line.style, place)

    def has_second(self, style: str, place: int) -> bool:
        """True when a later line carries the second label of `style`."""
        return self._second.get(style, -1) > place

    def label(self, place: int, styles: Sequence[str]) -> _Line | None:
        """The first later line labelled in one of `styles`."""
        later = [line for style, line in self._next[place].items() if style in styles]
        return min(later, key=lambda line: line.start) if later else None


def article_parts(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of the article `text` (without 第N条); empty for blank text. Linear in its length."""
    lines = _lines(text)
    if len(lines) == 1:
        return (_paragraph(text, 1, _Open(lines[0].start, lines[0].end)),)
    open_paragraphs: list[_Open] = []
    ahead = _Ahead(lines)
    for place, line in enumerate(lines):
        _place(open_paragraphs, line, place, ahead)
    return tuple(_paragraph(text, number, one) for number, one in enumerate(open_paragraphs, 1))


def part_at(
    paragraphs: Sequence[Paragraph], *, paragraph: int = 0, item: int = 0, subitem: int = 0
) -> Paragraph | Part | None:
    """The part that 第P款第I项第S目 names, None when there is none; without P the only paragraph that has items."""
    if not paragraph and item:
        with_items = [one for one in paragraphs if one.items]
        paragraph = with_items[0].number if len(with_items) == 1 else 0
    found = next((one for one in paragraphs if one.number == paragraph), None)
    if found is None or not item:
        return found
    part = next((one for one in found.items if one.number == item), None)
    if part is None or not subitem:
        return part
    return next((one for one in part.subitems if one.number == subitem), None)


def _lines(text: str) -> list[_Line]:
    """The lines that hold words, without the blanks around them, each with its label where it has one."""
    found: list[_Line] = []
    quoted, at, passed = _quoted(text), 0, 0
    for raw in text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        at += len(raw) + 1
        if end <= start:
            continue
        while passed < len(quoted) and quoted[passed][1] <= start:
            passed += 1
        if (passed < len(quoted) and quoted[passed][0] < start) or text[start] == "|":
            found.append(_Line(start, end, "within"))
        else:
            found.append(_labelled(text, start, end))
    return found


def _quoted(text: str) -> list[tuple[int, int]]:
    """Quotations that run over a line end: their lines are not counted as the article's own."""
    if "“" not in text or "\n" not in text:
        return []
    spans: list[tuple[int, int]] = []
    opened = -1
    for mark in _MARKS.finditer(text):
        if mark[0] == "”" and opened >= 0:
            if "\n" in text[opened : mark.start()]:
                spans.append((opened, mark.start()))
            opened = -1
        elif mark[0] == "“" and opened < 0:
            opened = mark.start()
    return spans


def _labelled(text: str, start: int, end: int) -> _Line:
    m = _LABEL.match(text, start, end)
    if m is None:
        return _Line(start, end)
    style = next(name for name in _STYLES if m[name])
    try:
        number = _number(m["label"])
    except InputError:
        return _Line(start, end)  # （百零） and the like is text, not a label
    return _Line(m.start("label"), end, style, number, m["label"])


def _number(label: str) -> int:
    if "①" <= label <= "⑳":
        return ord(label) - ord("①") + 1
    return to_number(label.strip("（）()〈〉<>〔〕［］[]、．. "))


def _place(paragraphs: list[_Open], line: _Line, place: int, ahead: _Ahead) -> None:
    """Puts the line where it belongs: below an item, as the next item, or as a paragraph of its own."""
    chain = _chain(paragraphs)
    if line.style == "within" and paragraphs:
        _grow(chain, line.end)
        return
    if line.style not in _STYLES or not _counts(line, place, chain, ahead):
        if _between_items(chain, place, ahead):
            _grow(chain, line.end)
        else:
            paragraphs.append(_Open(line.start, line.end))
        return
    if not paragraphs:
        paragraphs.append(_Open(line.start, line.start))
        chain = [paragraphs[0]]
    above = chain[: next((n for n, one in enumerate(chain) if one.style == line.style), len(chain))]
    above[-1].below.append(_Open(line.start, line.end, line.style, line.number, line.label))
    _grow(above, line.end)


def _chain(paragraphs: Sequence[_Open]) -> list[_Open]:
    """The last paragraph with the last item below it and so on: what a following line may continue."""
    chain = [paragraphs[-1]] if paragraphs else []
    while chain and chain[-1].below:
        chain.append(chain[-1].below[-1])
    return chain


def _grow(chain: Sequence[_Open], end: int) -> None:
    for one in chain:
        one.end = end


def _counts(line: _Line, place: int, chain: Sequence[_Open], ahead: _Ahead) -> bool:
    """True when the label goes on from the one before, or opens a series that a later line goes on with."""
    if line.style not in _STRICT:
        return True
    before = next((one.number for one in chain if one.style == line.style), 0)
    if before:
        return line.number == before + 1
    return line.number == 1 and ahead.has_second(line.style, place)


def _between_items(chain: Sequence[_Open], place: int, ahead: _Ahead) -> bool:
    """True when an item stands before the line and a higher one of the same series after it."""
    later = ahead.label(place, [one.style for one in chain[1:]])
    return later is not None and any(one.style == later.style and later.number > one.number for one in chain[1:])


def _paragraph(text: str, number: int, one: _Open) -> Paragraph:
    items = tuple(below.part(text) for below in one.below)
    until, wanted = (items[0].start, items[0].number - 1) if items else (one.end, 0)
    if not items or wanted > 0:  # the first ones may stand in the line before
        items = (*_inline(text, one.start, until, wanted=wanted), *items)
    return Paragraph(number, text[one.start : one.end], one.start, one.end, items)


def _inline(text: str, start: int, end: int, *, wanted: int) -> Iterator[Part]:
    """Items inside one line, （一）…；（二）…, counted from one: `wanted` of them, or at least two for 0."""
    if text.find("一", start, end) < 0:
        return
    marks: list[re.Match[str]] = []
    for m in _INLINE.finditer(text, start, end):
        if m["number"] == to_chinese(len(marks) + 1):
            marks.append(m)
    if len(marks) != wanted if wanted else len(marks) < 2:
        return
    ends = [m.start() for m in marks[1:]] + [end]
    for number, (m, until) in enumerate(zip(marks, ends, strict=True), 1):
        label = m[0].strip()
        begin = m.end() - len(label)
        words = text[begin:until].rstrip()
        yield Part(number, words, begin, begin + len(words), (), label)
