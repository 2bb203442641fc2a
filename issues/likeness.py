"""How alike two letters are: one mixed figure from meaning, wording, headline and place."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.about import without_names
from issues.bigrams import pair_rows, row_products, table_products
from issues.classes import OTHER, SAME, Classes, read_classes
from issues.letters import Letter
from issues.names import ABSENT, AGREE, CONFLICT, Names, read_names
from issues.strips import WIDE, by_strips
from search.nearest import best_columns, nearest_rows

Rows = NDArray[np.int64]
_PIECE = 2000
_EXPECTED = 0.6
"""Likeness in meaning of two letters that share no wording at all: where the encoder's figures begin."""
NEAREST = 40
"""Nearest letters looked for once: events grow from the first half, patterns from all."""
_SMALL = 16
"""Sets up to this size are compared together: thousands of them cost one pass."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights of the mixed figure. The first four add up to one; place and class are added and taken off on top.

    Letters about one place gain up to `same_place` as far as their headlines share matter words, fully from
    `shared_matter` on; where they share none they lose `only_place`: being neighbours alone makes no common event.
    A near copy (`copied` of the wording) that does not mention the other's place counts as one about another place.
    """

    meaning: float = 0.50
    wording: float = 0.15
    headline: float = 0.20
    matter: float = 0.15
    same_place: float = 0.13
    shared_matter: float = 0.10
    only_place: float = 0.03
    other_place: float = 0.50
    copied: float = 0.75
    same_class: float = 0.05
    other_class: float = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs or blocks of letters: each part of the mixture, 0 to 1, and the verdicts on place and class."""

    meaning: NDArray[np.float32]
    wording: NDArray[np.float32]
    headline: NDArray[np.float32]
    matter: NDArray[np.float32]
    place: NDArray[np.int8]
    category: NDArray[np.int8]

    def plain(self, mix: Mixture) -> NDArray[np.float32]:
        """Likeness of the texts alone."""
        worded = mix.wording * self.wording + mix.headline * self.headline + mix.matter * self.matter
        return np.asarray(mix.meaning * self.meaning + worded, dtype=np.float32)

    def apart(self, mix: Mixture) -> NDArray[np.bool_]:
        """True where the letters speak of different places or respondents."""
        return np.asarray((self.place == CONFLICT) | ((self.place == ABSENT) & (self.wording >= mix.copied)))

    def mixed(self, mix: Mixture) -> NDArray[np.float32]:
        """Likeness with place and class: raised where they agree, lowered where they conflict."""
        gain = mix.same_place * np.minimum(1.0, self.matter / mix.shared_matter) - mix.only_place
        gain = gain + np.where(self.category == SAME, mix.same_class, 0.0)
        near = np.where(self.place == AGREE, gain, 0.0) - np.where(self.category == OTHER, mix.other_class, 0.0)
        return np.asarray(self.plain(mix) + np.where(self.apart(mix), -mix.other_place, near), dtype=np.float32)


@dataclass(frozen=True)
class Likeness:
    """The letters of one discovery as numbers; rows follow the order of the letters."""

    vectors: NDArray[np.float32]
    wording: sparse.csr_matrix
    headline: sparse.csr_matrix
    matter: sparse.csr_matrix
    names: Names
    classes: Classes
    mixture: Mixture
    near: Rows
    """For each letter the `NEAREST` nearest by their vectors; without columns where no one asks for them."""

    def blocks(self, sets: Sequence[Rows]) -> list[NDArray[np.float32]]:
        """Mixed likeness inside each set of rows, shape (m, m) each, ones on the diagonal; small sets all at once."""
        small = [rows for rows in sets if len(rows) <= _SMALL]
        inside = iter(self._small_blocks(small))
        return [next(inside) if len(rows) <= _SMALL else self._block(rows) for rows in sets]

    def _small_blocks(self, sets: Sequence[Rows]) -> list[NDArray[np.float32]]:
        corners = [np.triu_indices(len(rows), 1) for rows in sets]
        nothing = [np.zeros(0, dtype=np.int64)]
        one = np.concatenate([*nothing, *(rows[i] for rows, (i, _) in zip(sets, corners, strict=True))])
        other = np.concatenate([*nothing, *(rows[j] for rows, (_, j) in zip(sets, corners, strict=True))])
        alike = self.compare(one, other).mixed(self.mixture)
        found, start = [], 0
        for rows, corner in zip(sets, corners, strict=True):
            block = np.eye(len(rows), dtype=np.float32)
            block[corner] = alike[start : start + len(corner[0])]
            found.append(block + np.triu(block, 1).T)
            start += len(corner[0])
        return found

    def _block(self, members: Rows) -> NDArray[np.float32]:
        mixed = self.vectors[members] @ self.vectors[members].T
        wording, headline, matter = (table_products(rows, members, members) for rows in self._worded())
        verdicts, there = self.names.table(members), self.embedded[members]

        def fill(part: slice) -> None:
            worded = wording(part)
            meaning = self._meaning(mixed[part], there[part, None] & there[None, :], worded)
            category = self.classes.pairs(members[part, None], members[None, :])
            compared = Compared(meaning, worded, headline(part), matter(part), verdicts(part), category)
            mixed[part] = compared.mixed(self.mixture)

        by_strips(len(members), fill, WIDE)
        np.fill_diagonal(mixed, 1.0)
        return np.asarray((mixed + mixed.T) / 2, dtype=np.float32)

    def compare(self, one: Rows, other: Rows) -> Compared:
        """The parts of the likeness of each pair `one[i]`, `other[i]`."""
        meaning = row_dots(self.vectors, one, other)
        wording, headline, matter = [row_products(rows, one, other) for rows in self._worded()]
        meaning = self._meaning(meaning, self.embedded[one] & self.embedded[other], wording)
        place, category = self.names.pairs(one, other), self.classes.pairs(one, other)
        return Compared(meaning, wording, headline, matter, place, category)

    def _worded(self) -> tuple[sparse.csr_matrix, ...]:
        return self.wording, self.headline, self.matter

    def neighbours(self, k: int) -> tuple[Rows, Rows]:
        """Pairs (smaller, larger row) in which one is among the other's `k` nearest (at most `NEAREST`)."""
        near = self.nearest[:, :k]
        codes = np.unique(_pair_codes(np.arange(len(near), dtype=np.int64), near, len(near)))
        return np.divmod(codes, max(len(near), 1))

    @cached_property
    def nearest(self) -> Rows:
        """For each letter the `NEAREST` letters nearest in meaning, else in wording, nearest first, ties by row."""
        bare = np.flatnonzero(~self.embedded)
        found = self.near.copy() if len(bare) else self.near
        for start in range(0, len(bare), _PIECE):
            rows = bare[start : start + _PIECE]
            alike = (self.wording[rows] @ self.wording.T).toarray()
            alike[np.arange(len(rows)), rows] = -1.0
            found[rows] = best_columns(alike, found.shape[1])
        return found

    @cached_property
    def embedded(self) -> NDArray[np.bool_]:
        """True for letters that have a vector."""
        return np.asarray(np.any(self.vectors != 0, axis=1))

    def _meaning(
        self, alike: NDArray[np.float32], there: NDArray[np.bool_], worded: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Likeness in meaning; where a vector is missing, what the shared wording lets one expect."""
        if there.all():
            return alike
        return np.where(there, alike, _EXPECTED + (1.0 - _EXPECTED) * worded).astype(np.float32)


def row_dots(vectors: NDArray[np.float32], one: Rows, other: Rows) -> NDArray[np.float32]:
    """Dot products of the rows `one[i]` and `other[i]`, in pieces that fit the processor's cache."""
    found = np.zeros(len(one), dtype=np.float32)
    for start in range(0, len(one), _PIECE):
        part = slice(start, start + _PIECE)
        np.einsum("ij,ij->i", vectors[one[part]], vectors[other[part]], out=found[part])
    return found


def _pair_codes(rows: Rows, columns: Rows, count: int) -> Rows:
    row, column = np.repeat(rows, columns.shape[1]), columns.ravel()
    return np.minimum(row, column) * count + np.maximum(row, column)


def compare_letters(
    letters: Sequence[Letter], vectors: NDArray[np.float32], mixture: Mixture | None = None
) -> Likeness:
    """What is needed to compare `letters`; `vectors` are their rows of unit length in the same order."""
    vectors = np.asarray(vectors, dtype=np.float32)
    # numbers side by side with names, which are Python's own work; one after the other, since each fills its tables
    with ThreadPoolExecutor(1) as pool:
        worded = [pool.submit(pair_rows, texts) for texts in compared_texts(letters)]
        near = pool.submit(nearest_rows, vectors, NEAREST)
        names = read_names(letters)
    wording, headline, matter = (one.result() for one in worded)
    return Likeness(
        vectors=vectors,
        wording=wording,
        headline=headline,
        matter=matter,
        names=names,
        classes=read_classes(letters),
        mixture=mixture or Mixture(),
        near=near.result(),
    )


def compared_texts(letters: Sequence[Letter]) -> tuple[list[str], list[str], list[str]]:
    """What is compared pair by pair: texts without names, headlines, headlines without names."""
    return (
        [without_names(letter.text, letter.names) for letter in letters],
        [letter.headline for letter in letters],
        [without_names(letter.headline, letter.names) for letter in letters],
    )
