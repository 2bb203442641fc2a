"""Lines of a source with what they open: 第N条, a heading of 编 to 节, an annex. Line ends become one newline."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InputError
from core.law_tree.nouns import Kind
from core.numerals import NUMERAL, to_number

_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
BLANK = rf"[\s{_UNSEEN}]"
_LEAD = rf"{BLANK}*(?:[-*+>]{BLANK}+)?(?:#{{1,6}}{BLANK}*)?(?:\*\*|__)?{BLANK}*"
_N = rf"(?:{NUMERAL})"
_ARTICLE = re.compile(
    rf"{_LEAD}第[ 　]*({NUMERAL})[ 　]*条(?:[ 　]*之[ 　]*({NUMERAL})(?![项款条、，]))?(\*\*|__)?({BLANK}|[：:])*"
)
_HEADING = re.compile(rf"第\s*({NUMERAL})\s*(分编|编|章|节)(?=\s|$|[^、和至规的所（(及或与，。])\s*([^。；]*)$")
_BARE_HEADING = re.compile(r"[总附分]\s{0,4}则$")
_ANNEX = re.compile(r"附\s*(?:件|表|录|则?图)?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})?\s*(?:[:：]|$)")
_BROKEN = re.compile(rf"{_LEAD}第\s*([\d０-９零〇○一二两三四五六七八九十百千万亿廿卅]{{1,20}})\s*条")
_GLUED = re.compile(
    rf"(?<=[。；])\s*(?:#{{1,6}}\s*)?(第\s*{_N}\s*(?:分编|编|章|节)[\s　]+(?![^。，；]*规定)[^。，；]{{1,30}})$"
)
_INNER = re.compile(rf"(?<=[。；”])[ \t　]{{0,8}}(?=第[ 　]?{_N}[ 　]?条(?:之{_N})?[ \t　])")
_STARS = re.compile(r"\*\*|__")
_MARKUP = re.compile(rf"^{BLANK}*(?:#{{1,6}}{BLANK}+|>{BLANK}*|[-*+]{BLANK}+(?=\*\*|第|[（(〈]))")
_SIGNS = frozenset("#>-*+_")
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]")
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
RANKS = {Kind.ANNEX: 1, Kind.PART: 10, Kind.SUBPART: 20, Kind.CHAPTER: 30, Kind.DIVISION: 35, Kind.SECTION: 40}
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its span without the newline, its number from 1, its words without markup and outer blanks."""

    start: int
    end: int
    number: int
    words: str
    marks: str = ""
    """The # signs before it."""
    inner: bool = False
    """True when it begins inside a line, where a sentence ends and the next 第N条 follows."""


@dataclass(frozen=True, slots=True)
class Start:
    """A line that begins with 第N条: it may open an article or only refer to one."""

    number: int
    sub: int
    spaced: bool
    bold: bool
    body: int
    rest: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that reads as a heading of 编 to 节, of a 部分 or an annex."""

    kind: Kind
    rank: int
    number: int
    title: str


def normalised(text: str) -> str:
    """`text` with every line end (\\r\\n, \\r) as one newline: the one change made before a tree is built."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines_of(source: str) -> list[Line]:
    """The lines of `source` that hold words, cut where a sentence ends before 第N条; blank ones hold nothing."""
    found: list[Line] = []
    at = 0
    for number, raw in enumerate(source.split("\n"), 1):
        words = plain_line(raw)
        if words:
            marks = raw.lstrip()[:6]
            signs = "#" * (len(marks) - len(marks.lstrip("#")))
            cuts = [m.end() for m in _INNER.finditer(raw)] if "条" in raw[8:] else []
            if not cuts:
                found.append(Line(at, at + len(raw), number, words, signs))
            for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True) if cuts else ():
                found.append(Line(at + start, at + end, number, plain_line(raw[start:end]), signs, inner=start > 0))
        at += len(raw) + 1
    return found


def plain_line(raw: str) -> str:
    """The words of a line: no list or heading signs, no stars, no comments or invisible signs, blanks folded."""
    raw = _UNSEEN_SIGNS.sub("", raw)
    bare = raw.lstrip()
    if bare.startswith("<!--") and bare.rstrip().endswith("-->"):
        return ""
    if bare[:1] in _SIGNS or "**" in raw:
        raw = _STARS.sub("", _MARKUP.sub("", raw))
    return _BLANKS.sub(" ", raw).strip()


def article_start(source: str, line: Line) -> Start | None:
    """The 第N条 the line begins with; None for other lines and for numbers nobody can read."""
    if "条" not in line.words[:24]:
        return None
    m = _ARTICLE.match(source, line.start, line.end)
    if m is None:
        return None
    try:
        number, sub = to_number(m[1]), to_number(m[2]) if m[2] else 0
    except InputError:
        return None  # reported by `broken_number`
    if not number:
        return None
    bold = bool(m[3]) or "#" in m[0]
    spaced = m[4] is not None or bold
    return Start(number, sub, spaced, bold, m.end(), source[m.end() : min(line.end, m.end() + 40)].strip())


def broken_number(source: str, line: Line) -> str:
    """The number of a line that begins with 第…条 and cannot be read as 1 to 9999, else empty."""
    m = _BROKEN.match(source, line.start, min(line.end, line.start + 60))
    if m is None or article_start(source, line) is not None:
        return ""
    return m[1]


def heading(line: Line) -> Heading | None:
    """The heading a line reads as: numbered 编 to 节, 总则 and 附则 alone, or any line marked with ##."""
    words = line.words
    if len(words) > LONGEST_HEADING * (3 if line.marks else 1):
        return None
    if words[0] == "第" and (m := _HEADING.match(words)):
        kind = Kind(m[2])
        return Heading(kind, RANKS[kind], _number(m[1]), words)
    if _BARE_HEADING.match(words):
        return Heading(Kind.CHAPTER, RANKS[Kind.CHAPTER], 0, words)
    if len(line.marks) > 1 and not _ANNEX.match(words):
        return Heading(Kind.DIVISION, RANKS[Kind.DIVISION], 0, words)
    return None


def annex(line: Line) -> bool:
    """True for a line that opens an annex: 附件：, 附表1, 附录."""
    return line.words[0] == "附" and _ANNEX.match(line.words) is not None


def glued_heading(source: str, line: Line) -> tuple[int, Heading] | None:
    """A heading glued to the end of a line, and where it begins."""
    tail = max(line.start, line.end - 80)
    if source.rfind("第", tail, line.end) < 0:
        return None
    m = _GLUED.search(source[tail : line.end].rstrip())
    if m is None:
        return None
    found = heading(Line(0, 0, line.number, plain_line(m[1])))
    return (tail + m.start(1), found) if found else None


def _number(text: str) -> int:
    try:
        return to_number(text)
    except InputError:
        return 0


def anchors(lines: Sequence[Line]) -> list[str]:
    """A name for each line from its words and how often they stood before: it survives changes elsewhere."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        digest = hashlib.sha256(line.words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[digest] += 1
        found.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return found
