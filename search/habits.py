"""What an office did before in such cases: counts of units among earlier items alike in one or two fields.

Each pair of fields (kind of problem and street, say) is one habit, counted over all time and with recent days
counting more. The fields are chosen by how much they tell of the unit; none is known by name. What is counted are
labels of several namings: the unit itself, and what it is to the item ("the team of its own street").
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from search.grams import Matrix

Floats = NDArray[np.float32]
MOST_FIELDS = 7
FADES = (10.0, 0.25)
"""Days over which an earlier case loses weight in a recent habit: the weeks around, and the hours around."""
NEAR = 25
"""Cases before and after that a recent habit looks at."""
DOUBT = 1.0
"""How many cases of the whole office's habit are mixed into each."""
Fields = Mapping[str, str]


def telling_fields(several: Sequence[Fields], labels: Sequence[str]) -> tuple[str, ...]:
    """The fields that tell most of the label (mutual information), at most seven."""
    names = sorted({name for fields in several for name in fields})
    told = {name: _told([fields.get(name, "") for fields in several], labels) for name in names}
    return tuple(sorted((n for n in names if told[n] > 1e-9), key=lambda n: (-told[n], n))[:MOST_FIELDS])


def _told(values: Sequence[str], labels: Sequence[str]) -> float:
    both, one, other, n = Counter(zip(values, labels, strict=True)), Counter(values), Counter(labels), len(labels)
    return sum(c / n * math.log(c * n / (one[v] * other[u])) for (v, u), c in both.items())


@dataclass(frozen=True, slots=True)
class Past:
    """Rows by their telling fields: values, numbers of each row's labels, the day it came in.

    `labels` has one column a naming; questions have none.
    """

    names: tuple[str, ...]
    values: Sequence[tuple[str, ...]]
    labels: NDArray[np.int32]
    days: Floats

    def __len__(self) -> int:
        return len(self.values)

    def of(self, rows: NDArray[np.int64]) -> Past:
        """Some of the rows."""
        return Past(self.names, [self.values[n] for n in rows], self.labels[rows], self.days[rows])

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        values = np.array([list(row) for row in self.values], dtype=str).reshape(len(self.values), len(self.names))
        names = np.array(self.names, dtype=str)
        return {"names": names, "values": values, "labels": self.labels, "days": self.days}

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]]) -> Past:
        """The same rows from `packed()`."""
        values = [tuple(row) for row in parts["values"].tolist()]
        return cls(tuple(parts["names"].tolist()), values, parts["labels"], parts["days"])


class Habits:
    """Counts over earlier rows; `counts` says how many labels each naming has."""

    def __init__(self, past: Past, *, counts: Sequence[int]) -> None:
        self.past = past
        every = tuple(range(len(past.names)))
        self._kinds = [*((n,) for n in every), *itertools.combinations(every, 2)]
        self._kinds += [kind for kind in (*itertools.combinations(every[:4], 3), every) if len(kind) > 2]
        self._starts = np.cumsum([0, *counts[:-1]])
        self._prior = np.concatenate([_prior(past.labels[:, n], count) for n, count in enumerate(counts)])
        self._labels = self._label_rows(past.labels, sum(counts))
        keys = ([_key(row, kind) for row in past.values] for kind in self._kinds)
        self._groups = [_Groups(own, past.days, self._labels) for own in keys]

    def _label_rows(self, labels: NDArray[np.int32], count: int) -> Matrix:
        """Each row with a one for its label of each naming, the namings side by side."""
        places = labels + self._starts
        ends = np.arange(len(places) + 1) * places.shape[1]
        return sparse.csr_matrix((np.ones(places.size, np.float32), places.ravel(), ends), shape=(len(places), count))

    def logs(self, asked: Past, candidates: NDArray[np.integer[Any]]) -> Floats:
        """Log shares of the candidates by each habit, shape (rows, candidates, namings x habits).

        `candidates` are their labels, shape (rows, candidates, namings).
        """
        rows, several, namings = candidates.shape
        places = (candidates + self._starts).reshape(rows, several * namings)
        prior = self._prior[places]
        found = [np.log(prior)]
        for kind, groups in zip(self._kinds, self._groups, strict=True):
            numbers = groups.numbers([_key(row, kind) for row in asked.values])
            lately = groups.lately(numbers, asked.days)
            for counts in (groups.ever[numbers], *(weights @ self._labels for weights in lately)):
                total = np.asarray(counts.sum(axis=1)).reshape(-1, 1) / namings
                own = np.take_along_axis(np.asarray(counts.todense()), places, axis=1)
                found.append(np.log((own + DOUBT * prior) / (total + DOUBT)).astype(np.float32))
        return np.stack(found, axis=-1).reshape(rows, several, namings * len(found))


def _prior(labels: NDArray[np.int32], count: int) -> Floats:
    """How often each label came, all over."""
    often = (np.bincount(labels, minlength=count) + 0.5).astype(np.float32)
    found: Floats = often / often.sum()
    return found


class _Groups:
    """Rows alike in the fields of one habit; the last group is empty, for what was never seen."""

    def __init__(self, keys: Sequence[tuple[str, ...]], days: Floats, labels: Matrix) -> None:
        self._numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        self._days = days
        own = np.array([self._numbers[key] for key in keys], dtype=np.int64)
        order = np.lexsort((days, own))
        ends = np.searchsorted(own[order], np.arange(len(self._numbers) + 1))
        self._members = [*(order[ends[n] : ends[n + 1]] for n in range(len(self._numbers))), order[:0]]
        self.ever: Matrix = self._weights(self._members, np.ones(len(order), dtype=np.float32)) @ labels

    def numbers(self, keys: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
        return np.array([self._numbers.get(key, len(self._numbers)) for key in keys], dtype=np.int64)

    def lately(self, asked: NDArray[np.int64], days: Floats) -> list[Matrix]:
        """What each earlier row nearby weighs for each asked one, one matrix for each of `FADES`."""
        near = []
        for number, day in zip(asked, days, strict=True):
            members = self._members[number]
            at = int(np.searchsorted(self._days[members], day))
            near.append(members[max(0, at - NEAR) : at + NEAR])
        apart = np.abs(self._days[np.concatenate(near)] - np.repeat(days, [len(some) for some in near]))
        return [self._weights(near, np.exp(-apart / fades)) for fades in FADES]

    def _weights(self, several: Sequence[NDArray[np.int64]], weights: Floats) -> Matrix:
        ends = np.cumsum([0, *map(len, several)])
        parts = (weights, np.concatenate(several), ends)
        return sparse.csr_matrix(parts, shape=(len(several), len(self._days)))


def _key(row: tuple[str, ...], kind: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[n] for n in kind)
