"""The threshold bench (阈值台, N17): pairs to label, stratified over their likeness, and the F0.5 curve they give.

Pairs of neighbours are grouped by likeness; from each group as many are asked for as from the others, so that both
sides of any threshold are seen. A labelled pair then stands for all pairs of its group (its weight), so that the
curve tells of the office's letters and not of the sample.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.ids import short_hash
from core.viewer import Viewer
from eval.bootstrap import Interval, Places, interval, paired_difference
from eval.metrics import Floats, f_beta
from records.transactions import Tx
from search.asking import Query, asked
from search.index import SearchIndex

ASKED = 300
"""Petitions whose neighbours are looked at."""
NEIGHBOURS = 12
WIDTH = 0.05
"""Of a group, on the scale of the floor."""
LEAST = 0.25
"""Pairs below are not the same, and nobody need say so."""
STEP = 0.02
ROUNDS = 300

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of petitions (lower id first) → likeness, and how many there are in each group."""

    shares: Mapping[Pair, float]

    @property
    def groups(self) -> Mapping[int, tuple[Pair, ...]]:
        """Group → its pairs in an order that is drawn once and for all."""
        found: dict[int, list[Pair]] = defaultdict(list)
        for pair, share in self.shares.items():
            found[group_of(share)].append(pair)
        return {number: tuple(sorted(its, key=lambda pair: short_hash(*pair))) for number, its in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What the floor `threshold` would do: precision, recall, and F0.5 with its interval."""

    threshold: float
    precision: float
    recall: float
    f05: Interval


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled pairs as columns: likeness, whether the same, and how many pairs each stands for."""

    shares: Floats
    same: Floats
    weights: Floats


def group_of(share: float) -> int:
    """The number of the group a likeness falls into."""
    return int(share / WIDTH + 1e-9)


def neighbours(tx: Tx, index: SearchIndex, viewer: Viewer, ids: Iterable[str]) -> Neighbours:
    """Pairs of petitions that search finds for one another, over a drawn part of `ids`, always the same one."""
    tuning, found = index.tuning.petitions, dict[Pair, list[float]]()
    drawn = sorted(ids, key=short_hash)[:ASKED]
    for id_ in drawn:
        ready = asked(tx, index, viewer, Query(like=id_))
        for match in index.search(ready.question, viewer, k=NEIGHBOURS):
            share = tuning.share(match)
            if share >= LEAST:
                pair = (id_, match.id) if id_ < match.id else (match.id, id_)
                found.setdefault(pair, []).append(share)
    return Neighbours({pair: round(sum(both) / len(both), 6) for pair, both in sorted(found.items())})


def to_label(near: Neighbours, labelled: Iterable[Pair], *, most: int = 50) -> list[Pair]:
    """At most `most` pairs without a label, one of each group in turn, the same for the same letters and labels."""
    done = set(labelled)
    waiting = [[pair for pair in pairs if pair not in done] for pairs in near.groups.values()]
    have = [len(pairs) - len(left) for pairs, left in zip(near.groups.values(), waiting, strict=True)]
    found: list[Pair] = []
    while len(found) < most and any(waiting):
        fewest = min((n, -number) for number, n in enumerate(have) if waiting[number])
        number = -fewest[1]
        found.append(waiting[number].pop(0))
        have[number] += 1
    return found


def columns_of(near: Neighbours, said: Mapping[Pair, bool]) -> Labelled:
    """The labelled pairs that are among the neighbours, in order of the pairs, with their weights."""
    known = [pair for pair in sorted(said) if pair in near.shares]
    per_group: dict[int, int] = defaultdict(int)
    for pair in known:
        per_group[group_of(near.shares[pair])] += 1
    sizes = {number: len(pairs) for number, pairs in near.groups.items()}
    groups = [group_of(near.shares[pair]) for pair in known]
    return Labelled(
        shares=np.array([near.shares[pair] for pair in known], dtype=np.float64),
        same=np.array([said[pair] for pair in known], dtype=np.float64),
        weights=np.array([sizes[number] / per_group[number] for number in groups], dtype=np.float64),
    )


def curve(rows: Labelled) -> list[CurvePoint]:
    """One point a step between the lowest and the highest likeness labelled; empty without both kinds of labels."""
    if not 0 < rows.same.sum() < len(rows.same):
        return []
    low, high = int(rows.shares.min() / STEP), int(rows.shares.max() / STEP)
    return [_point(rows, round(number * STEP, 2)) for number in range(low, high + 1)]


def _point(rows: Labelled, threshold: float) -> CurvePoint:
    every = np.arange(len(rows.shares))
    precision, recall = _figures(rows, threshold, every)
    f05 = interval(lambda places: _f05(rows, threshold, places), len(every), rounds=ROUNDS)
    return CurvePoint(threshold, precision, recall, f05)


def difference(rows: Labelled, before: float, after: float) -> Interval:
    """F0.5 at the floor `after` less that at `before`, over the same draws of pairs."""
    return paired_difference(
        lambda places: _f05(rows, before, places), lambda places: _f05(rows, after, places), len(rows.shares)
    )


def f05_at(rows: Labelled, threshold: float) -> float:
    """F0.5 of the floor over all labelled pairs."""
    return round(_f05(rows, threshold, np.arange(len(rows.shares))), 6)


def _figures(rows: Labelled, threshold: float, places: Places) -> tuple[float, float]:
    weights, same = rows.weights[places], rows.same[places]
    above = weights * (rows.shares[places] >= threshold)
    right = float((above * same).sum())
    called, wanted = float(above.sum()), float((weights * same).sum())
    return (right / called if called else 1.0), (right / wanted if wanted else 0.0)


def _f05(rows: Labelled, threshold: float, places: Places) -> float:
    return f_beta(*_figures(rows, threshold, places), 0.5)


def best(points: Sequence[CurvePoint]) -> CurvePoint | None:
    """The point with the best F0.5, of equals the highest threshold; None without points."""
    return max(points, key=lambda one: (round(one.f05.value, 6), one.threshold), default=None)
