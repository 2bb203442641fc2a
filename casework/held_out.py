"""What a question model reaches on questions it was not trained on, by vectors alone among all articles (留出测量)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval.metrics import recall_at, reciprocal_rank
from search.encoder import Vectors
from search.sources import entity_of
from search.training_pairs import Labelled, Law, asked_text

Read = Callable[[Sequence[str]], Vectors]
"""How questions are turned into vectors."""
_DEPTH = 100
_ROWS = 2 * _DEPTH
"""Wordings looked at, since one article may have several among the first hundred."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one question."""

    recall_at_10: float
    mrr_at_10: float
    recall_at_100: float


def figures(read: Read, held: Sequence[Labelled], law: Law) -> dict[str, list[Figures]]:
    """Set → the figures of its held-out questions."""
    found: dict[str, list[Figures]] = {}
    vectors = read([asked_text(one.text) for one in held])
    for one, vector in zip(held, vectors, strict=True):
        right = set(one.articles) & law.standing.keys()
        if right:
            found.setdefault(one.source, []).append(_of(_ranked(vector, law), right))
    return found


def _ranked(vector: Vectors, law: Law) -> list[str]:
    order = np.argsort(-(law.vectors @ vector), kind="stable")[:_ROWS]
    return list(dict.fromkeys(entity_of(law.ids[row]) for row in order))[:_DEPTH]


def _of(ranked: Sequence[str], right: set[str]) -> Figures:
    return Figures(recall_at(ranked, right, 10), reciprocal_rank(ranked, right, 10), recall_at(ranked, right, _DEPTH))


def means(parts: Sequence[Mapping[str, Sequence[Any]]]) -> dict[str, dict[str, float]]:
    """Set → the mean figures (dataclasses of numbers) of its questions over all parts, with how many there were."""
    whole: dict[str, list[dict[str, float]]] = {}
    for part in parts:
        for source, several in part.items():
            whole.setdefault(source, []).extend(asdict(one) for one in several)
    return {
        source: {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
        | {"questions": len(rows)}
        for source, rows in sorted(whole.items())
    }
