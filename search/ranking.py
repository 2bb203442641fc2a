"""One hybrid search over one generation: candidates of both legs, exact figures of both for each, one order.

words        BM25 of the document over the best BM25 this question could reach, 0..1
similarity   cosine of the question and the nearest passage, 0..1
score        weighted sum of these; whatever a later step adds is a part of its own
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from core.stop_words import STOP_WORDS
from core.viewer import Viewer
from search.contenders import NOTHING, Leg, contenders
from search.encoder import Vectors
from search.filters import CodedFilter, Filter
from search.lexical import K1, B
from search.shelf import Snapshot
from search.table import Bitmap, Table

MOST_TERMS = 64
"""The rarest words of a letter find its like better than all of them, and sooner."""
SATURATION = 1.2
DEPTH = 200
"""Candidates of each leg, at least; and twice as many as are asked for."""
_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is searched for: terms for the words, a vector for the meaning, ids that are no answer."""

    terms: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Terms that other words of the question stand for: they add to what is found, nothing is missed without them."""
    vector: Vectors | None = None
    exclude: frozenset[str] = frozenset()

    @cached_property
    def counted(self) -> dict[str, int]:
        """How often each term that is no stop word occurs."""
        return {term: times for term, times in Counter(self.terms).items() if term not in STOP_WORDS}

    @property
    def short(self) -> bool:
        """True for a few words, False for a letter."""
        return len(self.counted) <= MOST_TERMS


@dataclass(frozen=True, slots=True)
class Weights:
    """How much meaning and words count; they sum to 1 and are set on labelled data per corpus."""

    meaning: float
    words: float


@dataclass(frozen=True, slots=True)
class Match:
    """One document with what each leg says of it; figures are rounded, so that they add up exactly as shown."""

    id: str
    number: int
    similarity: float | None
    words: float
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The weighted terms of a question over one generation, and the best score they could reach."""

    terms: tuple[tuple[str, float], ...]
    best: float


def search(
    snapshot: Snapshot, question: Question, wanted: Filter, viewer: Viewer, *, weights: Weights, k: int
) -> list[Match]:
    """The `k` best documents that fulfil the filter and that the viewer may see, ties by id.

    Always `k` of them where so many exist with a vector or a word in common.
    """
    table, depth = snapshot.table, max(DEPTH, 2 * k)
    coded = table.coded(wanted, viewer)
    allowed = table.bitmap(coded)
    for id_ in question.exclude:
        if (number := table.number_of(id_)) >= 0:
            allowed[number] = False
    asked = ask(snapshot, question)
    if not allowed.any():
        return []
    words = _words(snapshot, asked, coded, allowed, depth)
    meaning = _meaning(snapshot, question, allowed, depth)
    numbers = contenders(((words, weights.words), (meaning, weights.meaning)), k)
    shares = dict(zip(words.numbers.tolist(), words.figures.tolist(), strict=True))
    shares |= _fill(snapshot, asked, [n for n in numbers.tolist() if n not in shares]) if words.rest else {}
    similar = {} if question.vector is None else snapshot.vectors.similarity(question.vector, numbers)
    return _best_of(table, numbers.tolist(), similar, shares, weights, k=k)


def _best_of(
    table: Table,
    numbers: Sequence[int],
    similar: Mapping[int, float],
    shares: Mapping[int, float],
    weights: Weights,
    *,
    k: int,
) -> list[Match]:
    legs = np.array([[leg.get(n, 0.0) for n in numbers] for leg in (similar, shares)])
    cosines, words = np.round(legs.clip(0.0, 1.0), _DIGITS)
    scores = np.round(weights.meaning * cosines + weights.words * words, _DIGITS)
    least = np.partition(scores, -k)[-k] if len(numbers) > k else -1.0
    found = [
        Match(table.ids[n], n, float(cosines[i]) if n in similar else None, float(words[i]), float(scores[i]))
        for i, n in enumerate(numbers)
        if scores[i] >= least
    ]
    return sorted(found, key=lambda one: (-one.score, one.id))[:k]


def _words(snapshot: Snapshot, asked: Asked, coded: CodedFilter, allowed: Bitmap, depth: int) -> Leg:
    if snapshot.words is None:
        return NOTHING
    numbers, scores = snapshot.words.top(asked.terms, coded, depth)
    rest = float(scores[-1]) / asked.best if len(scores) >= depth else 0.0
    here = numbers < len(allowed)
    here[here] = allowed[numbers[here]]
    return Leg(numbers[here], scores[here] / asked.best, rest)


def _fill(snapshot: Snapshot, asked: Asked, numbers: Sequence[int]) -> dict[int, float]:
    """Exact shares of words of documents that only their meaning brought up."""
    if snapshot.words is None:
        return {}
    found, scores = snapshot.words.scores(asked.terms, numbers)
    return dict(zip(found.tolist(), (scores / asked.best).tolist(), strict=True))


def _meaning(snapshot: Snapshot, question: Question, allowed: Bitmap, depth: int) -> Leg:
    if question.vector is None:
        return NOTHING
    numbers, cosines = snapshot.vectors.top(question.vector, allowed, depth)
    return Leg(numbers, cosines.astype(np.float64), float(cosines[-1]) if len(numbers) >= depth else 0.0)


def ask(snapshot: Snapshot, question: Question) -> Asked:
    """The terms worth asking for: rare ones first, and those the question repeats; stop words are dropped.

    A word that only excluded documents hold says nothing about the others. In a short question a word that
    nobody used still counts for the best score, so that "红烧肉 好吃" does not wholly agree with "好吃".
    """
    words = snapshot.words
    if words is None:
        return Asked((), 1.0)
    counted, own = question.counted, len(question.exclude)
    short = len(counted) <= MOST_TERMS
    light, unknown = [], 0.0
    for term, times in counted.items():
        frequency = words.frequency(term)
        if frequency > own:
            light.append((-_weight(frequency, words.documents, times), term, times))
        elif frequency == 0 and short:
            unknown += _rarity(frequency, words.documents)
    kept = [(-weight, term, times) for weight, term, times in sorted(light)[:MOST_TERMS]]
    terms = tuple((term, _saturated(times)) for _, term, times in kept)
    also = tuple((term, _saturated(1)) for term in dict.fromkeys(question.also) if words.frequency(term) > own)
    terms += tuple((term, weight) for term, weight in also if term not in counted)
    return Asked(terms, (_best(snapshot, question, kept) + unknown) or 1.0)


@lru_cache(maxsize=10_000)
def _weight(frequency: int, documents: int, times: int) -> float:
    return _rarity(frequency, documents) * _saturated(times)


def _rarity(frequency: int, documents: int) -> float:
    """tantivy's own inverse document frequency."""
    return math.log1p((max(documents, frequency) - frequency + 0.5) / (frequency + 0.5))


def _saturated(times: int) -> float:
    return times * (SATURATION + 1) / (times + SATURATION)


def _best(snapshot: Snapshot, question: Question, kept: Sequence[tuple[float, str, int]]) -> float:
    """What the question itself would score as a document of at least average length."""
    length = max(1.0, len(question.terms) / max(snapshot.average_length, 1.0))
    stretch = K1 * (1 - B + B * length)
    return sum(heavy * times * (K1 + 1) / (times + stretch) for heavy, _, times in kept)
