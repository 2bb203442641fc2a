"""The figures themselves: of one ranked list, of scored pairs, of clusters, of labels with shares; all pure.

Ranked-list figures follow trec_eval: linear gain, a question without any answer found counts as 0.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Metric:
    """How a figure is called, whether more of it is better, and its decimals."""

    label: str
    higher: bool = True
    digits: int = 3


METRICS: Mapping[str, Metric] = {
    "recall_1": Metric("R@1"),
    "recall_10": Metric("R@10"),
    "recall_100": Metric("R@100"),
    "hit_1": Metric("命中@1"),
    "hit_10": Metric("命中@10"),
    "mrr_10": Metric("MRR@10"),
    "ndcg_10": Metric("nDCG@10"),
    "map": Metric("MAP"),
    "f05": Metric("F0.5（最佳阈值）"),
    "average_precision": Metric("平均精确率"),
    "match_f1": Metric("最佳匹配 F1"),
    "pair_f1": Metric("成对 F1"),
    "ari": Metric("ARI"),
    "lookalikes": Metric("混入的貌似件", higher=False, digits=0),
    "top_1": Metric("首选正确率"),
    "top_3": Metric("前三含正确率"),
    "macro_f1": Metric("宏平均 F1"),
    "calibration": Metric("校准误差", higher=False),
}


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """The share of the relevant ids that stand among the first `k`."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant)


def hit_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """1.0 when any relevant id stands among the first `k`."""
    return float(bool(set(ranked[:k]) & set(relevant)))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """One over the place of the first relevant id among the first `k`, else 0."""
    return next((1 / place for place, id_ in enumerate(ranked[:k], 1) if id_ in relevant), 0.0)


def average_precision(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Mean of the precision at each relevant id; ids that were not found count as 0."""
    found, total = 0, 0.0
    for place, id_ in enumerate(ranked, 1):
        if id_ in relevant:
            found += 1
            total += found / place
    return total / len(relevant)


def ndcg_at(ranked: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Discounted gain of the first `k` over that of the best order of all graded ids."""

    def gain(values: Sequence[float]) -> float:
        return sum(value / math.log2(place + 1) for place, value in enumerate(values[:k], 1))

    return gain([grades.get(id_, 0.0) for id_ in ranked]) / gain(sorted(grades.values(), reverse=True))


@dataclass(frozen=True, slots=True)
class Point:
    """An operating point: pairs that score at least `threshold` are called the same."""

    threshold: float
    precision: float
    recall: float
    f05: float


def operating_points(scores: Floats, same: NDArray[np.bool_]) -> list[Point]:
    """Every threshold that changes anything with its precision, recall and F0.5, the lowest first."""
    from sklearn.metrics import precision_recall_curve

    precision, recall, thresholds = precision_recall_curve(same, scores)
    return [
        Point(float(t), float(p), float(r), f_beta(float(p), float(r), 0.5))
        for t, p, r in zip(thresholds, precision[:-1], recall[:-1], strict=True)
    ]


def best_point(scores: Floats, same: NDArray[np.bool_]) -> Point:
    """The point with the best F0.5, of equals the one with the higher threshold."""
    return max(operating_points(scores, same), key=lambda one: (one.f05, one.threshold))


def best_f05(scores: Floats, same: NDArray[np.bool_]) -> float:
    """The best F0.5 any threshold reaches; what `best_point` finds, fast enough to be drawn a thousand times."""
    right, called = _at_thresholds(scores, same)
    return float((1.25 * right / (called + 0.25 * right[-1])).max()) if right[-1] else 0.0


def pairs_precision(scores: Floats, same: NDArray[np.bool_]) -> float:
    """Average precision of pairs by falling score, equal scores together; scikit-learn's figure."""
    right, called = _at_thresholds(scores, same)
    gained = np.diff(right, prepend=0)
    return float((gained * right / called).sum() / right[-1]) if right[-1] else 0.0


def _at_thresholds(scores: Floats, same: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """For each threshold, the highest first, how many same pairs and how many pairs at all are above it."""
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)  # equal scores are above a threshold together
    called = np.arange(1, len(scores) + 1, dtype=np.float64)
    return np.cumsum(same[order]).astype(np.float64)[last], called[last]


def f_beta(precision: float, recall: float, beta: float) -> float:
    """The weighted harmonic mean of precision and recall; 0 where both are 0."""
    below = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / below if below else 0.0


def match_f1(one: Collection[str], other: Collection[str]) -> float:
    """The harmonic mean of precision and recall of two sets of ids; 0 when one is empty."""
    return 2 * len(set(one) & set(other)) / (len(one) + len(other)) if one and other else 0.0


def best_match(wanted: Collection[str], found: Sequence[frozenset[str]]) -> frozenset[str]:
    """The found cluster with the best F1 against the wanted one, the first of equals; empty when nothing is found."""
    return max(found, key=lambda cluster: match_f1(cluster, wanted), default=frozenset())


def pair_agreement(truth: NDArray[np.int64], guess: NDArray[np.int64]) -> tuple[float, float]:
    """Pairwise F1 and adjusted Rand index of two partitions, as scikit-learn has them, a hundred times as fast."""

    def pairs(labels: NDArray[np.int64]) -> float:
        counts = np.unique(labels, return_counts=True)[1].astype(np.float64)
        return float((counts * (counts - 1) / 2).sum())

    both = pairs(truth.astype(np.int64) * (int(guess.max()) + 1) + guess)
    wanted, found, every = pairs(truth), pairs(guess), len(truth) * (len(truth) - 1) / 2
    by_chance = wanted * found / every if every else 0.0
    room = (wanted + found) / 2 - by_chance
    return 2 * both / (wanted + found) if both else 0.0, (both - by_chance) / room if room else 1.0


def macro_f1(truth: NDArray[np.int64], guess: NDArray[np.int64]) -> float:
    """Mean F1 over the labels that are in the truth."""
    size = int(max(truth.max(), guess.max())) + 1
    wanted, said = np.bincount(truth, minlength=size), np.bincount(guess, minlength=size)
    right = np.bincount(truth[truth == guess], minlength=size)
    there = wanted > 0
    return float((2 * right[there] / (wanted + said)[there]).mean())
