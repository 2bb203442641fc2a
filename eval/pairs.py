"""How alike the two items of each pair are, by every system: what same and not-same pairs are told apart by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from eval.bm25 import Bm25, characters, words
from eval.gold import GoldSet, Pair
from eval.metrics import Floats
from eval.outcomes import Outcome, of_pairs
from eval.ranking import Surroundings
from records.items import items
from search.asking import Asked, Query, asked
from search.ranking import Match, ask
from search.shelf import Snapshot
from search.structure import facets_of_question, shared

PairScores = Callable[[Sequence[Pair]], Floats]


def pairs_outcome(gold: GoldSet, scores: PairScores) -> Outcome:
    """The outcome of one system on a set with resolved ids."""
    same = np.array([pair.same for pair in gold.pairs])
    return of_pairs([(pair.one, pair.other) for pair in gold.pairs], scores(gold.pairs), same)


def our_scores(where: Surroundings) -> PairScores:
    """The product's own likeness of two petitions, the mean of asking with one and with the other."""

    def scores(pairs: Sequence[Pair]) -> Floats:
        with where.database.read() as tx:
            ids = sorted({id_ for pair in pairs for id_ in (pair.one, pair.other)})
            ready = {id_: asked(tx, where.index, where.viewer, Query(like=id_)) for id_ in ids}
        snapshot = where.index.snapshot("petitions")
        both = [
            (
                _likeness(where, snapshot, ready[pair.one], pair.other),
                _likeness(where, snapshot, ready[pair.other], pair.one),
            )
            for pair in pairs
        ]
        return np.array([(one + other) / 2 for one, other in both])

    return scores


def _likeness(where: Surroundings, snapshot: Snapshot, ready: Asked, other: str) -> float:
    """The score of one document for a question without what its outcome adds, 0..1."""
    number = snapshot.table.number_of(other)
    if number < 0:
        return 0.0
    tuning, weights = where.index.tuning.petitions, where.index.weights("petitions")
    match = _match(snapshot, ready, other, number, with_meaning=weights.meaning > 0)
    same = shared(snapshot.table, number, facets_of_question(snapshot.table, ready.text, ready.item)).share
    legs = weights.meaning * (match.similarity or 0.0) + weights.words * match.words
    return (legs + tuning.parts.structure * same) / (weights.meaning + weights.words + tuning.parts.structure)


def _match(snapshot: Snapshot, ready: Asked, other: str, number: int, *, with_meaning: bool) -> Match:
    question, terms = ready.question, ask(snapshot, ready.question)
    scores = snapshot.words.scores(terms.terms, [number])[1] if snapshot.words else np.zeros(0)
    share = min(float(scores[0]) / terms.best, 1.0) if len(scores) else 0.0
    near: dict[int, float] = {}
    if with_meaning and question.vector is not None:
        near = snapshot.vectors.similarity(question.vector, np.array([number]))
    return Match(other, number, near.get(number), share, 0.0)


def baseline_scores(where: Surroundings) -> dict[str, PairScores]:
    """BM25 of each text for the other over its score for itself, by characters and by words."""
    return {"bm25_characters": _bm25(where, characters), "bm25_words": _bm25(where, words)}


def _bm25(where: Surroundings, cut: Callable[[str], Sequence[str]]) -> PairScores:
    def scores(pairs: Sequence[Pair]) -> Floats:
        ids = sorted({id_ for pair in pairs for id_ in (pair.one, pair.other)})
        with where.database.read() as tx:
            letters = {id_: item.letter for id_, item in items(tx, where.viewer, ids).items()}
        engine = Bm25([letters[id_] for id_ in ids], cut)
        place = {id_: number for number, id_ in enumerate(ids)}
        rows = {id_: engine.scores(letters[id_]) for id_ in ids}

        def share(one: str, other: str) -> float:
            own = float(rows[one][place[one]])
            return float(rows[one][place[other]]) / own if own > 0 else 0.0

        return np.array([(share(p.one, p.other) + share(p.other, p.one)) / 2 for p in pairs])

    return scores
