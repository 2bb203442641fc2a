"""Which article of an old act became which article of a new one (新旧条文对应), with a confidence.

Likeness of the texts is not enough: articles keep their order far more often than not, so pairs that stand on the
one heaviest chain in order are preferred, and then pairs of the same number. What is left over is looked for in what
the partner of another article does not cover: a part that was split off, or one that was merged into another.
The same texts give the same answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.likeness import Likeness, likeness
from core.normal import normal

Change = Literal["same", "moved", "changed", "split", "merged", "new", "gone"]

LABELS: Mapping[str, str] = {
    "same": "未变",
    "moved": "移位",
    "changed": "修改",
    "split": "拆分",
    "merged": "合并",
    "new": "新增",
    "gone": "删去",
}
_LEAST = 0.2
"""Likeness below which two articles are not called old and new of one rule."""
_IN_ORDER = 0.12
_SAME_NUMBER = 0.04
"""What standing in order, or having the same number, adds to likeness when pairs are chosen."""
_PART = 0.5
"""Share of a left-over article that must be found in the rest of another one to be a part of it."""
_PART_BESIDE = 0.25
"""The same for an article that stands beside the one it is a part of, or went into."""
_BESIDE = 2
_BEST = 6
"""How many of the most similar articles are looked at for each."""
_NEAR_RIVAL = 0.05
"""A second best this close makes the pairing less sure."""

_Further: TypeAlias = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as it is compared: its number within the act (58, 35-1) and its text."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Numbers of old and new articles that belong together; several on one side for split and merged.

    `likeness` is that of the texts, `confidence` how sure the pairing is (a rule of thumb, 1 where a person decided).
    """

    change: Change
    old: tuple[str, ...]
    new: tuple[str, ...]
    likeness: float = 0.0
    confidence: float = 1.0
    by_person: bool = False

    @property
    def renumbered(self) -> bool:
        """True when the rule lives on under another number."""
        return bool(self.old and self.new) and self.old != self.new


def align(old: Sequence[Piece], new: Sequence[Piece], *, decided: Iterable[tuple[str, str]] = ()) -> tuple[Pair, ...]:
    """Every article of both sides in exactly one pair, in the order of the old act, new ones after their neighbour.

    `decided` are pairs a person has set, by number: ("58", "88"); an empty side says that the other is new or gone.
    """
    fixed = _Fixed(old, new, decided)
    alike = likeness([p.text for p in old], [p.text for p in new], best=_BEST)
    chosen, sure = _choose(old, new, alike, fixed)
    split, merged = _parts(alike, chosen, fixed)
    found = [*fixed.groups, *_groups(chosen, split, merged)]
    taken_old, taken_new = {i for g in found for i in g[0]}, {j for g in found for j in g[1]}
    gone = {i for i in range(len(old)) if i not in taken_old}
    found += [((i,), ()) for i in gone] + [((), (j,)) for j in range(len(new)) if j not in taken_new]
    teller = _Teller(old, new, alike, sure, fixed)
    return tuple(teller.pair(*group) for group in _in_reading_order(found))


_Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


class _Fixed:
    """What a person has decided, by place."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece], decided: Iterable[tuple[str, str]]) -> None:
        old_at = {p.number: i for i, p in enumerate(old)}
        new_at = {p.number: j for j, p in enumerate(new)}
        to: dict[int, set[int]] = {}
        self.new: set[int] = set()
        for a, b in decided:
            if a in old_at and (b in new_at or not b):
                to.setdefault(old_at[a], set()).update({new_at[b]} if b else ())
            if b in new_at and (a in old_at or not a):
                self.new.add(new_at[b])
        self.old = set(to)
        self.groups = list(_components(to))


def _components(to: Mapping[int, set[int]]) -> Iterator[_Group]:
    """Old places that share a new one are one group."""
    done: set[int] = set()
    for first in sorted(to):
        if first in done or not to[first]:
            continue
        olds, news = {first}, set(to[first])
        while more := {i for i, js in to.items() if i not in olds and js & news}:
            olds |= more
            news |= {j for i in more for j in to[i]}
        done |= olds
        yield tuple(sorted(olds)), tuple(sorted(news))


def _choose(
    old: Sequence[Piece], new: Sequence[Piece], alike: Likeness, fixed: _Fixed
) -> tuple[dict[int, int], dict[int, float]]:
    """Old place → new place one to one, the best first; and by how much each was better than the next best."""
    pairs = [(i, j, s) for i, j, s in alike.pairs if s >= _LEAST and i not in fixed.old and j not in fixed.new]
    chain = set(_chain(pairs))
    scored = sorted((-_score(s, (i, j) in chain, old[i].number == new[j].number), i, j) for i, j, s in pairs)
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    margins: dict[int, float] = {}
    rivals: dict[int, list[tuple[float, int]]] = {}
    for score, i, j in scored:
        rivals.setdefault(i, []).append((-score, j))
    for score, i, j in scored:
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
            margins[i] = -score - max((s for s, k in rivals[i] if k not in taken), default=0.0)
    return chosen, margins


def _score(alike: float, in_order: bool, same_number: bool) -> float:
    return alike + _IN_ORDER * in_order + _SAME_NUMBER * same_number


def _chain(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest chain of pairs that is in order on both sides: the backbone of the two acts."""
    ends: list[int] = []
    best: list[tuple[float, int]] = []
    """New places, and weight and index of the chain that ends there, both rising."""
    back = [-1] * len(pairs)
    for n in sorted(range(len(pairs)), key=lambda n: (pairs[n][0], -pairs[n][1])):
        _, j, s = pairs[n]
        at = bisect_left(ends, j)
        weight, back[n] = best[at - 1] if at else (0.0, -1)
        weight += s * s
        if at < len(ends) and ends[at] == j and best[at][0] >= weight:
            continue
        stop = at
        while stop < len(ends) and best[stop][0] <= weight:
            stop += 1
        ends[at:stop], best[at:stop] = [j], [(weight, n)]
    found, n = [], best[-1][1] if best else -1
    while n >= 0:
        found.append((pairs[n][0], pairs[n][1]))
        n = back[n]
    return found[::-1]


def _parts(alike: Likeness, chosen: Mapping[int, int], fixed: _Fixed) -> tuple[_Further, _Further]:
    """Old place → further new places that hold a part of it; new place → further old places that went into it."""
    near_new: _Further = {}
    near_old: _Further = {}
    for i, j, s in alike.pairs:
        if s >= _LEAST:
            near_new.setdefault(i, []).append(j)
            near_old.setdefault(j, []).append(i)
    owner = {j: i for i, j in chosen.items()}
    split: _Further = {}
    merged: _Further = {}
    for j in range(len(alike.new)):
        if j not in owner and j not in fixed.new:
            near = [i for i in near_old.get(j, ()) if i in chosen]
            _take(
                split, [(i, chosen[i], alike.share(alike.new[j], alike.old[i], alike.new[chosen[i]])) for i in near], j
            )
    for i in range(len(alike.old)):
        if i not in chosen and i not in fixed.old:
            near = [j for j in near_new.get(i, ()) if j in owner]
            _take(
                merged, [(j, owner[j], alike.share(alike.old[i], alike.new[j], alike.old[owner[j]])) for j in near], i
            )
    return split, merged


def _take(parts: _Further, found: Sequence[tuple[int, int, float]], part: int) -> None:
    """Notes `part` under the whole it fits best; a find is (place of the whole, of its partner, share)."""
    enough = [
        (share, -whole)
        for whole, partner, share in found
        if share >= (_PART_BESIDE if abs(partner - part) <= _BESIDE else _PART)
    ]
    if enough:
        parts.setdefault(-max(enough)[1], []).append(part)


def _groups(chosen: Mapping[int, int], split: _Further, merged: _Further) -> Iterator[_Group]:
    for i, j in chosen.items():
        yield tuple(sorted((i, *merged.get(j, ())))), tuple(sorted((j, *split.get(i, ()))))


def _in_reading_order(groups: Sequence[_Group]) -> list[_Group]:
    """By old place; what is new stands after the group that holds the new article before it."""
    after: dict[int, int] = {}
    for olds, news in groups:
        after.update({j: olds[0] for j in news if olds})
    last, place = -1, {}
    for j in range(max((j for _, news in groups for j in news), default=-1) + 1):
        last = after.get(j, last)
        place[j] = last
    return sorted(groups, key=lambda g: (g[0][0], -1, -1) if g[0] else (place[g[1][0]], 0, g[1][0]))


class _Teller:
    """Says of each group what changed and how sure that is."""

    def __init__(
        self, old: Sequence[Piece], new: Sequence[Piece], alike: Likeness, margins: Mapping[int, float], fixed: _Fixed
    ) -> None:
        self._old, self._new, self._margins, self._fixed = old, new, margins, fixed
        self._alike = {(i, j): s for i, j, s in alike.pairs}
        self._best: dict[tuple[str, int], float] = {}
        for i, j, s in alike.pairs:
            self._best["old", i] = max(s, self._best.get(("old", i), 0.0))
            self._best["new", j] = max(s, self._best.get(("new", j), 0.0))

    def pair(self, olds: tuple[int, ...], news: tuple[int, ...]) -> Pair:
        """The pair as it is told."""
        by_person = bool(self._fixed.old & set(olds) or self._fixed.new & set(news))
        alike = max((self._alike.get((i, j), 0.0) for i in olds for j in news), default=0.0)
        sure = 1.0 if by_person else self._sure(olds, news, alike)
        numbers = tuple(self._old[i].number for i in olds), tuple(self._new[j].number for j in news)
        return Pair(self._change(olds, news), *numbers, round(alike, 3), round(sure, 2), by_person)

    def _change(self, olds: tuple[int, ...], news: tuple[int, ...]) -> Change:
        if not news:
            return "gone"
        if not olds:
            return "new"
        if len(news) > 1:
            return "split" if len(olds) == 1 else "changed"
        if len(olds) > 1:
            return "merged"
        old, new = self._old[olds[0]], self._new[news[0]]
        if normal(old.text) != normal(new.text):
            return "changed"
        return "same" if old.number == new.number else "moved"

    def _sure(self, olds: tuple[int, ...], news: tuple[int, ...], alike: float) -> float:
        if not olds or not news:
            best = self._best.get(("old", olds[0]) if olds else ("new", news[0]), 0.0)
            return max(0.3, 1.0 - best)
        sure = min(0.99, 0.3 + 1.1 * alike)
        near = len(olds) == len(news) == 1 and self._margins.get(olds[0], 1.0) < _NEAR_RIVAL
        return sure * (0.7 if near else 0.85 if len(olds) + len(news) > 2 else 1.0)
