"""Returned items (退回, 提出异议: 条例 23¶3): which unit sent which item back, with what the item is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.petitions import handling_event as event
from records.tables.petitions import item
from records.transactions import Tx
from records.visibility import shown_items

RETURNED = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One return: the unit says the item is not its business."""

    item_id: str
    number: str
    at: datetime
    unit_id: str
    note: str
    issue_code: str
    class_text: str


def returns(tx: Tx, viewer: Viewer, *, units: Sequence[str] | None = None) -> list[Returned]:
    """Every return of items the viewer may see (by `units`, when given), earliest first."""
    statement = (
        sa.select(
            event.c.item_id, event.c.at, event.c.unit_id, event.c.note,
            item.c.item_no, item.c.source_id, item.c.issue_code, item.c.class_text,
        )
        .join_from(event, item, item.c.id == event.c.item_id)
        .where(event.c.event == RETURNED, event.c.unit_id != "", shown_items(tx, viewer))
        .order_by(event.c.at, event.c.digest)
    )  # fmt: skip
    if units is not None:
        statement = statement.where(event.c.unit_id.in_(list(units)))
    return [
        Returned(
            item_id=row.item_id, number=row.item_no or row.source_id, at=row.at, unit_id=row.unit_id, note=row.note,
            issue_code=row.issue_code, class_text=row.class_text,
        )
        for row in tx.execute(statement)
    ]  # fmt: skip


def handled_alike(tx: Tx, viewer: Viewer, unit: str, issue: str) -> int:
    """How many items of this class the unit handles or handled, by id or name."""
    alike = sa.or_(item.c.issue_code.startswith(issue, autoescape=True), item.c.class_text == issue)
    owned = sa.or_(item.c.unit_id == unit, item.c.unit_text == unit)
    statement = sa.select(sa.func.count()).select_from(item).where(alike, owned, shown_items(tx, viewer))
    return int(tx.scalar(statement) or 0)
