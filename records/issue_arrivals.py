"""New letters that look like members of a known issue (待确认): they wait for a person or the next discovery."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.casework import issue_member
from records.tables.issue_life import issue_arrival as table
from records.transactions import Tx, delete_among, select_among, upsert
from records.visibility import not_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """A letter that waits at an issue, why, and how alike it is to the members on average, 0–1."""

    issue_id: str
    item_id: str
    reason: str = ""
    score: float = 0.0
    at: datetime | None = None


def put_arrivals(tx: Tx, new: Sequence[Arriving], *, now: datetime) -> None:
    """Inserts or overwrites letters that wait; one a person has decided on is left alone."""
    decided = {
        (row.issue_id, row.item_id)
        for row in select_among(
            tx,
            sa.select(issue_member.c.issue_id, issue_member.c.item_id).where(issue_member.c.person != ""),
            issue_member.c.item_id,
            [one.item_id for one in new],
        )
    }
    rows = [
        {"issue_id": one.issue_id, "item_id": one.item_id, "reason": one.reason, "score": one.score, "at": now}
        for one in new
        if (one.issue_id, one.item_id) not in decided
    ]
    upsert(tx, table, rows)


def drop_arrivals(tx: Tx, item_ids: Iterable[str] | None = None) -> None:
    """Nothing waits any more of these letters, or of all."""
    if item_ids is None:
        tx.execute(sa.delete(table))
    else:
        delete_among(tx, table, table.c.item_id, item_ids)


def drop_arrival(tx: Tx, issue_id: str, item_id: str) -> None:
    """The letter waits no more at this issue: a person decided."""
    tx.execute(sa.delete(table).where(table.c.issue_id == issue_id, table.c.item_id == item_id))


def arriving_at(tx: Tx, viewer: Viewer, issue_ids: Iterable[str]) -> dict[str, list[Arriving]]:
    """Issue id → letters the viewer may see that wait there, the likeliest first, then by id."""
    statement = (
        sa.select(table).where(not_hidden(tx, viewer, table.c.item_id)).order_by(table.c.score.desc(), table.c.item_id)
    )
    found: dict[str, list[Arriving]] = {}
    for row in select_among(tx, statement, table.c.issue_id, issue_ids):
        found.setdefault(row.issue_id, []).append(Arriving(**row._mapping))
    return found
