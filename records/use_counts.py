"""How many letters of a group (an issue class, a common issue) are answered, rest on law in force, and were rated."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from records.tables.petitions import item


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Counts of one group."""

    answered: int
    with_basis: int
    rated: int
    dissatisfied: int

    @property
    def share_based(self) -> float:
        """Share of answered cases whose reply rests on law in force today."""
        return self.with_basis / self.answered if self.answered else 0.0

    @property
    def share_dissatisfied(self) -> float | None:
        """Share of rated cases that are dissatisfied; None where nothing was rated."""
        return self.dissatisfied / self.rated if self.rated else None


COUNTED = tuple(
    sa.func.sum(sa.case((which, 1), else_=0))
    for which in (
        sa.or_(item.c.concluded.is_(True), item.c.replied_at.is_not(None)),
        item.c.rating != "",
        item.c.rating == "dissatisfied",
    )
)
"""Columns of a statement over `item`: answered, rated, dissatisfied."""
