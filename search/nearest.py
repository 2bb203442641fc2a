"""Nearest neighbours inside a selection, exactly, in blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors

BLOCK = 512


def nearest_among(vectors: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
    """For each row its `k` nearest other rows, nearest first, ties by position: positions and cosines, (n, k)."""
    n = len(vectors)
    k = min(k, max(n - 1, 0))
    positions, cosines = np.empty((n, k), dtype=np.int64), np.empty((n, k), dtype=np.float32)
    for start in range(0, n, BLOCK):
        scores = vectors[start : start + BLOCK] @ vectors.T
        own = np.arange(len(scores))
        scores[own, own + start] = -2.0
        if k:
            best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
            values = np.take_along_axis(scores, best, axis=1)
            order = np.lexsort((best, -values), axis=1)
            positions[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
            cosines[start : start + BLOCK] = np.take_along_axis(values, order, axis=1)
    return positions, cosines
