"""Weighted pieces of text (characters, words): counts on a log scale times how rare a piece is, rows of length 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

Pieces = Callable[[str], Iterable[str]]
Matrix = Any
"""A scipy CSR matrix; scipy ships no types."""
LONGEST = 3
FEWEST_TEXTS = 2
_LAST = "\x1f"


def characters(text: str) -> list[str]:
    """All pieces of one to three characters, blanks folded; the order they stand in."""
    plain = " ".join(text.lower().split())
    return [plain[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(plain) - n + 1)]


class Grams:
    """Pieces known from the texts it was made from, with their weights; numpy alone, so that it opens at once."""

    def __init__(self, pieces: Pieces, known: Sequence[str], rarity: NDArray[np.float32]) -> None:
        self._pieces, self.known, self._rarity = pieces, tuple(known), rarity
        self.places: Mapping[str, int] = {piece: place for place, piece in enumerate(self.known)}

    @classmethod
    def of(cls, pieces: Pieces, texts: Iterable[str]) -> Grams:
        """Grams over the pieces that stand in two texts or more."""
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            seen.update(set(pieces(text)))
            count += 1
        known = sorted(piece for piece, times in seen.items() if times >= FEWEST_TEXTS and _LAST not in piece)
        rarity = [math.log((1 + count) / (1 + seen[piece])) + 1 for piece in known]
        return cls(pieces, known, np.array(rarity, dtype=np.float32))

    def __len__(self) -> int:
        return len(self.known)

    def rows(self, texts: Sequence[str]) -> Matrix:
        """Sparse rows of the texts, shape (texts, pieces), each of length 1 or 0."""
        indices: list[NDArray[np.int32]] = []
        values: list[NDArray[np.float32]] = []
        for text in texts:
            counted = Counter(place for piece in self._pieces(text) if (place := self.places.get(piece)) is not None)
            where = np.fromiter(counted, dtype=np.int32, count=len(counted))
            times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
            row = (1 + np.log(times)) * self._rarity[where]
            order = np.argsort(where)
            indices.append(where[order])
            values.append(row[order] / max(float(np.linalg.norm(row)), 1e-12))
        ends = np.cumsum([0, *map(len, indices)], dtype=np.int32)
        joined = (np.concatenate(part) if part else np.empty(0) for part in (values, indices))
        return sparse.csr_matrix((*joined, ends), shape=(len(texts), len(self.known)))

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays, to be stored without pickle."""
        known = np.frombuffer(_LAST.join(self.known).encode("utf-8", "surrogatepass"), dtype=np.uint8)
        return {"known": known, "rarity": self._rarity}

    @classmethod
    def unpacked(cls, pieces: Pieces, parts: Mapping[str, NDArray[Any]]) -> Grams:
        """The same grams from `packed()`."""
        text = parts["known"].tobytes().decode("utf-8", "surrogatepass")
        return cls(pieces, text.split(_LAST) if text else [], parts["rarity"])
