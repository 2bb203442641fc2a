"""All documents above the floor of a question, not only the best few: what facets and alerts count.

Exact without scoring everything twice: beyond the documents best in words, words can add no more than the last of them
has, so only documents near enough in meaning to pass with that are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.viewer import Viewer
from search.filters import CodedFilter, Filter
from search.ranking import Asked as Terms
from search.ranking import Match, Question, ask
from search.shelf import Snapshot
from search.table import Bitmap
from search.tuning import CorpusTuning

BEST_IN_WORDS = 1500
_SLACK = 0.002
"""Cosines of half precision are looked for a little lower, then taken exactly."""
Counts = dict[str, list[tuple[str, int]]]


def above_floor(snapshot: Snapshot, questions: Sequence[Question], coded: CodedFilter, tuning: CorpusTuning) -> Bitmap:
    """Which documents the filter lets through and at least one of the questions finds similar enough."""
    allowed = snapshot.table.bitmap(coded)
    for id_ in {id_ for question in questions for id_ in question.exclude}:
        if (number := snapshot.table.number_of(id_)) >= 0:
            allowed[number] = False
    found = np.zeros(len(allowed), dtype=np.bool_)
    for question in questions:
        numbers = [m.number for m in _matches(snapshot, question, coded, allowed, tuning)]
        found[numbers] = True
    return found


def _matches(
    snapshot: Snapshot, question: Question, coded: CodedFilter, allowed: Bitmap, tuning: CorpusTuning
) -> Iterable[Match]:
    asked, floor = ask(snapshot, question), tuning.floor.of(question)
    words, least = _words(snapshot, asked, coded, allowed, floor if question.vector is None else 0.0)
    if question.vector is None:
        return (one for n, share in words.items() if tuning.similar(one := _match(n, None, share), question))
    weights = tuning.weights
    needed = floor * (weights.meaning + weights.words) - weights.words * least
    near = snapshot.vectors.within(question.vector, allowed, needed / max(weights.meaning, 1e-9) - _SLACK)
    both = np.union1d(near, np.array(list(words), dtype=np.int64))
    similar = snapshot.vectors.similarity(question.vector, both)
    words |= _shares(snapshot, asked, [int(n) for n in near if int(n) not in words])
    found = (_match(int(n), similar.get(int(n)), words.get(int(n), 0.0)) for n in both)
    return (one for one in found if tuning.similar(one, question))


def _match(number: int, similarity: float | None, words: float) -> Match:
    cosine = None if similarity is None else round(min(max(similarity, 0.0), 1.0), 6)
    return Match("", number, cosine, round(min(words, 1.0), 6), 0.0)


def _words(
    snapshot: Snapshot, asked: Terms, coded: CodedFilter, allowed: Bitmap, least: float
) -> tuple[dict[int, float], float]:
    """Shares of words of the best documents, and what no other has more of; looks on while that is above `least`."""
    if snapshot.words is None:
        return {}, 0.0
    depth = BEST_IN_WORDS
    while True:
        numbers, scores = snapshot.words.top(asked.terms, coded, depth)
        last = min(float(scores[-1]) / asked.best, 1.0) if len(scores) >= depth else 0.0
        if last <= max(least, 0.0) or least == 0.0:
            shares = zip(numbers.tolist(), (scores / asked.best).tolist(), strict=True)
            return {n: share for n, share in shares if n < len(allowed) and allowed[n]}, last
        depth *= 4


def _shares(snapshot: Snapshot, asked: Terms, numbers: Sequence[int]) -> dict[int, float]:
    if snapshot.words is None:
        return {}
    found, scores = snapshot.words.scores(asked.terms, numbers)
    return dict(zip(found.tolist(), (scores / asked.best).tolist(), strict=True))


def facet_counts(snapshot: Snapshot, matched: Bitmap, wanted: Filter, viewer: Viewer, names: Sequence[str]) -> Counts:
    """Field → (value, count) over what matched, most frequent first.

    The choice made in a field does not narrow its own counts, so that one sees what else could be chosen there;
    elements are chosen together, so theirs are narrowed. `year` counts the years of receipt.
    """
    table = snapshot.table
    found: Counts = {}
    for name in names:
        own = wanted if name in ("element", "year") else wanted.without(name)
        keep = matched & table.bitmap(table.coded(own, viewer))
        found[name] = _years(table.days[: len(keep)][keep]) if name == "year" else table.facet_counts(name, keep)
    return found


def _years(days: NDArray[np.int32]) -> list[tuple[str, int]]:
    """The newest year first."""
    known, counts = np.unique(days[days > 0], return_counts=True)
    years: Counter[int] = Counter()
    for day, count in zip(known, counts, strict=True):
        years[date.fromordinal(int(day)).year] += int(count)
    return [(str(year), years[year]) for year in sorted(years, reverse=True)]
