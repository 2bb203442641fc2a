"""How sure a figure is: percentile bootstrap over questions, or over groups of them, with a fixed seed.

Two settings are compared on the same draws, question by question, so that what is hard for both takes no part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Statistic = Callable[[Places], float]
"""A figure over the units at these places; a place may come several times."""
ROUNDS = 1000
SEED = 20260101
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds it lies between in 95 of 100 draws; without bounds when there is one group only."""

    value: float
    low: float | None = None
    high: float | None = None


def interval(statistic: Statistic, units: int, groups: Sequence[str] = (), *, rounds: int = ROUNDS) -> Interval:
    """The figure over all units with its interval; `groups` names for each unit what it is drawn together with."""
    value = statistic(np.arange(units))
    return _bounded(value, [statistic(places) for places in draws(units, groups, rounds=rounds)])


def paired_difference(
    before: Statistic, after: Statistic, units: int, groups: Sequence[str] = (), *, rounds: int = ROUNDS
) -> Interval:
    """`after` less `before` with its interval, both over the same draws."""
    every = np.arange(units)
    differences = [after(places) - before(places) for places in draws(units, groups, rounds=rounds)]
    return _bounded(after(every) - before(every), differences)


def _bounded(value: float, drawn: Sequence[float]) -> Interval:
    if not drawn:
        return Interval(float(value))
    low, high = np.quantile(np.array(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(value), float(low), float(high))


def draws(units: int, groups: Sequence[str] = (), *, rounds: int = ROUNDS) -> tuple[Places, ...]:
    """Places drawn with replacement, `rounds` times, whole groups at once; none for fewer than two groups."""
    return _drawn(units, tuple(groups), rounds)


@lru_cache(maxsize=2)
def _drawn(units: int, groups: tuple[str, ...], rounds: int) -> tuple[Places, ...]:
    """Every figure of a set is drawn at the same places, so these are kept while it is measured."""
    together = _places_of(units, groups)
    if len(together) < 2:
        return ()
    chance = np.random.default_rng(SEED)
    chosen = [chance.integers(0, len(together), len(together)) for _ in range(rounds)]
    return tuple(chosen) if not groups else tuple(np.concatenate([together[one] for one in some]) for some in chosen)


def _places_of(units: int, groups: Sequence[str]) -> list[Places]:
    if not groups:
        return [np.array([place]) for place in range(units)]
    found: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        found.setdefault(group or f"\0{place}", []).append(place)
    return [np.array(places) for places in found.values()]
