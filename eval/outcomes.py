"""What a system made of a gold set, as figures that can be drawn again: one outcome a system, comparable in pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bootstrap import Interval, Places, Statistic, interval, paired_difference
from eval.gold import Ask, Cluster
from eval.metrics import (
    Floats,
    average_precision,
    best_f05,
    best_match,
    best_point,
    hit_at,
    macro_f1,
    match_f1,
    ndcg_at,
    pair_agreement,
    pairs_precision,
    recall_at,
    reciprocal_rank,
)
from search.reliability import Bin, reliability

Line = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Figures by name over `units` units; `rows` tell of each unit, `bins` how shares and truth agree."""

    units: int
    statistics: Mapping[str, Statistic]
    groups: Sequence[str] = ()
    rows: Sequence[Line] = ()
    bins: Sequence[Bin] = ()
    notes: Mapping[str, float] = field(default_factory=dict)
    """Single figures without an interval, such as the best threshold."""

    def figure(self, name: str) -> Interval:
        """The figure with its interval."""
        return interval(self.statistics[name], self.units, self.groups)

    def figure_alone(self, name: str) -> float:
        """The figure without its interval."""
        return self.statistics[name](np.arange(self.units))

    def less(self, other: Outcome, name: str) -> Interval:
        """This outcome's figure less the other's, question by question; both must be of one gold set."""
        return paired_difference(other.statistics[name], self.statistics[name], self.units, self.groups)


def of_ranking(asks: Sequence[Ask], ranked: Sequence[Sequence[str]]) -> Outcome:
    """The outcome of ranked lists, one a question."""
    measured: Mapping[str, Callable[[Sequence[str], Ask], float]] = {
        "recall_1": lambda one, ask: recall_at(one, ask.relevant, 1),
        "recall_10": lambda one, ask: recall_at(one, ask.relevant, 10),
        "recall_100": lambda one, ask: recall_at(one, ask.relevant, 100),
        "hit_10": lambda one, ask: hit_at(one, ask.relevant, 10),
        "mrr_10": lambda one, ask: reciprocal_rank(one, ask.relevant, 10),
        "ndcg_10": lambda one, ask: ndcg_at(one, ask.relevant, 10),
        "map": lambda one, ask: average_precision(one, ask.relevant),
    }
    values = {
        name: np.array([of(one, ask) for one, ask in zip(ranked, asks, strict=True)]) for name, of in measured.items()
    }
    rows = [
        {"id": ask.id, **{name: round(float(values[name][place]), 6) for name in values}, "first": list(one[:10])}
        for place, (one, ask) in enumerate(zip(ranked, asks, strict=True))
    ]
    groups = [ask.group for ask in asks] if any(ask.group for ask in asks) else []
    return Outcome(units=len(asks), statistics={n: _mean(v) for n, v in values.items()}, groups=groups, rows=rows)


def _mean(values: Floats) -> Statistic:
    return lambda places: float(values[places].mean())


def of_pairs(pairs: Sequence[tuple[str, str]], scores: Floats, same: NDArray[np.bool_]) -> Outcome:
    """The outcome of scored pairs; the threshold is chosen anew in each draw."""
    point = best_point(scores, same)
    rows = [
        {"one": one, "other": other, "same": bool(truth), "score": round(float(score), 6)}
        for (one, other), truth, score in zip(pairs, same, scores, strict=True)
    ]
    statistics = {
        "f05": lambda places: best_f05(scores[places], same[places]),
        "average_precision": lambda places: pairs_precision(scores[places], same[places]),
    }
    notes = {"threshold": point.threshold, "precision": point.precision, "recall": point.recall}
    return Outcome(units=len(pairs), statistics=statistics, rows=rows, notes=notes)


def of_clusters(gold: Sequence[Cluster], found: Sequence[frozenset[str]]) -> Outcome:
    """The outcome of found clusters: best matches, look-alikes inside them, and how gold members are parted."""
    best = [best_match(one.members, found) for one in gold]
    matched = np.array([match_f1(cluster, one.members) for cluster, one in zip(best, gold, strict=True)])
    inside = np.array([len(cluster & one.lookalikes) for cluster, one in zip(best, gold, strict=True)], dtype=float)
    number = {item: place for place, cluster in enumerate(found) for item in sorted(cluster)}
    rows = [
        {"id": one.id, "match_f1": round(float(f1), 6), "missed": sorted(one.members - cluster), "inside": int(count)}
        for one, cluster, f1, count in zip(gold, best, matched, inside, strict=True)
    ]
    statistics: dict[str, Statistic] = {
        "match_f1": _mean(matched),
        "lookalikes": lambda places: float(inside[places].sum()),
        "pair_f1": lambda places: _parted(gold, number, places)[0],
        "ari": lambda places: _parted(gold, number, places)[1],
    }
    return Outcome(units=len(gold), statistics=statistics, rows=rows)


def _parted(gold: Sequence[Cluster], number: Mapping[str, int], places: Places) -> tuple[float, float]:
    """Pairwise F1 and ARI over the members of the drawn clusters; what is in no found cluster stands alone.

    A cluster drawn twice is another cluster the second time, so that its members are no doubles of themselves.
    """
    drawn: dict[int, int] = {}
    truth, guess = [], []
    for label, place in enumerate(places):
        again = drawn[int(place)] = drawn.get(int(place), -1) + 1
        for item in sorted(gold[int(place)].members):
            truth.append(label)
            guess.append(f"{again}:{number[item]}" if item in number else f"{again}:{item}")
    return pair_agreement(np.array(truth), np.unique(guess, return_inverse=True)[1])


@dataclass(frozen=True, slots=True)
class Guess:
    """The labels suggested for one row, best first, and the share of the first."""

    labels: tuple[str, ...]
    share: float


def of_labels(ids: Sequence[str], truth: Sequence[str], guesses: Sequence[Guess], groups: Sequence[str]) -> Outcome:
    """The outcome of suggested labels."""
    first = np.array([one.labels[0] if one.labels else "" for one in guesses], dtype=object)
    wanted = np.array(truth, dtype=object)
    right = (first == wanted).astype(float)
    top_3 = np.array([float(label in one.labels[:3]) for label, one in zip(truth, guesses, strict=True)])
    shares = np.clip(np.array([one.share for one in guesses], dtype=float), 0.0, 1.0)
    codes = np.unique(np.concatenate([wanted, first]).astype(str), return_inverse=True)[1]
    rows = [
        {"id": id_, "label": label, "suggested": list(one.labels[:3]), "share": round(one.share, 4)}
        for id_, label, one in zip(ids, truth, guesses, strict=True)
    ]
    statistics: dict[str, Statistic] = {
        "top_1": _mean(right),
        "top_3": _mean(top_3),
        "macro_f1": lambda places: macro_f1(codes[: len(wanted)][places], codes[len(wanted) :][places]),
        "calibration": lambda places: reliability(shares[places], right[places]).error,
    }
    drawn = groups if any(groups) else ()
    bins = reliability(shares, right).bins
    return Outcome(units=len(ids), statistics=statistics, groups=drawn, rows=rows, bins=bins)
