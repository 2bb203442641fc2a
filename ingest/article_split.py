"""A regulation's lines split into articles (条) with their path of 编, 章 and 节; what does not add up is reported.

An article begins where a line starts with 第N条 and the number goes on from the one before. A line that
starts with a reference (第二十条规定的情形…) stays part of the article it stands in (立法法 65 gives the structure).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.citations import article_label
from core.errors import InputError
from core.numerals import NUMERAL, to_number

_ARTICLE = re.compile(
    rf"^\s*(?:[-*+]\s+)?(?:\*\*|__)?第\s*({NUMERAL})\s*条"
    rf"(?:\s*之\s*({NUMERAL})(?![项款条、，]))?(?:\*\*|__)?([\s　：:]*)(.*)$",
    re.DOTALL,
)
_HEADING = re.compile(
    rf"^\s*(?:#+\s*)?第\s*(?:{NUMERAL})\s*(分编|编|章|节)(?=[\s　]|$|[^、和至规的所（(])\s*([^。；]*)$"
)
_GLUED = re.compile(rf"(?<=[。；])\s*(第\s*(?:{NUMERAL})\s*[编章节][\s　]+[^。，；]{{1,30}})$")
_REFERENCE = re.compile(r"^(?:第|、|，|,|和|与|及|至|或|规定|的|所|中|之|以外|以上|以下|款|项|列|有关|明确|要求)")
_ANNEX = re.compile(r"^\s*附\s*(?:件|表|录|则?图)?\s*(?:[一二三四五六七八九十\d]{0,3})\s*(?:[:：]|$)")
_RANKS = {"编": 0, "分编": 1, "章": 2, "节": 3}


@dataclass(frozen=True, slots=True)
class SplitArticle:
    """One article: number, 之N as `sub` (0 without), text without its label, path, and the line it starts on."""

    number: int
    sub: int
    text: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something about the numbering a person should look at; `kind` is gap, twice or annex, lines count from 1."""

    kind: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Split:
    """A document taken apart: what stands before the first article, the articles, what stands after the last."""

    preamble: str
    articles: tuple[SplitArticle, ...]
    annex: str = ""
    oddities: tuple[Oddity, ...] = ()


@dataclass(slots=True)
class _Draft:
    number: int
    sub: int
    path: str
    line: int
    lines: list[str] = field(default_factory=list)

    def done(self) -> SplitArticle:
        return SplitArticle(self.number, self.sub, "\n".join(x for x in self.lines if x), self.path, self.line)


@dataclass(frozen=True, slots=True)
class _Start:
    """A line that begins with 第N条: it may open an article or only refer to one."""

    number: int
    sub: int
    spaced: bool
    rest: str


def split_articles(lines: Sequence[str]) -> Split:
    """The articles of `lines`; every line is in exactly one of preamble, article, heading or annex."""
    starts = {place: start for place, line in enumerate(lines) if (start := _start(line)) is not None}
    spaced_style = sum(s.spaced for s in starts.values()) * 2 > len(starts)
    preamble: list[str] = []
    drafts: list[_Draft] = []
    path: dict[int, str] = {}
    end = len(lines)
    for place, line in enumerate(lines):
        if drafts and _ANNEX.match(line):
            end = place
            break
        if _is_article(starts.get(place), drafts, spaced_style, later=_later(starts, place)):
            start = starts[place]
            drafts.append(_Draft(start.number, start.sub, _joined(path), place + 1))
            _add(drafts[-1], start.rest, path)
        elif (heading := _HEADING.match(line)) and len(line) <= 60:
            _enter(path, heading[1], line)
        elif drafts:
            _add(drafts[-1], line.strip(), path)
        else:
            preamble.append(line.strip())
    annex = "\n".join(x.strip() for x in lines[end:])
    return Split(
        "\n".join(x for x in preamble if x),
        tuple(d.done() for d in drafts),
        annex,
        tuple(_oddities(drafts, annex, end)),
    )


def _start(line: str) -> _Start | None:
    found = _ARTICLE.match(line)
    if found is None:
        return None
    try:
        number, sub = to_number(found[1]), to_number(found[2]) if found[2] else 0
    except InputError:
        return None  # 第1百条 and the like is text, not a number
    return _Start(number, sub, bool(found[3]), found[4].strip())


def _is_article(start: _Start | None, drafts: Sequence[_Draft], spaced_style: bool, *, later: Iterator[_Start]) -> bool:
    """True when the line opens an article: spaced as the document does it, or next in number and no reference."""
    if start is None:
        return False
    follows = _follows(start, drafts)
    refers = bool(_REFERENCE.match(start.rest)) and not start.spaced
    if spaced_style and not start.spaced and start.rest:
        return False
    if refers:
        return follows and not any(s.number == start.number and s.sub == start.sub and s.spaced for s in later)
    return follows or start.spaced or not start.rest


def _follows(start: _Start, drafts: Sequence[_Draft]) -> bool:
    if not drafts:
        return start.number == 1
    last = drafts[-1]
    if start.sub:
        return start.number == last.number and start.sub == last.sub + 1
    return start.number == last.number + 1


def _later(starts: dict[int, _Start], place: int) -> Iterator[_Start]:
    return (start for other, start in starts.items() if other > place)


def _enter(path: dict[int, str], level: str, line: str) -> None:
    rank = _RANKS[level]
    for lower in [r for r in path if r >= rank]:
        del path[lower]
    path[rank] = " ".join(line.strip().lstrip("#").split())


def _joined(path: dict[int, str]) -> str:
    return " › ".join(path[rank] for rank in sorted(path))


def _add(draft: _Draft, line: str, path: dict[int, str]) -> None:
    """Adds a line to the article; a heading glued to its end opens the next part of the path."""
    glued = _GLUED.search(line)
    if glued:
        level = next(level for level in ("编", "章", "节") if re.match(rf"第\s*(?:{NUMERAL})\s*{level}", glued[1]))
        _enter(path, level, glued[1])
        line = line[: glued.start()]
    draft.lines.append(line.strip())


def _oddities(drafts: Sequence[_Draft], annex: str, end: int) -> Iterator[Oddity]:
    first: dict[tuple[int, int], int] = {}
    highest = 0
    for draft in drafts:
        key = (draft.number, draft.sub)
        label = article_label(draft.number, draft.sub)
        if key in first:
            yield Oddity("twice", draft.line, f"{label}出现了两次：第 {first[key]} 行和第 {draft.line} 行")
        elif draft.number > highest + 1:
            missing = missing_between(highest, draft.number)
            yield Oddity("gap", draft.line, f"条文不连续：缺{missing}（第 {draft.line} 行是{label}）")
        first.setdefault(key, draft.line)
        highest = max(highest, draft.number)
    if _start_in(annex):
        yield Oddity("annex", end + 1, f"附件（第 {end + 1} 行起）里的条文没有拆分；需要时请另存为单独的文件")


def missing_between(before: int, after: int) -> str:
    """`第三条至第五条`: the articles that stand between two numbers and are not there."""
    upto = f"至{article_label(after - 1, 0)}" if after > before + 2 else ""
    return f"{article_label(before + 1, 0)}{upto}"


def _start_in(annex: str) -> bool:
    return any(_start(line) for line in annex.split("\n"))
