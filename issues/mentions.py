"""Which names stand in which texts: all texts of a discovery at once, most of their characters passed over unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_SHIFT = 1 << 21
_CHARACTERS = 0x110000
_BETWEEN = "\0"
"""Stands between two texts and in no name."""
_TOGETHER = 2000
"""Texts looked through at once: memory stays small whatever their number."""


class Mentions:
    """Names of at least two characters, ready to be found; those inside longer ones and overlapping ones too."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = frozenset(name for name in names if len(name) >= 2)
        lengths: dict[str, set[int]] = {}
        for name in self._known:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {pair: tuple(found) for pair, found in lengths.items()}
        points = np.array([(ord(pair[0]), ord(pair[1])) for pair in lengths], dtype=np.int64).reshape(-1, 2)
        self._pairs = np.unique(points[:, 0] * _SHIFT + points[:, 1])
        self._first, self._second = (np.zeros(_CHARACTERS, dtype=np.bool_) for _ in range(2))
        self._first[points[:, 0]] = self._second[points[:, 1]] = True

    def in_each(self, texts: Sequence[str]) -> list[set[str]]:
        """For each text the names written in it."""
        found: list[set[str]] = []
        for start in range(0, len(texts), _TOGETHER):
            found += self._in_some(texts[start : start + _TOGETHER])
        return found

    def _in_some(self, texts: Sequence[str]) -> list[set[str]]:
        found: list[set[str]] = [set() for _ in texts]
        joined = _BETWEEN.join(texts)
        for at, text in self._begins(joined, texts):
            for length in self._lengths[joined[at : at + 2]]:
                name = joined[at : at + length]
                if name in self._known:
                    found[text].add(name)
        return found

    def _begins(self, joined: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where a name may begin, and the number of the text that it is in."""
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if not len(self._pairs) or len(points) < 2:
            return iter(())
        near = np.flatnonzero(self._first[points[:-1]] & self._second[points[1:]])
        codes = points[near].astype(np.int64) * _SHIFT + points[near + 1]
        place = np.minimum(np.searchsorted(self._pairs, codes), len(self._pairs) - 1)
        starts: NDArray[np.int64] = near[self._pairs[place] == codes]
        ends = np.cumsum([len(text) + 1 for text in texts])
        return zip(starts.tolist(), np.searchsorted(ends, starts, side="right").tolist(), strict=True)
