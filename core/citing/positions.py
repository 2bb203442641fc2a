"""Words that count from the place of the citing text: 前款, 前两条, 本条, 该条, 本章 (8.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.citing.citation import Context
from core.citing.signs import number_of
from core.citing.targets import Target

WORDS = (
    r"前[一二两三四五六]?[款条项](?!目|式|件|约|例)|上一?[款条项](?!目|式|件|约|例)"
    r"|[该同][款条](?!例|约|式|项|件|路|街|线|道|河|规|款)|本[条款项](?!例|约|目|式|件|路|街|线|道|河)|本(?:章(?!程)|节(?!目|日|约|能|水|电)|编(?!制|号|码|辑))"
)
_WORD = re.compile(r"(?P<which>[前上该同本])(?P<count>[一二两三四五六])?(?P<unit>[款条项章节编])")
_NEVER_AFTER = re.compile(
    r"(?:[之以目提空身当此生跟眼从年先日以午晚早会]|[往马车线桌]?路|[一-鿿]月|根|基|成|样|书|剧|版|原|资)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a word of position means: its targets, and the problem where it can mean nothing."""

    targets: tuple[Target, ...]
    problem: str = ""


def possible(text: str, at: int) -> bool:
    """False where the word is part of another: 之前款项, 目前条件."""
    return _NEVER_AFTER.search(text[max(0, at - 2) : at]) is None


def place_of(word: str, span: tuple[int, int], context: Context, last: Target | None) -> Place | None:
    """The targets that `word` means where it stands; None where nothing is known to count from."""
    m = _WORD.fullmatch(word)
    if m is None:
        return None
    start, end = span
    unit = m["unit"]
    if unit in "章节编":
        return Place((Target(start, end, unit=word),)) if context.law else None
    if m["which"] in "该同":
        return _same(unit, span, last)
    if not context.article:
        return None
    here = Target(start, end, context.article, context.sub)
    if unit == "项" and not context.item:
        return None
    if m["which"] == "本":
        return _own(here, unit, context)
    count = number_of(m["count"]) if m["count"] and m["which"] == "前" else 1
    return _before(here, unit, count, context)


def _same(unit: str, span: tuple[int, int], last: Target | None) -> Place | None:
    if last is None or not last.number:
        return None
    paragraph = last.paragraph if unit == "款" else 0
    return Place((Target(span[0], span[1], last.number, last.sub, paragraph),))


def _own(here: Target, unit: str, context: Context) -> Place:
    paragraph = context.paragraph if unit in "款项" else 0
    item = context.item if unit == "项" else 0
    return Place((Target(here.start, here.end, here.number, here.sub, paragraph, item),))


def _before(here: Target, unit: str, count: int, context: Context) -> Place:
    """The `count` articles, paragraphs or items before the citing one; none before the first is an error."""
    start, end, number, sub = here.start, here.end, here.number, here.sub
    if unit == "条":
        if sub:
            found = [(number, s) for s in range(sub - count, sub) if s >= 0]
        else:
            found = [(n, 0) for n in range(number - count, number) if n > 0]
        targets = tuple(Target(start, end, n, s) for n, s in found)
    elif unit == "款":
        numbers = range(max(1, context.paragraph - count), context.paragraph)
        targets = tuple(Target(start, end, number, sub, p) for p in numbers)
        if not context.paragraph:
            return Place((Target(start, end, number, sub, doubtful=True),))
    else:
        numbers = range(max(1, context.item - count), context.item)
        targets = tuple(Target(start, end, number, sub, context.paragraph, i) for i in numbers)
    if len(targets) == count:
        return Place(targets)
    problem = f"前面没有{'' if count == 1 else str(count)}{unit}可指，原文可能有误"
    return Place(targets or (Target(start, end, number, sub, doubtful=True),), problem)
