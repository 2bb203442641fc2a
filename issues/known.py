"""The known issues with the members that stand for them, as the book of new letters needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.viewer import Viewer
from issues.common_issue import Level
from issues.joining import SAMPLE, Group
from records.issues import StoredIssue, issues
from records.transactions import Tx

LEAST = 2
"""Members an issue needs before new letters may join it without a person."""


@dataclass(frozen=True, slots=True)
class Known:
    """Issues with the ids of the members that stand for them."""

    issues: tuple[StoredIssue, ...]
    items: tuple[str, ...]

    def at(self, row_of: Mapping[str, int]) -> list[Group]:
        """The issues as groups of rows; members that are no longer there drop out."""
        found = []
        for one in self.issues:
            rows = sorted(row_of[item] for item in _sample(one) if item in row_of)
            if rows:
                level: Level = "pattern" if one.level == "pattern" else "event"
                out = frozenset(m.item_id for m in one.members if m.role != "member" and m.person)
                found.append(Group(id=one.id, level=level, rows=np.array(rows, dtype=np.int64), kept_out=out))
        return found


def read_groups(tx: Tx, viewer: Viewer) -> Known:
    """The issues new letters may join: all but those a person has dismissed."""
    several = tuple(one for one in issues(tx, viewer) if one.state != "dismissed" and len(_members(one)) >= LEAST)
    return Known(several, tuple(sorted({item for one in several for item in _sample(one)})))


def _members(one: StoredIssue) -> tuple[str, ...]:
    return tuple(member.item_id for member in one.members if member.role == "member")


def _sample(one: StoredIssue) -> tuple[str, ...]:
    """Those most like the others, which stand first."""
    return _members(one)[:SAMPLE]
