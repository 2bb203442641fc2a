"""What a model of letters reaches on letters it was not trained on, by vectors alone among other letters (留出测量)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import average_precision, recall_at, reciprocal_rank
from search.documents import Document
from search.encoder import Encoder, Vectors
from search.letter_pairs import Link
from search.letters import Pieces, assemble, pieces

POOL = 5000
"""Letters among which the like of a letter is looked for; more change the figures little and take long to encode."""
Read = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one letter."""

    map: float
    recall_at_10: float
    mrr_at_10: float


def letter_vectors(read: Read, documents: Sequence[Document]) -> Vectors:
    """The vectors letters are compared by, shape (letters, dimension)."""
    whole = [pieces(one) for one in documents]
    first = [Pieces(one.title, one.passages[:1]) for one in whole]
    return np.stack([rows[0] for rows in assemble(first, read([text for one in first for text in one.texts]))])


def figures(encoder: Encoder, held: Sequence[Link], pool: Mapping[str, Document]) -> dict[str, list[Figures]]:
    """Set → the figures of its held-out letters, each asked against all others of the pool."""
    ids = sorted(pool)
    vectors = letter_vectors(encoder.encode_passages, [pool[id_] for id_ in ids])
    place = {id_: n for n, id_ in enumerate(ids)}
    return {
        source: [_of(vectors, ids, place[asked], right) for asked, right in sorted(asks.items())]
        for source, asks in sorted(_asks(held).items())
    }


def _asks(held: Sequence[Link]) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in held:
        if link.same:
            found[link.source][link.one].add(link.other)
            found[link.source][link.other].add(link.one)
    return found


def _of(vectors: Vectors, ids: Sequence[str], asked: int, right: set[str]) -> Figures:
    order = np.argsort(-(vectors @ vectors[asked]), kind="stable")
    ranked = [ids[n] for n in order if n != asked]
    return Figures(average_precision(ranked, right), recall_at(ranked, right, 10), reciprocal_rank(ranked, right, 10))
