"""Which of several candidates: opinions about each, weighed so that what happened on held-out rows was likeliest.

A conditional logit: share of a candidate = exp(sum of weight x opinion), divided by that of all candidates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.linear_labels import softmax

Floats = NDArray[np.float64]
PENALTY = 1e-2
STEPS = 120


def weigh(opinions: NDArray[np.float32], right: NDArray[np.int64]) -> Floats:
    """Weights of the opinions, from rows whose right candidate is at `right` (-1: among none of them)."""
    import scipy.optimize

    rows = np.flatnonzero(right >= 0)
    places, count = right[rows], max(1, len(rows))

    def loss(weights: Floats) -> tuple[float, Floats]:
        shares = shares_of(opinions, weights)
        value = -np.log(shares[rows, places] + 1e-12).mean() + PENALTY * float(weights @ weights)
        shares[rows, places] -= 1
        shares[right < 0] = 0.0  # tells nothing of the weights; kept in place, for the opinions are large
        slope = np.tensordot(shares.astype(np.float32), opinions, axes=((0, 1), (0, 1))) / count
        return float(value), slope.astype(np.float64) + 2 * PENALTY * weights

    start = np.full(opinions.shape[2], 0.1)
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights: Floats = found.x
    return weights


def shares_of(opinions: NDArray[np.float32], weights: Floats) -> Floats:
    """Share of each candidate, shape (rows, candidates)."""
    return softmax((opinions @ weights.astype(np.float32)).astype(np.float64))


def places_of(candidates: NDArray[np.int64], right: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where in its row of candidates the right label stands; -1 where it is not among them."""
    same = candidates == right[:, None]
    return np.where(same.any(axis=1), same.argmax(axis=1), -1)
