"""Which lines that begin with 第N条 open an article, and which only refer to one (domain 8.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.citations import article_label
from core.law_tree.lines import Line, Start
from core.law_tree.nouns import Oddity

_REFERENCE = re.compile(
    r"^(?:第|、|，|,|和|与|及|至|或|规定|的|所|中|之|以外|以上|以下|款|项|列|有关|明确|要求|修改为|改为|增加|删去|[“\"])"
)
_STRONG = re.compile(r"^(?:规定的|规定，|的规定|所列|所称|第[一二三四五六七八九十\d]+[款项]|[、和至]第)")
_ENDS = tuple("。；：！？”’）)】》.;:!?|…》—-")


@dataclass(slots=True)
class Accepted:
    """Articles found so far: places of their lines, with oddities on the way."""

    places: list[int] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lookout:
    """The document as needed to decide about one line: all candidates, its style, lines with their ends."""

    lines: Sequence[Line]
    starts: Mapping[int, Start]
    closed: Sequence[bool]
    spaced_style: bool
    later: Mapping[tuple[int, int], int]
    """Number of an article → place of the last line that may well open it."""


def lookout(lines: Sequence[Line], starts: Mapping[int, Start], openers: set[int]) -> Lookout:
    """What deciding needs; `openers` are headings and the like, after which an article may well begin."""
    spaced = sum(s.spaced for s in starts.values()) * 2 > len(starts)
    later = {
        (s.number, s.sub): place
        for place, s in starts.items()
        if (s.spaced or not spaced) and not _REFERENCE.match(s.rest)
    }
    closed = [place in openers or line.words.endswith(_ENDS) for place, line in enumerate(lines)]
    return Lookout(lines, starts, closed, spaced, later)


def accepted(look: Lookout, annexes: set[int], forced: Mapping[int, str]) -> Accepted:
    """The lines that open articles, in order; after an annex line numbering may begin anew."""
    found = Accepted()
    run: dict[tuple[int, int], int] = {}
    last: Start | None = None
    for place in sorted({*look.starts, *annexes}):
        if place in annexes:
            run, last = {}, None
            continue
        start = look.starts[place]
        said = forced.get(place)
        if said in ("join", "text", "heading") or (said != "split" and not _opens(look, place, last, run, found)):
            continue
        if (start.number, start.sub) == (1, 0) and last is not None and last.number > 1:
            run = {}
        run.setdefault((start.number, start.sub), place)
        last = start
        found.places.append(place)
    return found


def _opens(look: Lookout, place: int, last: Start | None, run: Mapping[tuple[int, int], int], found: Accepted) -> bool:
    """True when the line opens an article: next in number and no reference, or marked as the document does it."""
    start = look.starts[place]
    follows = _follows(start, last)
    unmarked = look.spaced_style and not start.spaced and bool(start.rest)
    refers = not start.bold and bool((_STRONG if start.spaced else _REFERENCE).match(start.rest))
    again = look.later.get((start.number, start.sub), -1) > place
    if unmarked or refers:
        return follows and not again and not (refers and not _closed_before(look, place))
    if look.lines[place].inner and not (follows and not again):
        return False
    if follows and again and last is not None and not start.bold and not _closed_before(look, place):
        return False
    if follows or last is None:
        return follows or start.spaced
    if not (start.spaced or not start.rest) or (not start.bold and not _closed_before(look, place)):
        return False
    if start.number > last.number + 1 and look.later.get((last.number + 1, 0), -1) > place:
        label, line = article_label(start.number, start.sub), look.lines[place].number
        message = f"第 {line} 行的{label}不接前后的条号，按正文处理；若确是条文，请在这一行拆开"
        found.oddities.append(Oddity("jump", line, message))
        return False
    return start.bold or (start.number, start.sub) not in run or start.spaced


def _follows(start: Start, last: Start | None) -> bool:
    if last is None:
        return start.number == 1
    if start.sub:
        return start.number == last.number and start.sub == last.sub + 1
    return start.number == last.number + 1


def _closed_before(look: Lookout, place: int) -> bool:
    """True when the line before ends a sentence or is a heading: what follows begins something new."""
    return place == 0 or look.closed[place - 1]
