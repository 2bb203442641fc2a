"""How alike two letters are: one mixed figure from meaning, wording, headline and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from issues.bigrams import pair_rows, row_products
from issues.letters import Letter, Name
from issues.names import AGREE, CONFLICT, Names, read_names

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights of the mixed figure. The first four add up to one; place is added and taken off on top.

    Letters about one place gain `same_place` as far as their headlines share matter words, fully from `shared_matter`
    on: being neighbours alone makes no common event.
    """

    meaning: float = 0.50
    wording: float = 0.20
    headline: float = 0.15
    matter: float = 0.15
    same_place: float = 0.10
    shared_matter: float = 0.10
    other_place: float = 0.30


@dataclass(frozen=True)
class Likeness:
    """The letters of one discovery as numbers; rows follow the order of the letters."""

    vectors: NDArray[np.float32]
    wording: sparse.csr_matrix
    headline: sparse.csr_matrix
    matter: sparse.csr_matrix
    names: Names
    mixture: Mixture

    def block(self, members: Rows) -> NDArray[np.float32]:
        """Mixed likeness among `members`, shape (m, m), ones on the diagonal."""
        meaning = self.vectors[members] @ self.vectors[members].T
        worded = [(rows[members] @ rows[members].T).toarray() for rows in self._worded()]
        mixed = self._mix(meaning, worded, self.names.block(members))
        np.fill_diagonal(mixed, 1.0)
        return np.asarray((mixed + mixed.T) / 2, dtype=np.float32)

    def pairs(self, one: Rows, other: Rows) -> NDArray[np.float32]:
        """Mixed likeness of each pair, shape (p,)."""
        meaning = np.einsum("ij,ij->i", self.vectors[one], self.vectors[other])
        worded = [row_products(rows, one, other) for rows in self._worded()]
        return self._mix(meaning, worded, self.names.pairs(one, other))

    def _worded(self) -> tuple[sparse.csr_matrix, ...]:
        return self.wording, self.headline, self.matter

    def _mix(
        self, meaning: NDArray[np.float32], worded: list[NDArray[np.float32]], place: NDArray[np.int8]
    ) -> NDArray[np.float32]:
        mix = self.mixture
        wording, headline, matter = worded
        mixed = mix.meaning * meaning + mix.wording * wording + mix.headline * headline + mix.matter * matter
        gain = mix.same_place * np.minimum(1.0, matter / mix.shared_matter)
        mixed += np.where(place == AGREE, gain, np.where(place == CONFLICT, -mix.other_place, 0.0))
        return np.asarray(mixed, dtype=np.float32)

    def neighbours(self, k: int) -> tuple[Rows, Rows]:
        """Pairs (smaller, larger row) in which one is among the other's `k` nearest in meaning."""
        count = len(self.vectors)
        near = min(k + 1, count)
        codes = [np.zeros(0, dtype=np.int64)]
        for start in range(0, count, 1000):
            alike = self.vectors[start : start + 1000] @ self.vectors.T
            found = np.argpartition(-alike, near - 1, axis=1)[:, :near]
            row, column = np.repeat(np.arange(start, start + len(alike)), near), found.ravel()
            codes.append(np.minimum(row, column) * count + np.maximum(row, column))
        one, other = np.divmod(np.unique(np.concatenate(codes)), max(count, 1))
        return one[one != other], other[one != other]


def compare_letters(
    letters: Sequence[Letter], vectors: NDArray[np.float32], mixture: Mixture | None = None
) -> Likeness:
    """What is needed to compare `letters`; `vectors` are their rows of unit length in the same order."""
    return Likeness(
        vectors=np.asarray(vectors, dtype=np.float32),
        wording=pair_rows([letter.text for letter in letters]),
        headline=pair_rows([letter.headline for letter in letters]),
        matter=pair_rows([without_names(letter.headline, letter.names) for letter in letters]),
        names=read_names(letters),
        mixture=mixture or Mixture(),
    )


def without_names(text: str, names: Sequence[Name]) -> str:
    """`text` with the names of places and respondents cut out: what is left speaks of the matter."""
    for written in sorted({name.text for name in names}, key=lambda name: (-len(name), name)):
        text = text.replace(written, "，")
    return text
