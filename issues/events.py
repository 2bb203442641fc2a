"""Single events (单一事件): letters about one matter at one place or with one respondent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from issues.grouping import Cluster, average_link, components
from issues.likeness import Compared, Likeness, Rows

EVENT_THRESHOLD = 0.44
"""Mean likeness at which two groups of letters are one event; on labelled messages nothing tips a tenth either way."""
NEIGHBOURS = 20
_ENOUGH = 4
_FAR, _NEAREST = 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Events:
    """Clusters by first row, and rows taken out of each because their body tells another matter (number → rows)."""

    clusters: tuple[Cluster, ...]
    taken_out: dict[int, tuple[int, ...]]

    def of_row(self, count: int) -> NDArray[np.int64]:
        """For each of `count` rows the number of its event, -1 for none."""
        belongs = np.full(count, -1, dtype=np.int64)
        for number, cluster in enumerate(self.clusters):
            belongs[cluster.rows] = number
        return belongs


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of letters near in meaning, their parts side by side, and their mixed likeness."""

    one: Rows
    other: Rows
    compared: Compared
    alike: NDArray[np.float32]


def near_pairs(likeness: Likeness) -> Edges:
    """The pairs events are grown from."""
    one, other = likeness.neighbours(NEIGHBOURS)
    compared = likeness.compare(one, other)
    return Edges(one, other, compared, compared.mixed(likeness.mixture))


def find_events(likeness: Likeness, edges: Edges | None = None) -> Events:
    """Events of two letters or more; the same letters give the same events in the same order."""
    count = likeness.vectors.shape[0]
    if count < 2:
        return Events((), {})
    near = edges or near_pairs(likeness)
    sets = components(count, (near.one, near.other, near.alike), EVENT_THRESHOLD)
    found = [
        cluster
        for rows, alike in zip(sets, likeness.blocks(sets), strict=True)
        for cluster in average_link(rows, alike, EVENT_THRESHOLD)
    ]
    ordered = sorted(found, key=lambda cluster: int(cluster.rows[0]))
    kept, taken = zip(*(_own_matter(likeness, cluster) for cluster in ordered), strict=True) if ordered else ((), ())
    return Events(tuple(kept), {number: rows for number, rows in enumerate(taken) if rows})


def tells_another_matter(wording: sparse.csr_matrix, members: Rows, row: int) -> bool:
    """True when the letter `row` has next to nothing of the wording that the members share among themselves."""
    count = len(members)
    if count < _ENOUGH - 1:
        return False
    shared = (wording[members] @ wording[members].T).toarray()
    np.fill_diagonal(shared, 0.0)
    usual = shared.sum() / (count * (count - 1))
    mine = (wording[members] @ wording[[row]].T).toarray()
    return bool(mine.mean() < _FAR * usual and mine.max() < _NEAREST * usual)


def _own_matter(likeness: Likeness, cluster: Cluster) -> tuple[Cluster, tuple[int, ...]]:
    """The cluster without letters whose wording has next to nothing in common with the others'.

    Such a letter came in by its place and its headline (欠工程款 among 欠工资), its body tells another matter: on
    average it shares less than a third of what the others share among themselves, and with none of them much more.
    """
    rows, count = cluster.rows, len(cluster.rows)
    if count < _ENOUGH:
        return cluster, ()
    shared = (likeness.wording[rows] @ likeness.wording[rows].T).toarray()
    np.fill_diagonal(shared, 0.0)
    own = shared.sum(axis=1)
    usual = (shared.sum() - 2 * own) / ((count - 1) * (count - 2))
    out = (own / (count - 1) < _FAR * usual) & (shared.max(axis=1) < _NEAREST * usual)
    return Cluster(rows[~out], cluster.scores[~out]), tuple(int(row) for row in rows[out])
