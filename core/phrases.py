"""Many fixed phrases found in one pass over a text: units, class words, place names, courtesy phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import compress
from operator import add

DENSE = 2000
"""First pairs from which nearly every character may begin a phrase: looking up each pair then costs less."""


class Phrases:
    """A set of phrases of at least two characters.

    A pattern of all phrases would try every branch at every character. Here a pattern of two character classes
    finds where a phrase may begin and one look-up for each length a phrase with this beginning has decides, so that
    thousands of phrases cost some ten microseconds for a letter. A few phrases for a few letters (not `lasting`) are
    looked for one by one: making the pattern would cost more than it saves.
    """

    __slots__ = ("_by_start", "_known", "_may_begin", "_one_by_one")

    def __init__(self, phrases: Iterable[str], *, lasting: bool = True) -> None:
        self._known = frozenset(p for p in phrases if len(p) >= 2)
        starts: dict[str, set[int]] = {}
        for phrase in self._known:
            starts.setdefault(phrase[:2], set()).add(len(phrase))
        self._by_start = {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()}
        first, second = (re.escape("".join(sorted({pair[i] for pair in starts}))) for i in (0, 1))
        self._may_begin = re.compile(f"[{first}](?=[{second}])") if lasting and 0 < len(starts) < DENSE else None
        self._one_by_one = not lasting or not starts

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans of the leftmost longest phrases, none overlapping, in order."""
        found: list[tuple[int, int]] = []
        lengths, end = self._by_start.get, 0
        for start in self._starts(text):
            if start < end:
                continue
            for length in lengths(text[start : start + 2], ()):
                if text[start : start + length] in self._known and start + length <= len(text):
                    end = start + length
                    found.append((start, end))
                    break
        return found

    def find_all(self, text: str) -> list[tuple[int, int]]:
        """Spans of every occurrence of every phrase, overlapping ones too, ordered by start, longest first."""
        lengths, known, size = self._by_start.get, self._known, len(text)
        return [
            (start, start + length)
            for start in self._starts(text)
            for length in lengths(text[start : start + 2], ())
            if text[start : start + length] in known and start + length <= size
        ]

    def _starts(self, text: str) -> Iterable[int]:
        if self._one_by_one:
            return sorted(at for pair in self._by_start for at in _all_of(pair, text))
        if self._may_begin is not None:
            return (m.start() for m in self._may_begin.finditer(text))
        return compress(range(len(text)), map(self._by_start.__contains__, map(add, text, text[1:])))


def _all_of(pair: str, text: str) -> Iterator[int]:
    at = text.find(pair)
    while at >= 0:
        yield at
        at = text.find(pair, at + 1)
