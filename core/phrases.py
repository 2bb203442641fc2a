"""Many fixed phrases found in one pass over a text: units, class words, place names, courtesy phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Phrases:
    """A set of phrases of at least two characters, looked up by their first two characters.

    A Python regex tries every branch at every character; one dictionary look-up a character keeps the cost
    of thousands of phrases at a few microseconds for a letter.
    """

    __slots__ = ("_by_start",)

    def __init__(self, phrases: Iterable[str]) -> None:
        starts: dict[str, list[str]] = {}
        for phrase in sorted({p for p in phrases if len(p) >= 2}, key=lambda p: (-len(p), p)):
            starts.setdefault(phrase[:2], []).append(phrase)
        self._by_start = {start: tuple(found) for start, found in starts.items()}

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans of the leftmost longest phrases, none overlapping, in order."""
        found: list[tuple[int, int]] = []
        by_start, end = self._by_start, 0
        for start in self._starts(text):
            if start < end:
                continue
            for phrase in by_start[text[start : start + 2]]:
                if text.startswith(phrase, start):
                    end = start + len(phrase)
                    found.append((start, end))
                    break
        return found

    def find_all(self, text: str) -> list[tuple[int, int]]:
        """Spans of every occurrence of every phrase, overlapping ones too, ordered by start, longest first."""
        by_start = self._by_start
        return [
            (start, start + len(phrase))
            for start in self._starts(text)
            for phrase in by_start[text[start : start + 2]]
            if text.startswith(phrase, start)
        ]

    def _starts(self, text: str) -> Iterator[int]:
        known = self._by_start
        return (at for at, pair in enumerate(map(str.__add__, text, text[1:])) if pair in known)
