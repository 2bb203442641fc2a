"""Names that nearly match a known one (清荷苑 and 清河苑, 县住健局 and 县住建局): a typo, a missing 区 or 局, a phase.

A difference in a number, a direction or a size word is never a typo: 枫林一路 and 枫林二路 are two roads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.normal import fold

ORDINAL = frozenset("0123456789〇一二三四五六七八九十百甲乙丙丁东西南北中上下左右前后内外大小新老")
_PART = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(?:期|区|标段|组团)$|[A-Za-z](?:区|期)$")
_KIND_WORDS = re.compile(
    r"(?:住宅小区|小区|楼盘|社区|花园|家园|公寓|公园|项目|街道办事处|街道|大道|高速|有限责任公司|有限公司|公司|银行"
    r"|幼儿园|小学|中学|大学|学院|学校|医院|国际城|广场|委员会|管理局|局|委|区|县|镇|乡|村|路|街)$"
)
_SHORTEST = 3
_LEVEL1 = (0xB0A1, 0xD7F9)
"""The characters of GB 2312 that stand in the order of their sound."""
_SOUND_APART = 24


@dataclass(frozen=True, slots=True)
class Near:
    """`known` is what a spelling may stand for; `rule` says how they differ, `score` how likely, 0–1."""

    known: str
    rule: str
    score: float


class KnownNames:
    """Known names, ready to be compared with spellings; a look-up costs some microseconds however many there are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name for name in names if len(name) >= _SHORTEST)
        self._holes: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            for key in _keys(fold(name)):
                self._holes[key].append(name)
            for stem in _stems(fold(name)):
                self._stems[stem].append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def near(self, spelling: str) -> list[Near]:
        """What `spelling` may stand for, likeliest first; empty for a known name and for one of two characters."""
        text = fold(spelling)
        if spelling in self._names or len(text) < _SHORTEST:
            return []
        found: dict[str, Near] = {}
        for known in dict.fromkeys(name for key in _keys(text) for name in self._holes.get(key, ())):
            if (one := _typo(text, known)) is not None:
                found[known] = one
        for known in dict.fromkeys(name for stem in _stems(text) for name in self._stems.get(stem, ())):
            if known not in found and (one := _ending(text, known)) is not None:
                found[known] = one
        return sorted(found.values(), key=lambda near: (-near.score, near.known))


@lru_cache(maxsize=1 << 16)
def name_likeness(one: str, other: str) -> float:
    """How likely two names mean the same thing, 0..1: 1.0 for equal ones, 0.0 where nothing speaks for it."""
    first, second = fold(one), fold(other)
    if first == second:
        return 1.0
    if min(len(first), len(second)) < _SHORTEST:
        return 0.0
    near = _typo(first, second)
    if near is None and not set(_stems(first)).isdisjoint(_stems(second)):
        near = _ending(first, second)
    return near.score if near else 0.0


def _keys(text: str) -> Iterator[str]:
    """The text, and the text without each one character: names one slip apart share a key."""
    yield text
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def _stems(text: str) -> Iterator[str]:
    """The text without its phase, and without the word for its kind; each at least two characters."""
    bare = _PART.sub("", text)
    short = _KIND_WORDS.sub("", bare)
    yield from dict.fromkeys(stem for stem in (bare, short) if len(stem) >= 2)


def _typo(text: str, known: str) -> Near | None:
    name = fold(known)
    if len(text) == len(name):
        apart = [at for at in range(len(text)) if text[at] != name[at]]
        if len(apart) == 1:
            return _one_other(text[apart[0]], name[apart[0]], known)
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and text[apart[0]] == name[apart[1]]
        if swapped and text[apart[1]] == name[apart[0]] and not {text[at] for at in apart} & ORDINAL:
            return Near(known, "两个字的次序颠倒", 0.8)
        return None
    longer, shorter = (text, name) if len(text) > len(name) else (name, text)
    if len(longer) - len(shorter) != 1 or len(shorter) < _SHORTEST:
        return None
    at = next((at for at in range(len(shorter)) if longer[at] != shorter[at]), len(shorter))
    if longer[at] in ORDINAL or longer[at].isascii() or longer[at + 1 :] != shorter[at:]:
        return None
    rule = "多写一个字" if longer is text else "少写一个字"
    return Near(known, f"{rule}“{longer[at]}”", 0.75 if 0 < at < len(shorter) else 0.6)


def _one_other(char: str, other: str, known: str) -> Near | None:
    if {char, other} & ORDINAL or char.isascii() or other.isascii():
        return None
    alike = sounds_alike(char, other)
    if not alike and len(_KIND_WORDS.sub("", known)) < _SHORTEST:
        return None  # of 东山街道 and 东塘街道 half the name differs
    return Near(known, f"“{other}”写成音近的“{char}”" if alike else f"“{other}”写成“{char}”", 0.9 if alike else 0.65)


def _ending(text: str, known: str) -> Near | None:
    """Alike but for the phase, or for the word that says what kind of thing it is."""
    name = fold(known)
    if _PART.sub("", text) == _PART.sub("", name):
        both = _PART.search(text) and _PART.search(name)  # 二期 and 三期 are two places
        return None if both else Near(known, "一个写了期别，一个没有写", 0.6)
    mine, theirs = _KIND_WORDS.search(_PART.sub("", text)), _KIND_WORDS.search(_PART.sub("", name))
    if (mine is None) == (theirs is None):
        return None  # 枫林村 and 枫林路 are two places
    missing = (mine or theirs)[0]  # type: ignore[index]
    return Near(known, f"{'多' if mine else '少'}写“{missing}”", 0.7)


def sounds_alike(one: str, other: str) -> bool:
    """True when two everyday characters are read alike or nearly so, by their places in GB 2312 (sorted by sound)."""
    first, second = _place(one), _place(other)
    return first is not None and second is not None and abs(first - second) <= _SOUND_APART


def _place(char: str) -> int | None:
    try:
        raw = char.encode("gb2312")
    except UnicodeEncodeError:
        return None
    if len(raw) != 2 or not _LEVEL1[0] <= raw[0] << 8 | raw[1] <= _LEVEL1[1]:
        return None
    return (raw[0] - 0xB0) * 94 + raw[1] - 0xA1
