"""Vectors for more generated letters than can be encoded here: some thousand real ones, the rest made like them.

Letters of one matter of `benchmarks.generated` differ by place, turns of phrase and figures alone. A made vector is
the mean vector of its matter and the deviations of two encoded letters of that matter, weighed so that mean and spread
stay those of the encoded ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.generated import letters, matter_of
from search.documents import Document
from search.encoder import Encoder, Vectors
from search.index import SearchIndex
from search.letters import document_vectors

ENCODED = 3000
"""Letters encoded for real."""
AT_ONCE = 8192


class LikeVectors:
    """Makes vectors of letters whose matter is known, from a seed; the same bytes on every run."""

    def __init__(self, encoder: Encoder, *, seed: int = 11) -> None:
        rows = list(letters(ENCODED, seed=seed))
        documents = [Document(id=row["信访编号"], title=row["标题"], text=row["诉求内容"]) for row in rows]
        vectors = np.stack([its[0] for its in document_vectors(encoder, documents)])
        matters = np.array([matter_of(row["标题"]) for row in rows])
        self._mean = np.stack([vectors[matters == m].mean(axis=0) for m in range(matters.max() + 1)])
        self._apart = [vectors[matters == m] - self._mean[m] for m in range(matters.max() + 1)]
        self._chance = np.random.default_rng(seed)

    def rows(self, matters: NDArray[np.int64]) -> Vectors:
        """Unit vectors, shape (n, dimension), one for each matter."""
        made = np.empty((len(matters), self._mean.shape[1]), dtype=np.float32)
        for matter in np.unique(matters):
            here = np.flatnonzero(matters == matter)
            apart = self._apart[matter]
            one, other = self._chance.integers(0, len(apart), (2, len(here)))
            share = self._chance.random((len(here), 1), dtype=np.float32)
            made[here] = self._mean[matter] + np.sqrt(share) * apart[one] + np.sqrt(1 - share) * apart[other]
        unit: Vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
        return unit


def put_like_vectors(index: SearchIndex, documents: Iterator[Sequence[Document]]) -> None:
    """Gives every document of a generated letter a made vector; the index is open for writing."""
    assert index.encoder is not None
    like = LikeVectors(index.encoder)
    for several in documents:
        rows = like.rows(np.array([matter_of(one.title) for one in several]))
        made = {one.id: (one.version, row[None, :]) for one, row in zip(several, rows, strict=True)}
        index.put_vectors("petitions", made)
