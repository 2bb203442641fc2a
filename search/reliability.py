"""How far shares can be trusted: of suggestions with share 0.8, how many in ten were right on held-out rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 10
FEWEST_IN_BIN = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Held-out suggestions with a share from `low` to `high`: how many, their mean share, how many were right."""

    low: float
    high: float
    count: int
    share: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """First suggestions for rows the learner had not seen; `floor` is the share below which it abstains."""

    rows: int
    right: float
    error: float
    """Expected calibration error: mean distance of share and rate of right ones, weighted by rows."""
    floor: float
    bins: tuple[Bin, ...]


def reliability(shares: Sequence[float] | NDArray[Any], right: Sequence[bool] | NDArray[Any]) -> Reliability:
    """Bins of a tenth each, the calibration error, and the floor.

    The floor is the lower edge of the lowest bin from which on at least every second suggestion was right: what is
    likelier wrong than right is left to a person. 0.5 where nothing was held out.
    """
    share, hit = np.asarray(shares, dtype=np.float64), np.asarray(right, dtype=np.float64)
    place = np.clip((share * BINS).astype(int), 0, BINS - 1)
    bins = []
    for n in range(BINS):
        own = place == n
        if own.any():
            mean, rate = float(share[own].mean()), float(hit[own].mean())
            bins.append(Bin(n / BINS, (n + 1) / BINS, int(own.sum()), mean, rate))
    count = len(share)
    error = sum(one.count * abs(one.share - one.right) for one in bins) / count if count else 0.0
    return Reliability(count, float(hit.mean()) if count else 0.0, error, _floor(bins), tuple(bins))


def _floor(bins: Sequence[Bin]) -> float:
    floor = 0.5
    for one in sorted((b for b in bins if b.count >= FEWEST_IN_BIN), key=lambda b: -b.low):
        if one.right < 0.5:
            return max(one.high, 0.2)
        floor = one.low
    return max(floor, 0.2)
