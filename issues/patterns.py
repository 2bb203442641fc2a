"""Patterns (共性规律): events and single letters about one matter at different places, joined by cause or rule.

Each event counts as one unit, however many letters it has, and names of places and respondents do not count at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from issues.bigrams import row_products, table_products
from issues.classes import OTHER, SAME, Classes, read_classes
from issues.events import Events
from issues.grouping import Cluster, average_link, components
from issues.letters import Letter
from issues.likeness import Likeness, Rows, row_dots
from issues.strips import WIDE, by_strips

PATTERN_THRESHOLD = 0.52
NEIGHBOURS = 12
_MEANING, _WORDING, _MATTER, _CLASS = 0.6, 0.2, 0.2, 0.05
_NEAR = np.zeros(3)
_NEAR[[SAME, OTHER]] = _CLASS, -_CLASS
"""By verdict: OTHER is -1 and stands last."""


def in_matter(
    meaning: NDArray[np.float32],
    wording: NDArray[np.float32],
    matter: NDArray[np.float32],
    verdict: NDArray[np.int8],
) -> NDArray[np.float32]:
    """Likeness in matter from its parts and the verdict on the classes, place left aside."""
    mixed = _MEANING * meaning + _WORDING * wording + _MATTER * matter
    return np.asarray(mixed + _NEAR[verdict], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The rows of a pattern, the mean likeness of each, and the numbers of the events inside."""

    rows: Rows
    scores: NDArray[np.float32]
    events: tuple[int, ...]


@dataclass(frozen=True)
class _Units:
    """Events and single letters as rows: which letters each holds, and their mean as numbers."""

    rows: list[Rows]
    event: list[int]
    vectors: NDArray[np.float32]
    wording: sparse.csr_matrix
    matter: sparse.csr_matrix
    classes: Classes

    def alike(self, one: Rows, other: Rows) -> NDArray[np.float32]:
        """Likeness in matter of units `one` (rows) and `other` (columns), shape (len(one), len(other))."""
        found = self.vectors[one] @ self.vectors[other].T
        wording, matter = (table_products(rows, one, other) for rows in (self.wording, self.matter))

        def fill(part: slice) -> None:
            verdict = self.classes.pairs(one[part, None], other[None, :])
            found[part] = in_matter(found[part], wording(part), matter(part), verdict)

        by_strips(len(one), fill, WIDE)
        return found

    def pairs(self, one: Rows, other: Rows) -> NDArray[np.float32]:
        """The same for each pair `one[i]`, `other[i]`."""
        wording, matter = row_products(self.wording, one, other), row_products(self.matter, one, other)
        return in_matter(row_dots(self.vectors, one, other), wording, matter, self.classes.pairs(one, other))


def find_patterns(letters: Sequence[Letter], likeness: Likeness, events: Events) -> list[Pattern]:
    """Patterns over two places or respondents at least and three petitioner sides, by first row."""
    if not letters:
        return []
    units = _units(letters, likeness, events)
    found = [_pattern(units, cluster) for cluster in _clusters(units, likeness.nearest)]
    return sorted((p for p in found if _wide(letters, p)), key=lambda p: int(p.rows[0]))


def _clusters(units: _Units, near: Rows) -> list[Cluster]:
    found: list[Cluster] = []
    for rows in components(len(units.rows), _edges(units, near), PATTERN_THRESHOLD):
        alike = units.alike(rows, rows)
        found += average_link(rows, np.asarray((alike + alike.T) / 2, np.float32), PATTERN_THRESHOLD)
    return found


def _edges(units: _Units, near: Rows) -> tuple[Rows, Rows, NDArray[np.float32]]:
    """Each unit with its nearest in meaning and matter, looked for among the units of its letters' nearest letters."""
    unit_of = np.empty(len(near), dtype=np.int64)
    for number, rows in enumerate(units.rows):
        unit_of[rows] = number
    one, other = np.repeat(unit_of, near.shape[1]), unit_of[near.ravel()]
    count = len(units.rows)
    codes = np.unique(np.minimum(one, other) * count + np.maximum(one, other))
    one, other = np.divmod(codes, max(count, 1))
    one, other = one[one != other], other[one != other]
    alike = units.pairs(one, other)
    kept = alike >= PATTERN_THRESHOLD
    one, other, alike = one[kept], other[kept], alike[kept]
    first = _first_of_each(np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([alike, alike]))
    kept = first[: len(one)] | first[len(one) :]
    return one[kept], other[kept], alike[kept]


def _first_of_each(one: Rows, other: Rows, alike: NDArray[np.float32]) -> NDArray[np.bool_]:
    """True for the `NEIGHBOURS` most alike pairs of each unit `one`, ties by the other."""
    order = np.lexsort((other, -alike, one))
    begins = np.flatnonzero(np.diff(one[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    found = np.zeros(len(order), dtype=np.bool_)
    found[order] = rank < NEIGHBOURS
    return found


def _units(letters: Sequence[Letter], likeness: Likeness, events: Events) -> _Units:
    belongs = events.of_row(len(letters))
    sets = [(cluster.rows, number) for number, cluster in enumerate(events.clusters)]
    sets += [(np.array([row], dtype=np.int64), -1) for row in np.flatnonzero(belongs < 0)]
    sets.sort(key=lambda pair: int(pair[0][0]))
    mean = _mean_of([rows for rows, _ in sets], len(letters))
    vectors = mean @ likeness.vectors
    return _Units(
        rows=[rows for rows, _ in sets],
        event=[number for _, number in sets],
        vectors=np.asarray(
            vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32
        ),
        wording=_unit_length(mean @ likeness.wording),
        matter=_unit_length(mean @ likeness.matter),
        classes=read_classes([_class_of([letters[row] for row in rows]) for rows, _ in sets]),
    )


def _mean_of(sets: Sequence[Rows], count: int) -> sparse.csr_matrix:
    row = np.repeat(np.arange(len(sets)), [len(rows) for rows in sets])
    share = np.concatenate([np.full(len(rows), 1 / len(rows), dtype=np.float32) for rows in sets])
    return sparse.csr_matrix((share, (row, np.concatenate(sets))), shape=(len(sets), count))


def _unit_length(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scaled = sparse.csr_matrix(sparse.diags((1.0 / np.maximum(length, 1e-9)).astype(np.float32)) @ rows)
    scaled.sort_indices()  # rows in order compare far faster
    return scaled


def _class_of(members: Sequence[Letter]) -> Letter:
    """A stand-in with the class most members have, the source's own classes first."""
    sure = [letter.class_code for letter in members if letter.class_sure]
    codes = Counter(sure or [letter.class_code for letter in members])
    code = min(codes, key=lambda one: (-len(one) // 6, -codes[one], one))
    return Letter(id="", class_code=code, class_sure=bool(sure))


def _pattern(units: _Units, cluster: Cluster) -> Pattern:
    rows = np.concatenate([units.rows[unit] for unit in cluster.rows])
    scores = np.concatenate(
        [np.full(len(units.rows[unit]), score) for unit, score in zip(cluster.rows, cluster.scores, strict=True)]
    )
    order = np.argsort(rows, kind="stable")
    events = tuple(sorted(units.event[unit] for unit in cluster.rows if units.event[unit] >= 0))
    return Pattern(rows[order], scores[order].astype(np.float32), events)


def _wide(letters: Sequence[Letter], pattern: Pattern) -> bool:
    """True when the pattern has an event, three sides, and more than one place or respondent."""
    members = [letters[row] for row in pattern.rows]
    places = {name.key or name.stem for one in members for name in one.names[:1]}
    return bool(pattern.events) and len(places) > 1 and len({one.petitioner_side for one in members}) >= 3
