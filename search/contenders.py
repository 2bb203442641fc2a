"""Which documents can be among the best of both legs together, so that only these are scored exactly.

Each leg brings its best documents with their figures; what it did not bring has at most the figure of its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.distinct import distinct

_SLACK = 2e-5
"""Scores are rounded to six digits, and the figures of a leg may differ from the exact ones in the seventh."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The best documents of one leg by number, their figures on a scale of 0..1, and the most any other can have."""

    numbers: NDArray[np.int64]
    figures: NDArray[np.float64]
    rest: float


NOTHING = Leg(np.empty(0, dtype=np.int64), np.empty(0), 0.0)


def contenders(legs: Sequence[tuple[Leg, float]], k: int) -> NDArray[np.int64]:
    """Numbers, ascending, of all documents of the legs that may be among the `k` best by the weighted sum."""
    numbers = distinct(np.concatenate([leg.numbers for leg, _ in legs]))
    if len(numbers) <= k:
        return numbers
    least, most = np.zeros(len(numbers)), np.zeros(len(numbers))
    for leg, weight in legs:
        places, reached = np.searchsorted(numbers, leg.numbers), weight * leg.figures.clip(0.0, 1.0)
        reachable = np.full(len(numbers), weight * min(max(leg.rest, 0.0), 1.0))
        reachable[places] = reached
        least[places] += reached
        most += reachable
    kept: NDArray[np.int64] = numbers[most >= np.partition(least, -k)[-k] - _SLACK]
    return kept
