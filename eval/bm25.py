"""BM25 as anybody would install it: the measure every search of ours must beat on the same texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sparse

from core.normal import clean
from core.words import content_words
from eval.metrics import Floats

K1, B = 1.5, 0.75
Cut = Callable[[str], Sequence[str]]


def characters(text: str) -> list[str]:
    """Single characters and pairs of neighbours, blanks left out."""
    plain = "".join(clean(text).split())
    return [*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))]


def words(text: str) -> list[str]:
    """Words of the dictionary without stop words."""
    return list(content_words(text))


class Bm25:
    """BM25 (k1 1.5, b 0.75) over texts cut by `cut`."""

    def __init__(self, texts: Sequence[str], cut: Cut) -> None:
        self._cut = cut
        self._place: dict[str, int] = {}
        rows, columns, counts = [], [], []
        lengths = np.zeros(len(texts))
        for row, text in enumerate(texts):
            for term, count in Counter(cut(text)).items():
                rows.append(row)
                columns.append(self._place.setdefault(term, len(self._place)))
                counts.append(count)
                lengths[row] += count
        self._weights = self._weighted(np.array(rows), np.array(columns), np.array(counts, dtype=float), lengths)

    def _weighted(self, rows: Floats, columns: Floats, counts: Floats, lengths: Floats) -> sparse.csc_matrix:
        documents, terms = len(lengths), max(len(self._place), 1)
        if not len(rows):
            return sparse.csc_matrix((documents, terms))
        frequency = np.bincount(columns, minlength=terms)
        rarity = np.log1p((documents - frequency + 0.5) / (frequency + 0.5))
        stretch = K1 * (1 - B + B * lengths / lengths.mean())
        values = rarity[columns] * counts * (K1 + 1) / (counts + stretch[rows])
        return sparse.csc_matrix((values, (rows, columns)), shape=(documents, terms))

    def scores(self, text: str) -> Floats:
        """The score of every text for this question."""
        asked = Counter(term for term in self._cut(text) if term in self._place)
        if not asked:
            return np.zeros(self._weights.shape[0])
        columns = [self._place[term] for term in asked]
        found: Floats = self._weights[:, columns] @ np.array(list(asked.values()), dtype=float)
        return found
