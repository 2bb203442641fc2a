"""Nearest neighbours inside a selection, exactly, in blocks."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from search.dense import nearest_by_cells
from search.encoder import Vectors

BLOCK = 512
EXACT_TO = 30_000
"""Vectors up to which everything is compared with everything; beyond, only neighbouring cells are (IVF)."""


def nearest_rows(vectors: Vectors, k: int) -> NDArray[np.int64]:
    """For each vector the rows of its `k` nearest others, nearest first, ties by row; shape (n, k), k below n.

    Exact up to `EXACT_TO` vectors. The answer does not depend on the number of cores.
    """
    n = len(vectors)
    k = min(k, max(n - 1, 0))
    if not k:
        return np.empty((n, 0), dtype=np.int64)
    find: Callable[[NDArray[np.int64]], NDArray[np.int64]]
    find = _in_cells(vectors, k) if n > EXACT_TO else lambda rows: _among_all(vectors, rows, k)
    strips = [np.arange(start, min(start + BLOCK, n), dtype=np.int64) for start in range(0, n, BLOCK)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return np.concatenate(list(pool.map(find, strips)))


def _among_all(vectors: Vectors, rows: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    alike = vectors[rows] @ vectors.T
    alike[np.arange(len(rows)), rows] = -2.0
    return best_columns(alike, k)


def _in_cells(vectors: Vectors, k: int) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    ask = nearest_by_cells(vectors, k + 1)

    def find(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        columns, alike = ask(rows)
        alike[(columns == rows[:, None]) | (columns < 0)] = -3.0
        order = np.lexsort((columns, -alike), axis=1)[:, :k]
        return np.maximum(np.take_along_axis(columns, order, axis=1), 0)

    return find


def best_columns(alike: Vectors, k: int) -> NDArray[np.int64]:
    """For each row of a table the columns of its `k` largest values, the largest first, ties by column."""
    best = np.argpartition(alike, alike.shape[1] - k, axis=1)[:, alike.shape[1] - k :]
    values = np.take_along_axis(alike, best, axis=1)
    order = np.lexsort((best, -values), axis=1)
    return np.asarray(np.take_along_axis(best, order, axis=1), dtype=np.int64)


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
