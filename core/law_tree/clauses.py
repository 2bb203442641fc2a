"""Openings of a paper without 第N条: 一、（一）1.（1）, 5.2.1, 第一部分, A.1, or paragraphs (通知, 纪要, 批复)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.errors import InputError
from core.law_tree.growing import Opening
from core.law_tree.lines import BLANK, Line, annex
from core.law_tree.nouns import Kind, Oddity
from core.numerals import to_number

CLAUSE_RANK, CLOSING_RANK, LOOSE_RANK = 50, 2, 99
_CN = "[零〇一二三四五六七八九十百]{1,5}"
_NUM = "[0-9０-９]{1,3}"
_LABEL = re.compile(
    rf"(?:{BLANK}|[#>*_-])*(?P<label>"
    rf"(?P<division>第[ 　]*(?:{_CN}|{_NUM})[ 　]*(?:部分|篇|编|章|节)(?=[\s　：:]|$))"
    rf"|(?P<comma>{_CN}[、．](?!{_CN}[、类级是]))"
    rf"|(?P<bracket>[（(〈<]\s?{_CN}\s?[）)〉>])"
    rf"|(?P<round>[（(]\s?{_NUM}\s?[）)])"
    rf"|(?P<dotted>(?:[A-Z]|{_NUM})(?:\.[0-9]{{1,3}}){{1,5}}(?=[\s　一-鿿]))"
    rf"|(?P<dot>{_NUM}[.．、](?![0-9０-９]))"
    rf"|(?P<half>{_NUM}[)）])"
    rf"|(?P<ring>[①-⑳])"
    rf"|(?P<head>{_NUM}(?=[ 　]{{1,4}}[一-鿿《“])))"
)
_STYLES = ("division", "comma", "bracket", "round", "dotted", "dot", "half", "ring", "head")
_STRICT = frozenset({"comma", "dot", "half", "head"})
_DIVISIONS = {"部分": 0, "篇": 0, "编": 0, "章": 1, "节": 2}
_DATE = re.compile(
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][一二三四五六七八九〇○零]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
    r"\s*(?:印发|发布|公布|施行)?[)）]?$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The number a line begins with: its style, number, words, where the text after it begins."""

    style: str
    number: int
    words: str
    body: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The openings of a paper, how many clauses, and what looked wrong on the way."""

    openings: tuple[Opening, ...]
    clauses: int
    oddities: tuple[Oddity, ...]


def read_clauses(source: str, lines: Sequence[Line], quoted: set[int], forced: Mapping[int, str]) -> Reading:
    """The openings of `lines` as clauses; a paper without any number has its paragraphs counted instead."""
    labels = {
        place: label
        for place, line in enumerate(lines)
        if place not in quoted and forced.get(place) not in ("join", "text") and (label := _label(source, line))
    }
    return _Paper(source, lines, labels, forced).reading()


def closing(lines: Sequence[Line], first: int, end: int) -> int:
    """Where the signature (落款) begins: up to three short lines before a date that ends the paper; else `end`."""
    last = next((at for at in range(end - 1, max(first, end - 4), -1) if _DATE.search(lines[at].words)), -1)
    if last < 0 or len(lines[last].words) > 60 or lines[last].words.endswith(("。", "；")):
        return end
    begin = last
    while begin - 1 > first and last - begin < 3 and _signs(lines[begin - 1].words):
        begin -= 1
    return begin


def _signs(words: str) -> bool:
    return len(words) <= 30 and not words.endswith(("。", "；", "：", "，", "”"))


def _label(source: str, line: Line) -> Label | None:
    m = _LABEL.match(source, line.start, min(line.end, line.start + 60))
    if m is None:
        return None
    style = next(name for name in _STYLES if m[name])
    words = m["label"].strip()
    try:
        return Label(_division(words) if style == "division" else style, _number(words, style), words, m.end())
    except InputError:
        return None  # （百零） and the like is text, not a number


def _division(words: str) -> str:
    return next(f"division{rank}" for name, rank in _DIVISIONS.items() if words.endswith(name))


def _number(words: str, style: str) -> int:
    if style == "ring":
        return ord(words) - ord("①") + 1
    if style == "division":
        return to_number(words.strip("第部分篇编章节 　"))
    if style == "dotted":
        return int(words.rpartition(".")[2])
    return to_number(words.strip("（）()〈〉<>、．. "))


def _sentence(words: str) -> bool:
    if words.startswith("|"):
        return False  # a row of a table belongs to the paragraph before it
    return words.endswith(("。", "；", "！", "？", "”")) or (words.endswith(("：", ":")) and len(words) > 20)


class _Paper:
    """One paper on its way to openings: a chain of open clauses, each with its style and number."""

    def __init__(
        self, source: str, lines: Sequence[Line], labels: Mapping[int, Label], forced: Mapping[int, str]
    ) -> None:
        self.source, self.lines, self.labels, self.forced = source, lines, labels, forced
        self.seconds = {(x.style, x.number): place for place, x in labels.items()}
        self.dotted = {x.words for x in labels.values() if x.style == "dotted"}
        self.chain: list[tuple[str, int, str]] = []
        self.last: dict[str, int] = {}
        """Style → the last number of it: （三） may go on from another part's （二）."""
        self.oddities: list[Oddity] = []

    def reading(self) -> Reading:
        """Clauses by their numbers, or by paragraphs when the paper has none."""
        openings = list(self._openings())
        count = sum(o.kind is Kind.CLAUSE for o in openings)
        if not count:
            openings = list(self._paragraphs())
            return Reading(tuple(openings), 0, ())
        return Reading(tuple(openings), count, tuple(self.oddities))

    def _openings(self) -> Iterator[Opening]:
        first = next((p for p, x in sorted(self.labels.items()) if self._opens(p, x)), None)
        if first is None:
            return
        if first:
            yield Opening(0, LOOSE_RANK, Kind.PREAMBLE, line=self.lines[0].number)
        main = self._main_end(first)
        signed = closing(self.lines, first, main)
        for place in range(first, len(self.lines)):
            line, label = self.lines[place], self.labels.get(place)
            if signed <= place < main:
                if place == signed:
                    yield Opening(line.start, CLOSING_RANK, Kind.CLOSING, line=line.number)
            elif annex(line):
                self.chain = []
                yield Opening(line.start, 1, Kind.ANNEX, title=line.words, line=line.number)
            elif label is not None and self._opens(place, label):
                yield self._clause(line, label)
            elif self.forced.get(place) in ("split", "heading"):
                self.chain = []
                yield Opening(
                    line.start, CLAUSE_RANK, Kind.CLAUSE, title=line.words[:30], line=line.number, body=line.start
                )

    def _main_end(self, first: int) -> int:
        """Where the annexes begin."""
        return next((at for at in range(first, len(self.lines)) if annex(self.lines[at])), len(self.lines))

    def _opens(self, place: int, label: Label) -> bool:
        """True when the label opens a clause; numbers that words may look like must count from one and go on."""
        if self.forced.get(place) == "split":
            return True
        if label.style == "head":
            before = max((number for style, number, _ in self.chain[:1] if style == "head"), default=0)
            return len(self.dotted) > 1 and (f"{label.number}.1" in self.dotted or label.number == before + 1)
        if label.style not in _STRICT:
            return label.style != "dotted" or len(self.dotted) > 1
        before = next((number for style, number, _ in self.chain if style == label.style), 0)
        if before and label.number == before + 1:
            return True
        if label.number == 1:
            return self.seconds.get((label.style, 2), -1) > place or label.style == "comma"
        return bool(before) and before < label.number <= before + 5

    def _clause(self, line: Line, label: Label) -> Opening:
        depth = self._depth(label)
        before = self.chain[depth][1] if depth < len(self.chain) else 0
        fresh = depth >= len(self.chain)
        self.chain[depth:] = [(label.style, label.number, label.words)]
        goes_on = label.number in (before + 1, self.last.get(label.style, 0) + 1)
        self.last[label.style] = label.number
        if label.style != "head" and not goes_on and not (fresh and label.style == "dotted"):
            self._odd(line, label, before)
        return Opening(
            line.start, CLAUSE_RANK + depth, Kind.CLAUSE, label.number, 0, label.words, line.number, label.body
        )

    def _depth(self, label: Label) -> int:
        if label.style in ("dotted", "head"):
            base = next((at for at, (style, _, _) in enumerate(self.chain) if style in ("dotted", "head")), 0)
            base = 0 if label.style == "head" and not self.chain else base
            return min(len(self.chain), base + label.words.count("."))
        if label.style.startswith("division"):
            return next(
                (at for at, (style, _, _) in enumerate(self.chain) if not style < label.style or style[0] != "d"),
                len(self.chain),
            )
        return next((at for at, (style, _, _) in enumerate(self.chain) if style == label.style), len(self.chain))

    def _odd(self, line: Line, label: Label, before: int) -> None:
        if label.number <= before:
            kind, what = "twice", f"编号又从“{label.words}”开始"
        else:
            kind, what = "gap", f"编号不连续：“{label.words}”前面是第 {before} 个"
        self.oddities.append(Oddity(kind, line.number, f"第 {line.number} 行{what}"))

    def _paragraphs(self) -> Iterator[Opening]:
        """Every line that ends a sentence is a paragraph of its own; title, addressee and signature are not."""
        first = next((at for at, line in enumerate(self.lines) if _sentence(line.words)), None)
        if first is None:
            return
        if first:
            yield Opening(0, LOOSE_RANK, Kind.PREAMBLE, line=self.lines[0].number)
        number, main = 0, self._main_end(first)
        end = closing(self.lines, first, main)
        for place in range(first, end):
            line = self.lines[place]
            if _sentence(line.words):
                number += 1
                yield Opening(line.start, CLAUSE_RANK, Kind.PARAGRAPH, number, line=line.number, body=line.start)
        if end < main:
            yield Opening(self.lines[end].start, CLOSING_RANK, Kind.CLOSING, line=self.lines[end].number)
        if main < len(self.lines):
            line = self.lines[main]
            yield Opening(line.start, 1, Kind.ANNEX, title=line.words, line=line.number)
