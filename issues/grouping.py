"""Exact average-link clustering (类平均法) of many letters without comparing all with all.

A merge at threshold t needs one pair at least that alike, so clusters never leave the components of the graph of
such pairs; inside a component everything is compared with everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

Rows = NDArray[np.int64]

LARGEST = 4000
"""Rows compared all with all at once; a larger component is first cut at a higher threshold."""
_STEP = 0.02


def components(count: int, edges: tuple[Rows, Rows, NDArray[np.float32]], threshold: float) -> list[Rows]:
    """Sets of two or more rows joined by pairs of at least `threshold`, each sorted, by first row.

    `edges` are rows, rows and likeness. A set larger than `LARGEST` is cut again at a higher threshold.
    """
    one, other, alike = edges
    kept = alike >= threshold
    graph = sparse.csr_matrix((alike[kept], (one[kept], other[kept])), shape=(count, count))
    found: list[Rows] = []
    for rows in _sets(connected_components(graph, directed=False)[1]):
        if len(rows) <= LARGEST:
            found.append(rows)
            continue
        inside = np.isin(one, rows) & np.isin(other, rows)
        found += components(count, (one[inside], other[inside], alike[inside]), threshold + _STEP)
    return sorted(found, key=lambda rows: int(rows[0]))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that belong together, sorted, and the mean likeness of each to the others."""

    rows: Rows
    scores: NDArray[np.float32]


def average_link(rows: Rows, alike: NDArray[np.float32], threshold: float) -> list[Cluster]:
    """Clusters of two or more among `rows` whose mean likeness at every merge is at least `threshold`.

    `alike` is the likeness of `rows` among themselves, shape (m, m).
    """
    distance = np.maximum(1.0 - alike, 0.0).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    return [_cluster(rows, members, alike) for members in _sets(fcluster(tree, 1.0 - threshold, "distance"))]


def _cluster(rows: Rows, members: Rows, alike: NDArray[np.float32]) -> Cluster:
    inside = alike[np.ix_(members, members)]
    others = (inside.sum(axis=1) - np.diagonal(inside)) / (len(members) - 1)
    return Cluster(rows[members], np.clip(others, 0.0, 1.0).astype(np.float32))


def _sets(labels: NDArray[np.int32]) -> list[Rows]:
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [np.sort(part).astype(np.int64) for part in np.split(order, cuts) if len(part) > 1]
