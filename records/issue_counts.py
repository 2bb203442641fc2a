"""How many letters, from how many petitioner sides, reached common issues in a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.casework import issue_member
from records.tables.columns import CHINA
from records.tables.petitions import item
from records.transactions import Tx, select_among
from records.visibility import shown_items


@dataclass(frozen=True, slots=True)
class Reached:
    """Letters, and the petitioner sides behind them; a letter from nobody known is a side of its own."""

    letters: int = 0
    sides: int = 0


def reached(tx: Tx, viewer: Viewer, issue_ids: Iterable[str], first: date, last: date) -> dict[str, Reached]:
    """Issue id → members received from `first` to `last`, both included, that the viewer may see."""
    side = sa.func.coalesce(sa.func.nullif(item.c.petitioner_ref, ""), item.c.id)
    statement = (
        sa.select(issue_member.c.issue_id, sa.func.count(), sa.func.count(sa.distinct(side)))
        .join(item, item.c.id == issue_member.c.item_id)
        .where(issue_member.c.role == "member", shown_items(tx, viewer))
        .where(received_between(first, last))
        .group_by(issue_member.c.issue_id)
    )
    rows = select_among(tx, statement, issue_member.c.issue_id, issue_ids)
    return {issue_id: Reached(int(letters), int(sides)) for issue_id, letters, sides in rows}


def received_between(first: date, last: date) -> sa.ColumnElement[bool]:
    """A condition on the table `item`: received on one of these days, both included."""
    return sa.and_(item.c.received_at >= _start(first), item.c.received_at < _start(last + timedelta(days=1)))


def first_received(tx: Tx, viewer: Viewer) -> date | None:
    """The day of the earliest letter the viewer may see; before it the office holds no figures."""
    found: datetime | None = tx.scalar(sa.select(sa.func.min(item.c.received_at)).where(shown_items(tx, viewer)))
    return found.astimezone(CHINA).date() if found else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
