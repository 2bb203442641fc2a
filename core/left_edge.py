"""Where a name begins in running Chinese text, seen from its suffix: verbs, particles and places before it go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.packaged import packaged_yaml

LONGEST = 12
_JOINING = "和与及跟同"
_PLACE_END = "区县市镇乡村路街道园苑城府院校站组栋期厂司局桥场店楼"
_CODED = r"[A-Z]{1,2}\d{0,3}(?:县市|[市县区州])"
_CODED_END = re.compile(rf"{_CODED}$")
_SOFT = re.compile(
    rf"{_CODED}|自治[区州县]|(?<=[一-鿿])省|(?<=[一-鿿])市(?![场政民委内里])|(?<=[一-鿿])县(?!城)"
    r"|(?<![小校园景社库片厂矿郊城山老东西南北中片新A-Za-z\d一二三四五六七八九十])区"
    r"|街道(?:办事处|办)?|(?<=[一-鿿])镇(?!政)|(?<=[一-鿿])乡(?![村镇])|社区|开发区|经开区|高新区"
    r"|(?<=[一-鿿])村(?=[一-鿿]{2})|(?<![公道铁马])路(?!口)|大道|(?<=[一-鿿])街(?!道)|\d+(?:号线?|[年月日时点])|(?<=[一-鿿])\d{1,2}区"
)


@dataclass(frozen=True, slots=True)
class _Edges:
    chars: frozenset[str]
    words: frozenset[str]
    opening: frozenset[str]
    inside: dict[str, str]


@lru_cache(maxsize=1)
def _edges() -> _Edges:
    table = packaged_yaml("places.yaml")["edges"]
    return _Edges(
        frozenset(table["chars"]), frozenset(table["words"].split()), frozenset(table["opening"]), table["inside"]
    )


def left_edge(text: str, end: int, floor: int = 0) -> int:
    """Where the name that ends at `end` may begin at the earliest: after the last edge word, mark or end of a place.

    Looks back at most twelve characters and not before `floor`.
    """
    edges = _edges()
    chars, words = edges.chars, edges.words
    at = end
    lowest = max(floor, end - LONGEST)
    while at > lowest:
        char = text[at - 1]
        if not is_name_char(char):
            return at
        before = text[at - 2] if at >= 2 else ""
        if before + char in words and not (before in "市县区" and _CODED_END.search(text, max(0, at - 7), at - 1)):
            return at
        if char in chars and not (before and _belongs(text, at, before, char, edges)):
            return at
        if char in _JOINING and (at - 1 == floor or before in _PLACE_END):
            return at
        at -= 1
    return at


def _belongs(text: str, at: int, before: str, char: str, edges: _Edges) -> bool:
    """True when an edge character is part of a word or begins a name right after a coded region."""
    if before in edges.inside.get(char, ""):
        return True
    return (
        char in edges.opening and before in "市县区州" and _CODED_END.search(text, max(0, at - 7), at - 1) is not None
    )


def is_name_char(char: str) -> bool:
    """True for Chinese characters, ASCII letters and digits."""
    return "一" <= char <= "鿿" or (char.isascii() and char.isalnum())


_REGION_END = re.compile(
    rf"{_CODED}|(?<=[一-鿿])(?:市|县)(?=[一-鿿]{{2}})|街道(?!办)|(?<=[一-鿿]{{2}})镇|社区|经开区|高新区"
)


def region_ends(text: str) -> list[int]:
    """Ends of regions, towns and communities anywhere in `text`, in order."""
    return [m.end() for m in _REGION_END.finditer(text)]


def soft_cuts(text: str, start: int, end: int) -> list[int]:
    """Ends of regions, towns and roads between `start` and `end`, after which a name may begin, rightmost first."""
    return [m.end() for m in _SOFT.finditer(text, start, end)][::-1]


def trim_left(text: str, end: int, floor: int = 0) -> int:
    """Start of the name that ends at `end`: after the last edge and, when two characters remain, the last place."""
    start = left_edge(text, end, floor)
    return next((cut for cut in soft_cuts(text, start, end) if end - cut >= 2), start)
