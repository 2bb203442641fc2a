"""Titles and short titles of laws as data (`laws.yaml`), and finding one that ends at a place of a text (8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from core.citing.signs import INVISIBLE, back_over_gaps
from core.packaged import packaged_yaml

STATE = "中华人民共和国"
_IGNORED = rf"[《》〈〉<>＜＞「」『』“”\"\s{INVISIBLE}]"
_DROPPED = re.compile(rf"{STATE}|{_IGNORED}")
_PIECES = re.compile(rf"{STATE}|{_IGNORED}|(.)", re.DOTALL)
_MARKS = re.compile(rf"[《》\s{INVISIBLE}]")
_ROUND = str.maketrans("（）〔〕［］", "()[][]")
_EDITION = re.compile(
    r"[(（](?:[\d一二三四五六七八九〇○零]{4}年?(?:第[一二三四五六七八九]次)?(?:修正|修订|版|修改)?(?:本|案)?|试行|暂行|修订|修正|草案|征求意见稿)[)）]$"
)
_WORD_SIGN = re.compile(r"[一-鿿]")
_LETTERS_BEFORE = re.compile(r"[一-鿿]{1,60}$")
_BEHIND = 110
"""Longest stretch of text looked at for a title without 《》."""


@lru_cache(maxsize=1)
def short_titles() -> Mapping[str, str]:
    """Every title and alias of `laws.yaml` → the title it stands for."""
    titles: dict[str, list[str]] = packaged_yaml("laws.yaml")["titles"]
    return {name: title for title, aliases in titles.items() for name in (title, *aliases)}


@lru_cache(maxsize=1)
def _by_key() -> Mapping[str, str]:
    return {title_key(name): title for name, title in short_titles().items()}


def title_key(text: str) -> str:
    """The title as it is compared: no brackets, blanks or 中华人民共和国 anywhere in it, one kind of round brackets."""
    return _DROPPED.sub("", text).translate(_ROUND)


def without_edition(text: str) -> str:
    """The title without an edition note at its end: （2012年修正）, （试行）."""
    return _EDITION.sub("", text)


def bare_title(text: str) -> str:
    """`text` without 《》, blanks, 中华人民共和国 and an edition note such as （2012年修正）."""
    plain = _MARKS.sub("", text).replace("<", "〈").replace(">", "〉")
    return without_edition(plain).removeprefix(STATE)


def standard_title(text: str, defined: Mapping[str, str] | None = None) -> str:
    """The title `text` stands for: an abbreviation defined in the same text, an alias, or itself bare."""
    bare = bare_title(text)
    if defined and bare in defined:
        return defined[bare]
    return _by_key().get(title_key(bare), bare)


@lru_cache(maxsize=1)
def _legal_endings() -> tuple[str, ...]:
    return tuple(packaged_yaml("laws.yaml")["endings"].split())


def looks_legal(title: str) -> bool:
    """True when a title in 《》 ends like an act or official document, False for columns, papers, books."""
    return bare_title(title).rstrip("）)").endswith(_legal_endings())


class KnownTitles:
    """Titles that may stand without 《》; built once and asked often, whatever their number."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        keys = {title_key(name) for name in names} | {without_edition(title_key(name)) for name in names}
        self._keys = frozenset(key for key in keys if len(key) >= 2) | _by_key().keys()
        self._lengths = tuple(sorted({len(key) for key in self._keys}, reverse=True))
        self._last = frozenset(key[-1] for key in self._keys)
        self._families: dict[str, tuple[str, ...]] = {}

    def __contains__(self, title: object) -> bool:
        """True for a title in any writing that `title_key` makes equal."""
        return isinstance(title, str) and title_key(title) in self._keys

    def start_of(self, text: str, end: int) -> int:
        """Where the longest known title that ends at `end` begins, 中华人民共和国 included; -1 when there is none."""
        if not end or text[back_over_gaps(text, end) - 1].translate(_ROUND) not in self._last:
            return -1
        low = max(0, end - _BEHIND)
        places = [(m[1], m.start() + low) for m in _PIECES.finditer(text[low:end]) if m[1]]
        letters = "".join(letter for letter, _ in places).translate(_ROUND)
        for length in self._lengths:
            if length <= len(letters) and letters[-length:] in self._keys:
                return self._with_state(text, places[-length][1])
        return -1

    def longer_at(self, text: str, start: int, end: int) -> int:
        """Where a longer name begins that the known title from `start` only ends; -1 when the title stands alone.

        调解仲裁法 ends longer titles and is not 仲裁法; 劳动合合同法 is one character from 劳动合同法 and not 合同法.
        """
        key = title_key(text[start:end])
        family = self._family(key)
        if not family or not _WORD_SIGN.match(text[start - 1 : start]):
            return -1
        before = _LETTERS_BEFORE.search(text[max(0, start - _BEHIND) : start])
        letters = (before[0] if before else "").removesuffix(STATE) + key
        for longer in family:
            shared = _shared_end(letters, longer)
            if shared >= len(key) + 2:
                return start - (shared - len(key))
            for length in (len(longer) - 1, len(longer), len(longer) + 1):
                if len(key) < length <= len(letters) and one_apart(letters[-length:], longer):
                    return start - (length - len(key))
        return -1

    def _family(self, key: str) -> tuple[str, ...]:
        """Known titles at least two characters longer that end with `key`."""
        if key not in self._families:
            longer = (one for one in self._keys if len(one) > len(key) + 1 and one.endswith(key))
            self._families[key] = tuple(sorted(longer))
        return self._families[key]

    @staticmethod
    def _with_state(text: str, start: int) -> int:
        before = text[:start] if start < _BEHIND else text[start - _BEHIND : start]
        found = re.search(rf"{STATE}{_IGNORED}{{0,4}}$", before)
        return start - len(before) + found.start() if found else start


def one_apart(a: str, b: str) -> bool:
    """True when one character missing, wrong or too many turns `a` into `b`; False for equal ones."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _shared_end(a: str, b: str) -> int:
    """How many characters at their ends are the same."""
    return next((n for n, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))


@lru_cache(maxsize=32)
def known_titles(names: tuple[str, ...] = ()) -> KnownTitles:
    """The packaged titles and `names`, ready to be found; kept for the next text."""
    return KnownTitles(names)
