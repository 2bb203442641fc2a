"""Fields of items that a unit may be guessed from, as features: class, place, channel, time, the source's columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from core.petition import Item
from search.grams import Matrix
from search.unit_jobs import town_of

_LONGEST_VALUE = 20
_FEWEST_REPEATS = 3
_SPAN = 10
_STEPS = re.compile(r"\s*[›/>]\s*")
DAY = 86_400.0


def telling_columns(items: Sequence[Item], known: Collection[str] | None) -> tuple[str, ...]:
    """The source's own columns whose values come often enough to tell something."""
    values: dict[str, Counter[str]] = {}
    for item in items:
        for name, value in item.extra.items():
            if (known is None or name in known) and value and len(value) <= _LONGEST_VALUE:
                values.setdefault(name, Counter())[value] += 1
    return tuple(sorted(n for n, seen in values.items() if seen.total() >= _FEWEST_REPEATS * len(seen)))


def fields_of(item: Item, columns: Sequence[str]) -> Mapping[str, str]:
    """The fields of an item that say what it is about and where, by name; empty ones left out."""
    parts = {f"class{level}": part for level, part in enumerate(_STEPS.split(item.class_text.strip()))}
    named = {
        **parts,
        "issue": item.issue_code,
        "channel": item.channel,
        "purpose": item.purpose,
        "kind": item.claim_class,
        "region": item.region_text or item.region_code,
        "town": town_of(item),
        "place": item.place_text,
        "respondent": item.respondent_text,
        "source": item.source,
        **{f"column {name}": item.extra.get(name, "") for name in columns},
    }
    return {name: value for name, value in named.items() if value}


def times_of(item: Item) -> Mapping[str, str]:
    """The month and the ten days it came in, since duties move between units over time."""
    if item.received_at is None:
        return {}
    return {"month": f"{item.received_at:%Y-%m}", "days": str(int(day_of(item) // _SPAN))}


def day_of(item: Item) -> float:
    """Days since 1970, with the part of the day; 0 where nothing is known."""
    moment = item.received_at
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() / DAY if moment else 0.0


class FieldRows:
    """One column for each value of a field that was learned from."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        self._places = {one: place for place, one in enumerate(self.known)}

    @classmethod
    def of(cls, several: Sequence[Mapping[str, str]]) -> FieldRows:
        """The columns of these rows' values."""
        return cls(sorted({f"{name}={value}" for fields in several for name, value in fields.items()}))

    def __len__(self) -> int:
        return len(self.known)

    def rows(self, several: Sequence[Mapping[str, str]]) -> Matrix:
        """Sparse rows of ones."""
        found = [
            sorted(p for name, value in fields.items() if (p := self._places.get(f"{name}={value}")) is not None)
            for fields in several
        ]
        ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
        where: NDArray[np.int32] = np.array([place for row in found for place in row], dtype=np.int32)
        ones = np.ones(len(where), dtype=np.float32)
        return sparse.csr_matrix((ones, where, ends), shape=(len(several), len(self.known)))
