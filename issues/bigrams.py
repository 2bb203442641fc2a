"""Texts as rows of weighted character pairs (字对): what two letters share in wording, without any word list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from issues.strips import by_strips

LONGEST = 1500
"""Characters of a letter that are compared; what follows repeats it or is an attachment."""
TOO_COMMON = 0.08
COMMON_FLOOR = 50
Products = Callable[[slice], NDArray[np.float32]]
_SHIFT = 1 << 21
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class PairSpace:
    """Which pairs a set of texts has, sorted, and how much each weighs; new texts are measured by the same rule."""

    texts: int
    kinds: NDArray[np.int64]
    rarity: NDArray[np.float64]

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Rows of new texts; pairs the set does not have take their share of the length and match nothing."""
        written = _pairs(texts)
        width = max(len(self.kinds), 1)
        column = np.searchsorted(self.kinds, written.pairs)
        known = np.append(self.kinds, -1)[column] == written.pairs
        strange, place = np.unique(written.pairs[~known], return_inverse=True)
        column[~known] = width + place
        rare = np.full(len(strange), np.log(1.0 + self.texts) + 0.1)
        own = self.rarity if len(self.kinds) else np.zeros(1)
        counts = _counts(written.ends, column, width + len(strange))
        return sparse.csr_matrix(_weighted(counts, np.concatenate([own, rare]))[:, :width])


def pair_space(texts: Sequence[str]) -> tuple[PairSpace, sparse.csr_matrix]:
    """The pairs of `texts`, and the rows that `pair_rows` gives."""
    written = _pairs(texts)
    kinds, column = _numbered(written.pairs)
    counts = _counts(written.ends, column, max(len(kinds), 1))
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log((1.0 + len(texts)) / (1.0 + spread)) + 0.1
    rarity[spread > max(COMMON_FLOOR, TOO_COMMON * len(texts))] = 0.0
    return PairSpace(len(texts), kinds, rarity), _weighted(counts, rarity)


def pair_rows(texts: Sequence[str]) -> sparse.csr_matrix:
    """One row of unit length a text: character pairs weighted by how often and how rarely they occur.

    Pairs do not run over punctuation. Pairs that stand in more than 8 % of the texts (but at least 50) are left out:
    they are the language of letters, not of a matter. Rows of texts without any pair are zero.
    """
    return pair_space(texts)[1]


@dataclass(frozen=True, slots=True)
class _Written:
    """Codes of all pairs of letters and digits that stand side by side, and where each text's pairs end."""

    pairs: NDArray[np.int64]
    ends: NDArray[np.int64]


def _pairs(texts: Sequence[str]) -> _Written:
    joined = "\n".join(text[:LONGEST].lower().replace("\n", " ") for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    solid = _solid(points)
    beside = solid[:-1] & solid[1:]
    breaks = np.flatnonzero(points == ord("\n"))
    before = np.concatenate([[0], np.cumsum(beside)])
    ends = before[np.append(breaks, len(points) - 1)] if len(points) else np.zeros(len(texts), dtype=np.int64)
    return _Written((points[:-1] * _SHIFT + points[1:])[beside], ends[: len(texts)])


def _numbered(pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The kinds of pairs, sorted, and the number of each pair; of many through a table instead of by sorting."""
    if len(pairs) < _MANY:
        return np.unique(pairs, return_inverse=True)
    first, second = np.divmod(pairs, _SHIFT)
    letters = np.zeros(_SHIFT, dtype=np.bool_)
    letters[first] = letters[second] = True
    number = np.cumsum(letters, dtype=np.int64) - 1
    signs = np.flatnonzero(letters)
    codes = number[first] * len(signs) + number[second]
    there = np.zeros(len(signs) ** 2, dtype=np.bool_)
    there[codes] = True
    kinds = np.flatnonzero(there)
    place = np.empty(len(there), dtype=np.int32)  # only what is there is ever written and read
    place[kinds] = np.arange(len(kinds), dtype=np.int32)
    column = place[codes].astype(np.int64)
    one, other = np.divmod(kinds, max(len(signs), 1))
    return signs[one] * _SHIFT + signs[other], column


def _counts(ends: NDArray[np.int64], column: NDArray[np.int64], width: int) -> sparse.csr_matrix:
    """How often each text has each pair."""
    starts = np.concatenate([[0], ends])
    ones = np.ones(len(column), dtype=np.float64)
    counts = sparse.csr_matrix((ones, column.astype(np.int32), starts.astype(np.int32)), shape=(len(ends), width))
    counts.sum_duplicates()
    return counts


def _weighted(counts: sparse.csr_matrix, rarity: NDArray[np.float64]) -> sparse.csr_matrix:
    weight = ((1.0 + np.log(counts.data)) * rarity[counts.indices]).astype(np.float32)
    rows = sparse.csr_matrix((weight, counts.indices, counts.indptr), shape=counts.shape)
    rows.eliminate_zeros()
    return _unit_rows(rows)


def _solid(points: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for Chinese characters, Latin letters and digits."""
    han = ((points >= 0x4E00) & (points <= 0x9FFF)) | ((points >= 0x3400) & (points <= 0x4DBF))
    latin = (points >= ord("a")) & (points <= ord("z"))
    digit = (points >= ord("0")) & (points <= ord("9"))
    return np.asarray(han | latin | digit, dtype=np.bool_)


def _unit_rows(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows at unit length, in place: what comes of a product would lose its order and compare far slower."""
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = (1.0 / np.maximum(length, 1e-9)).astype(np.float32)
    rows.data *= np.repeat(scale, np.diff(rows.indptr))
    return rows


def table_products(rows: sparse.csr_matrix, one: NDArray[np.int64], other: NDArray[np.int64]) -> Products:
    """Similarity of each of the rows `one` to each of the rows `other`, strip by strip of `one`, from 0 to 1."""
    above, columns = rows[one], rows[other].T.tocsr()
    return lambda part: np.asarray((above[part] @ columns).toarray())


def row_products(rows: sparse.csr_matrix, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float32]:
    """Similarity of the rows `one[i]` and `other[i]`, from 0 to 1."""
    found = np.zeros(len(one), dtype=np.float32)

    def fill(part: slice) -> None:
        found[part] = np.asarray(rows[one[part]].multiply(rows[other[part]]).sum(axis=1)).ravel()

    by_strips(len(one), fill)
    return found
