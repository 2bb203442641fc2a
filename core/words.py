"""Words of Chinese text: jieba's dictionary cut by rjieba, with the office's own words kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from core.ids import short_hash
from core.normal import fold
from core.phrases import Phrases
from core.stop_words import STOP_WORDS

_RUN = re.compile(r"[一-鿿㐀-䶿]+|[a-z0-9]+(?:[._-][a-z0-9]+)*")
_HAN = re.compile(r"[一-鿿㐀-䶿]+")
_PLACEHOLDER = re.compile(r"\[(?:身份证号|手机号|电话|银行卡号|车牌号|邮箱|账号|敏感信息)\]|××|某+[甲乙丙丁]?")


class _Cutter(Protocol):
    def cut(self, text: str) -> list[str]: ...

    def tag(self, text: str) -> list[tuple[str, str]]: ...

    def has_word(self, text: str) -> bool: ...


@lru_cache(maxsize=1)
def _cutter() -> _Cutter:
    try:
        import rjieba
    except ImportError:
        return _Slow()
    cutter: _Cutter = rjieba.Jieba()
    return cutter


class _Slow:
    """jieba itself where rjieba has no wheel: the same tokens, about thirty times slower."""

    def __init__(self) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel("WARNING")
        self._jieba = jieba

    def cut(self, text: str) -> list[str]:
        found: list[str] = self._jieba.lcut(text)
        return found

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in self._jieba.posseg.cut(text)]

    def has_word(self, text: str) -> bool:
        return bool(self._jieba.dt.FREQ.get(text))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words of one office (units, estates, short titles) that are never cut; `version` is stored with an index."""

    words: frozenset[str] = frozenset()
    version: str = ""
    _phrases: Phrases = field(default_factory=lambda: Phrases(()), compare=False, repr=False)

    @classmethod
    def of(cls, words: Iterable[str]) -> Dictionary:
        """The dictionary of `words`; single characters are left out."""
        kept = frozenset(fold(w).strip().lower() for w in words if len(w.strip()) >= 2)
        return cls(kept, short_hash(*sorted(kept), length=12), Phrases(kept))

    def split(self, text: str) -> list[tuple[str, bool]]:
        """`text` in pieces, each with True when it is a word of this dictionary."""
        pieces: list[tuple[str, bool]] = []
        at = 0
        for start, end in self._phrases.find(text):
            pieces += ((text[at:start], False), (text[start:end], True))
            at = end
        pieces.append((text[at:], False))
        return [p for p in pieces if p[0]]


EMPTY = Dictionary()


def words(text: str, dictionary: Dictionary = EMPTY) -> list[str]:
    """Lower-cased words of `text` in order, without punctuation and placeholders of masked data."""
    return _words(_plain(text), dictionary)


def _plain(text: str) -> str:
    return _PLACEHOLDER.sub(" ", fold(text).lower())


def _words(plain: str, dictionary: Dictionary) -> list[str]:
    if not dictionary.words:
        return _cut(plain)
    found: list[str] = []
    for piece, known in dictionary.split(plain):
        found += [piece] if known else _cut(piece)
    return found


def _cut(text: str) -> list[str]:
    found: list[str] = []
    for token in _cutter().cut(text):
        if token.isalnum():
            found.append(token)
        elif len(token) > 1:
            found += _RUN.findall(token)
    return found


def pieces(text: str) -> list[str]:
    """`text` cut into words, nothing dropped: joined they give `text` again."""
    return _cutter().cut(text)


def tagged(text: str) -> list[tuple[str, str]]:
    """Words of `text` with jieba's part-of-speech tags (n, v, ns, …), in order, nothing dropped."""
    return _cutter().tag(text)


def is_known(word: str) -> bool:
    """True when the general dictionary holds `word`; names of small places usually are not in it."""
    return _cutter().has_word(word)


def index_terms(text: str, dictionary: Dictionary = EMPTY) -> list[str]:
    """Words of `text` and the character pairs of its Chinese runs, lower-cased."""
    plain = _plain(text)
    terms = _words(plain, dictionary)
    for run in _HAN.findall(plain):
        terms += [run[i : i + 2] for i in range(len(run) - 1)]
    return terms


def content_words(text: str, dictionary: Dictionary = EMPTY) -> list[str]:
    """Words of two characters or more that carry meaning: no stop words, no bare numbers."""
    return [
        word
        for word in words(text, dictionary)
        if len(word) > 1 and word not in STOP_WORDS and not word.replace(".", "").isdigit()
    ]
