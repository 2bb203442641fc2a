"""Which items carry a label somebody gave, read slim: what learners learn from, and whether it has changed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.petitions import item as table
from records.transactions import Tx
from records.visibility import shown_items


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item's id with the class and the unit somebody gave it; either may be empty."""

    id: str
    issue: str
    unit: str


def labelled(tx: Tx, viewer: Viewer, *, limit: int) -> list[Labelled]:
    """The newest labelled items the viewer may see, by id; accusations are never among them."""
    by_person = table.c.issue_confidence == 1.0
    issue = sa.case((table.c.class_text != "", table.c.class_text), (by_person, table.c.issue_code), else_="")
    unit = sa.case((table.c.unit_text != "", table.c.unit_text), else_=table.c.unit_id)
    statement = (
        sa.select(table.c.id, issue.label("issue"), unit.label("unit"))
        .where(sa.or_(issue != "", unit != ""), table.c.restricted == "", shown_items(tx, viewer))
        .order_by(table.c.received_at.desc().nulls_last(), table.c.id.desc())
        .limit(limit)
    )
    return sorted((Labelled(row.id, row.issue, row.unit) for row in tx.execute(statement)), key=lambda one: one.id)
