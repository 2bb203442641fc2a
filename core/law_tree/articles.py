"""Openings of a document in articles (条) under 编, 分编, 章 and 节, with contents list, annexes and second laws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.law_tree.growing import Opening
from core.law_tree.lines import RANKS, Heading, Line, Start, annex, article_start, glued_heading, heading
from core.law_tree.nouns import Kind, Oddity
from core.law_tree.starts import accepted, lookout
from core.numerals import NUMERAL, to_number

OTHER_RANK, ARTICLE_RANK, LOOSE_RANK = 0, 90, 99
_DIVISION = re.compile(r"([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十]{1,3})[)）]")
_TITLE_END = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|解释|决定|意见|规则|规程|章程|方案|制度|准则|批复|公约|决议|通知)(?:》|[（(][^（）()]{1,20}[)）])*$"
)
_NO_TITLE = re.compile(r"[。；：，,;:？！]")
_CONTENTS_WORD = re.compile(r"目\s{0,6}[录次]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The openings of a document, how many of them are articles, and what looked wrong on the way."""

    openings: tuple[Opening, ...]
    articles: int
    oddities: tuple[Oddity, ...]


def read_articles(source: str, lines: list[Line], quoted: set[int], forced: Mapping[int, str]) -> Reading:
    """The openings of `lines` as articles under headings; none of the lines in `quoted` opens anything."""
    starts: dict[int, Start] = {}
    heads: dict[int, Heading] = {}
    annexes: set[int] = set()
    for place, line in enumerate(lines):
        if place in quoted:
            continue
        if start := article_start(source, line):
            starts[place] = start
        elif forced.get(place) not in ("join", "text") and (head := heading(line)):
            heads[place] = head
        elif annex(line) and forced.get(place) not in ("join", "text"):
            annexes.add(place)
    heads |= {place: _forced_heading(lines[place]) for place, said in forced.items() if said == "heading"}
    found = accepted(lookout(lines, starts, {*heads, *annexes}), annexes, forced)
    heads |= _divisions(lines, set(found.places), heads)
    document = _Document(source, lines, starts, heads, annexes, found.places)
    return Reading(tuple(document.openings()), len(found.places), (*found.oddities, *document.oddities))


def _forced_heading(line: Line) -> Heading:
    return heading(line) or Heading(Kind.DIVISION, RANKS[Kind.DIVISION], 0, line.words)


def _divisions(lines: list[Line], articles: set[int], heads: Mapping[int, Heading]) -> dict[int, Heading]:
    """一、 and （一） lines that stand as headings right before an article, counted from one over the document."""
    found: dict[int, Heading] = {}
    upper, lower = 0, 0
    for place, line in enumerate(lines[:-1]):
        m = _DIVISION.match(line.words)
        if m is None or place in heads or place in articles or not _short(line):
            continue
        if place + 1 not in articles and not (place + 1 < len(lines) and _is_lower(lines[place + 1], m)):
            continue
        number = to_number(m[1] or m[2])
        if m[1] and number == upper + 1:
            upper, lower = number, 0
            found[place] = Heading(Kind.DIVISION, 35, number, line.words)
        elif m[2] and upper and number == lower + 1 and place + 1 in articles:
            lower = number
            found[place] = Heading(Kind.DIVISION, 45, number, line.words)
    return found


def _short(line: Line) -> bool:
    return len(line.words) <= 40 and not line.words.endswith(tuple("。；，、：？！;,:?!”"))


def _is_lower(line: Line, upper: re.Match[str]) -> bool:
    m = _DIVISION.match(line.words)
    return bool(upper[1] and m and m[2] and to_number(m[2]) == 1 and _short(line))


class _Document:
    """One document on its way to openings."""

    def __init__(
        self,
        source: str,
        lines: list[Line],
        starts: Mapping[int, Start],
        heads: Mapping[int, Heading],
        annexes: set[int],
        articles: list[int],
    ) -> None:
        self.source, self.lines, self.starts = source, lines, starts
        self.heads, self.annexes, self.articles = heads, annexes, articles
        self.opens = set(articles)
        self.oddities: list[Oddity] = []

    def openings(self) -> Iterator[Opening]:
        """All openings in order: each law of the file with its own preamble and contents list."""
        if not self.articles:
            return
        others = self._others()
        firsts = [self.articles[0], *(next(a for a in self.articles if a > other) for other in others)]
        loose = [place for begin, first in zip([0, *others], firsts, strict=True) for place in range(begin, first)]
        before = set(loose)
        for begin, first in zip([0, *others], firsts, strict=True):
            until = next((other for other in others if other > begin), len(self.lines))
            if begin:
                title = self.lines[begin]
                yield Opening(title.start, OTHER_RANK, Kind.OTHER, title=title.words, line=title.number)
            yield from self._before(begin, first)
            for place in range(first, until):
                yield from self._line(place, before)

    def _line(self, place: int, before: set[int]) -> Iterator[Opening]:
        line = self.lines[place]
        if place in self.opens:
            start = self.starts[place]
            yield Opening(line.start, ARTICLE_RANK, Kind.ARTICLE, start.number, start.sub, "", line.number, start.body)
        elif place in self.annexes:
            yield _of(line, line.start, Heading(Kind.ANNEX, RANKS[Kind.ANNEX], 0, line.words))
        elif place in self.heads:
            yield _of(line, line.start, self.heads[place])
            return
        if place not in before and (glued := glued_heading(self.source, line)):
            yield _of(line, glued[0], glued[1])

    def _before(self, begin: int, first: int) -> Iterator[Opening]:
        """What stands before the first article: preamble, contents list, and the headings that lead to it."""
        chain = self._chain(begin, first)
        contents = [place for place in range(begin, first) if place in self.heads and place not in chain]
        listed = len(contents) > 1
        if listed and contents[0] > begin and _CONTENTS_WORD.match(self.lines[contents[0] - 1].words):
            contents.insert(0, contents[0] - 1)
        upto = contents[-1] + 1 if listed else first
        loose = Kind.PREAMBLE
        if begin < first and begin not in chain:
            yield Opening(self.lines[begin].start if begin else 0, LOOSE_RANK, loose, line=self.lines[begin].number)
        for place in range(begin, first):
            line = self.lines[place]
            if listed and place == contents[0]:
                yield Opening(line.start, LOOSE_RANK, Kind.CONTENTS, line=line.number)
            elif listed and place == upto and place not in chain:
                yield Opening(line.start, LOOSE_RANK, Kind.PREAMBLE, line=line.number)
            elif place in chain:
                head = self.heads.get(place) or Heading(Kind.ANNEX, RANKS[Kind.ANNEX], 0, line.words)
                yield _of(line, line.start, head)

    def _chain(self, begin: int, first: int) -> set[int]:
        """The headings right before the first article, each above the next; what is left is the contents list."""
        chain: set[int] = set()
        rank = ARTICLE_RANK
        for place in range(first - 1, begin - 1, -1):
            head = self.heads.get(place)
            if head is None and place in self.annexes:
                head = Heading(Kind.ANNEX, RANKS[Kind.ANNEX], 0, "")
            if head is None or head.rank >= rank or self.lines[place].marks == "#":
                break
            if head.number > 1 and self.starts[first].number == 1 and head.kind is not Kind.DIVISION:
                break
            chain.add(place)
            rank = head.rank
        return chain

    def _others(self) -> list[int]:
        """Where a second law begins: numbering starts anew and a title stands before it, outside of annexes."""
        found: list[int] = []
        for before, place in zip(self.articles, self.articles[1:], strict=False):
            if self.starts[place].number != 1 or self.starts[place].sub or self.starts[before].number <= 1:
                continue
            if any(before < one < place for one in self.annexes):
                continue
            title = self._title_between(before, place)
            line = self.lines[place].number
            if title is None:
                message = f"第 {line} 行起条号又从第一条开始；请核对这里是不是另一篇文件或附件"
            else:
                found.append(title)
                words = self.lines[title].words
                message = f"第 {self.lines[title].number} 行起像是另一部法规（{words[:40]}）；请把两部分开存成两个文件"
            self.oddities.append(Oddity("restart", line, message))
        return found

    def _title_between(self, before: int, place: int) -> int | None:
        for at in range(before + 1, place):
            words = self.lines[at].words
            if at not in self.heads and len(words) <= 60 and _TITLE_END.search(words) and not _NO_TITLE.search(words):
                while at - 1 > before and at - 1 not in self.heads and _is_name(self.lines[at - 1].words):
                    at -= 1
                return at
        return None


def _is_name(words: str) -> bool:
    return len(words) <= 30 and not _NO_TITLE.search(words) and not re.search(rf"(?:{NUMERAL})日", words)


def _of(line: Line, at: int, head: Heading) -> Opening:
    return Opening(at, head.rank, head.kind, head.number, 0, head.title, line.number)
