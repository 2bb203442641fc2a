"""What an office did before in such cases: counts of units among earlier items alike in one or two fields.

Each pair of fields (kind of problem and street, say) is one habit, counted over all time and with recent days
counting more. The fields are chosen by how much they tell of the unit; none is known by name.
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
    """Rows by their telling fields: values, the number of each row's label (none for questions), the day it came in."""

    names: tuple[str, ...]
    values: Sequence[tuple[str, ...]]
    places: NDArray[np.int32]
    days: Floats

    def __len__(self) -> int:
        return len(self.values)

    def of(self, rows: NDArray[np.int64]) -> Past:
        """Some of the rows."""
        return Past(self.names, [self.values[n] for n in rows], self.places[rows], self.days[rows])

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        values = np.array([list(row) for row in self.values], dtype=str).reshape(len(self.values), len(self.names))
        names = np.array(self.names, dtype=str)
        return {"names": names, "values": values, "places": self.places, "days": self.days}

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]]) -> Past:
        """The same rows from `packed()`."""
        values = [tuple(row) for row in parts["values"].tolist()]
        return cls(tuple(parts["names"].tolist()), values, parts["places"], parts["days"])


class Habits:
    """Counts over earlier rows of `labels` labels."""

    def __init__(self, past: Past, *, labels: int) -> None:
        self.past, self._labels = past, labels
        every = tuple(range(len(past.names)))
        self._kinds = [*((n,) for n in every), *itertools.combinations(every, 2)]
        self._kinds += [kind for kind in (*itertools.combinations(every[:4], 3), every) if len(kind) > 2]
        self._prior = (np.bincount(past.places, minlength=labels) + 0.5).astype(np.float32)
        self._prior /= self._prior.sum()
        self._groups = [
            _Groups([_key(row, kind) for row in past.values], past.places, past.days) for kind in self._kinds
        ]

    def logs(self, asked: Past, candidates: NDArray[np.int64]) -> Floats:
        """Log shares of the candidate labels by each habit, shape (rows, candidates, habits)."""
        prior = self._prior[candidates]
        found = [np.log(prior)]
        for kind, groups in zip(self._kinds, self._groups, strict=True):
            numbers = groups.numbers([_key(row, kind) for row in asked.values])
            lately = (groups.lately(numbers, asked.days, fades, self._labels) for fades in FADES)
            for counts in (groups.ever(numbers, self._labels), *lately):
                total = np.asarray(counts.sum(axis=1)).reshape(-1, 1)
                own = np.take_along_axis(np.asarray(counts.todense()), candidates, axis=1)
                found.append(np.log((own + DOUBT * prior) / (total + DOUBT)))
        return np.stack(found, axis=-1).astype(np.float32)


class _Groups:
    """Rows alike in the fields of one habit; the last group is empty, for what was never seen."""

    def __init__(self, keys: Sequence[tuple[str, ...]], places: NDArray[np.int32], days: Floats) -> None:
        self._numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        self._places, self._days = places, days
        self._of = np.array([self._numbers[key] for key in keys], dtype=np.int64)
        order = np.lexsort((days, self._of))
        ends = np.searchsorted(self._of[order], np.arange(len(self._numbers) + 1))
        self._members = [order[ends[n] : ends[n + 1]] for n in range(len(self._numbers))]

    def numbers(self, keys: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
        return np.array([self._numbers.get(key, len(self._numbers)) for key in keys], dtype=np.int64)

    def ever(self, asked: NDArray[np.int64], labels: int) -> Matrix:
        ones = np.ones(len(self._of), dtype=np.float32)
        shape = (len(self._numbers) + 1, labels)
        return sparse.csr_matrix((ones, (self._of, self._places)), shape=shape)[asked]

    def lately(self, asked: NDArray[np.int64], days: Floats, fades: float, labels: int) -> Matrix:
        who, which, weights = [], [], []
        for place, number in enumerate(asked):
            if number == len(self._numbers):
                continue
            members = self._members[number]
            at = int(np.searchsorted(self._days[members], days[place]))
            near = members[max(0, at - NEAR) : at + NEAR]
            who.append(np.full(len(near), place))
            which.append(self._places[near])
            weights.append(np.exp(-np.abs(self._days[near] - days[place]) / fades))
        if not who:
            return sparse.csr_matrix((len(asked), labels), dtype=np.float32)
        parts = (np.concatenate(weights), (np.concatenate(who), np.concatenate(which)))
        return sparse.csr_matrix(parts, shape=(len(asked), labels))


def _key(row: tuple[str, ...], kind: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[n] for n in kind)
