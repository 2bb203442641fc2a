"""Texts as rows of weighted character pairs (字对): what two letters share in wording, without any word list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LONGEST = 1500
"""Characters of a letter that are compared; what follows repeats it or is an attachment."""
TOO_COMMON = 0.08
COMMON_FLOOR = 50
_SHIFT = 1 << 21


def pair_rows(texts: Sequence[str]) -> sparse.csr_matrix:
    """One row of unit length a text: character pairs weighted by how often and how rarely they occur.

    Pairs do not run over punctuation. Pairs that stand in more than 8 % of the texts (but at least 50) are left out:
    they are the language of letters, not of a matter. Rows of texts without any pair are zero.
    """
    rows, pairs = _pairs(texts)
    if not len(pairs):
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
    kinds, column = np.unique(pairs, return_inverse=True)
    cells, counts = np.unique(rows * len(kinds) + column, return_counts=True)
    row, column = np.divmod(cells, len(kinds))
    spread = np.bincount(column, minlength=len(kinds))
    rarity = np.log((1.0 + len(texts)) / (1.0 + spread)) + 0.1
    rarity[spread > max(COMMON_FLOOR, TOO_COMMON * len(texts))] = 0.0
    weight = ((1.0 + np.log(counts)) * rarity[column]).astype(np.float32)
    kept = weight > 0
    shape = (len(texts), len(kinds))
    return _unit_rows(sparse.csr_matrix((weight[kept], (row[kept], column[kept])), shape=shape, dtype=np.float32))


def _pairs(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers and pair codes of all pairs of letters and digits that stand side by side."""
    joined = "\n".join(text[:LONGEST].lower().replace("\n", " ") for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    row = np.cumsum(points == ord("\n"))
    solid = _solid(points)
    beside = solid[:-1] & solid[1:]
    return row[:-1][beside], (points[:-1] * _SHIFT + points[1:])[beside]


def _solid(points: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for Chinese characters, Latin letters and digits."""
    han = ((points >= 0x4E00) & (points <= 0x9FFF)) | ((points >= 0x3400) & (points <= 0x4DBF))
    latin = (points >= ord("a")) & (points <= ord("z"))
    digit = (points >= ord("0")) & (points <= ord("9"))
    return np.asarray(han | latin | digit, dtype=np.bool_)


def _unit_rows(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags((1.0 / np.maximum(length, 1e-9)).astype(np.float32)) @ rows)


def row_products(rows: sparse.csr_matrix, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float32]:
    """Similarity of the rows `one[i]` and `other[i]`, from 0 to 1."""
    found = np.zeros(len(one), dtype=np.float32)
    for start in range(0, len(one), 10_000):
        part = slice(start, start + 10_000)
        found[part] = np.asarray(rows[one[part]].multiply(rows[other[part]]).sum(axis=1)).ravel()
    return found
