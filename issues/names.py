"""Whether two letters speak of the same place (地点) or respondent (被反映对象): agree, conflict, or cannot be said.

Names are compared group by group, the most telling first; the first group in which both letters have a name of their
own decides. A letter also agrees with a name it merely mentions, so that a road beside an estate does no harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.about import GROUPS
from core.about import group_of as group_of
from issues.letters import Letter, Name
from issues.mentions import Mentions

AGREE, UNKNOWN, ABSENT, CONFLICT = 2, 0, 1, -1
"""ABSENT: one letter is about a name the other, which has none, does not even mention."""

Verdicts = Callable[[slice], NDArray[np.int8]]
_ORDINAL = frozenset("0123456789一二三四五六七八九十百甲乙丙丁东西南北中上下左右前后大小新老")
_RARE = 3


def one_spelling(counts: Counter[str]) -> dict[str, str]:
    """Rare names written with one other character → the frequent name they stand for (typos); others are left out.

    A difference in a number, a direction or 上/下 is never a typo, nor is a name that three letters write.
    """
    known = sorted(counts, key=lambda name: (-counts[name], name))
    frequent: dict[str, str] = {}
    same: dict[str, str] = {}
    for name in known:
        found = next((frequent[hole] for hole in _holes(name) if hole in frequent), "")
        if found and counts[name] < _RARE and counts[found] > counts[name]:
            same[name] = found
            continue
        for hole in _holes(name):
            frequent.setdefault(hole, name)
    return same


def _holes(name: str) -> list[str]:
    """The name with each one character that may be mistyped left open."""
    if len(name) < 3:
        return []
    return [f"{name[:i]}*{name[i + 1 :]}" for i, char in enumerate(name) if char not in _ORDINAL]


@dataclass(frozen=True)
class Group:
    """Names of one group: `own` says which letters are about a name, `mentions` which letters contain it (0/1 rows)."""

    own: sparse.csr_matrix
    mentions: sparse.csr_matrix

    @cached_property
    def has(self) -> NDArray[np.bool_]:
        """True for letters that are about at least one name of this group."""
        return np.asarray(self.own.sum(axis=1)).ravel() > 0

    def table(self, members: NDArray[np.int64]) -> Verdicts:
        """Verdicts among `members`, strip by strip of them, shape (strip, m)."""
        own, mentions, has = self.own[members], self.mentions[members], self.has[members]
        own_columns, mentions_columns = own.T.tocsr(), mentions.T.tocsr()

        def strip(part: slice) -> NDArray[np.int8]:
            reached = (own[part] @ mentions_columns).toarray() > 0
            reached |= (mentions[part] @ own_columns).toarray() > 0
            return _verdict(reached, has[part, None] & has[None, :], has[part, None] | has[None, :])

        return strip

    def pairs(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int8]:
        """The verdict for each pair `one[i]`, `other[i]`."""
        there = np.asarray(self.own[one].multiply(self.mentions[other]).sum(axis=1)).ravel() > 0
        back = np.asarray(self.own[other].multiply(self.mentions[one]).sum(axis=1)).ravel() > 0
        return _verdict(there | back, self.has[one] & self.has[other], self.has[one] | self.has[other])


def _verdict(shared: NDArray[np.bool_], both: NDArray[np.bool_], either: NDArray[np.bool_]) -> NDArray[np.int8]:
    agree, conflict, absent, unknown = np.array([AGREE, CONFLICT, ABSENT, UNKNOWN], dtype=np.int8)
    verdict: NDArray[np.int8] = np.where(shared, agree, np.where(both, conflict, np.where(either, absent, unknown)))
    return verdict


@dataclass(frozen=True)
class Names:
    """The names of all letters, ready for comparing."""

    groups: tuple[Group, ...]

    def table(self, members: NDArray[np.int64]) -> Verdicts:
        """Verdicts among `members`, strip by strip of them, shape (strip, m)."""
        tables = [group.table(members) for group in self.groups]
        count = len(members)

        def strip(part: slice) -> NDArray[np.int8]:
            nothing = np.zeros((len(range(*part.indices(count))), count), dtype=np.int8)
            return _first(nothing, (table(part) for table in tables))

        return strip

    def pairs(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int8]:
        """Verdicts for each pair, shape (p,)."""
        return _first(np.zeros(len(one), dtype=np.int8), (g.pairs(one, other) for g in self.groups))


def _first(answer: NDArray[np.int8], verdicts: Iterable[NDArray[np.int8]]) -> NDArray[np.int8]:
    """The first group that agrees or conflicts decides; ABSENT in any group stays if none does."""
    for verdict in verdicts:
        decided = (answer == AGREE) | (answer == CONFLICT)
        answer = np.where(decided | (verdict == UNKNOWN), answer, verdict)
    return answer


def read_names(letters: Sequence[Letter]) -> Names:
    """The comparable names of `letters`, with spellings joined and mentions found in every text."""
    tables = [_Table.of(letters, group) for group in GROUPS]
    mentions = Mentions(surface for table in tables for surface in table.columns)
    written = mentions.in_each([letter.text.lower() for letter in letters])
    return Names(tuple(_group(table, mentions, written) for table in tables))


@dataclass(frozen=True, slots=True)
class _Table:
    """The names of one group: surface form → column, and the stems each letter is about."""

    columns: dict[str, int]
    width: int
    own: list[list[str]]

    @classmethod
    def of(cls, letters: Sequence[Letter], group: str) -> _Table:
        own = [[name for name in letter.names if group_of(name.kind) == group] for letter in letters]
        keys = _keys(own)
        numbers = {key: i for i, key in enumerate(sorted(set(keys.values())))}
        columns = {surface: numbers[key] for surface, key in keys.items()}
        return cls(columns, len(numbers), [[_stem(name) for name in names] for names in own])


def _group(table: _Table, mentions: Mentions, written: Sequence[set[str]]) -> Group:
    """A name inside a longer one counts too (东六路 in 星沙东六路)."""
    columns = table.columns
    stems = list({stem for stems in table.own for stem in stems})
    within = {
        stem: {columns[s] for s in inside if s in columns} | {columns[stem]}
        for stem, inside in zip(stems, mentions.in_each(stems), strict=True)
    }
    about = [{column for stem in stems for column in within[stem]} for stems in table.own]
    found = [{columns[s] for s in here if s in columns} | own for here, own in zip(written, about, strict=True)]
    return Group(_rows(about, table.width), _rows(found, table.width))


def _stem(name: Name) -> str:
    return name.stem.lower()


def _keys(own: Sequence[Sequence[Name]]) -> dict[str, str]:
    """Surface form → key: the place's id where the office knows it, else one spelling for a name and its typos."""
    counts = Counter(stem for names in own for stem in {_stem(name) for name in names})
    same = one_spelling(counts)
    ids = {_stem(name): name.key for names in own for name in names if name.key}
    keys = {stem: ids.get(stem) or ids.get(same.get(stem, ""), "") or same.get(stem, stem) for stem in counts}
    written = {name.text.lower(): keys[_stem(name)] for names in own for name in names if len(name.text) > 1}
    return written | keys


def _rows(columns: Sequence[set[int]], width: int) -> sparse.csr_matrix:
    row = np.repeat(np.arange(len(columns)), [len(found) for found in columns])
    column = np.array([c for found in columns for c in sorted(found)], dtype=np.int64)
    shape = (len(columns), max(width, 1))
    return sparse.csr_matrix((np.ones(len(column), dtype=np.float32), (row, column)), shape=shape)
