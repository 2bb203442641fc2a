"""Handling events (办理过程): the append-only time line of an item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.ids import short_hash
from core.petition import HandlingEvent
from core.viewer import Viewer
from records.tables.columns import moment_text
from records.tables.petitions import handling_event as table
from records.transactions import Tx, as_row, insert_new, select_among
from records.visibility import not_hidden


def add_events(tx: Tx, events: Sequence[HandlingEvent]) -> None:
    """Adds events to the time lines; one that is there already, equal in every field, is not doubled."""
    insert_new(tx, table, list({row["digest"]: row for row in map(_row, events)}.values()))


def _row(event: HandlingEvent) -> dict[str, object]:
    parts = (event.item_id, moment_text(event.at), event.event, event.unit_id, event.from_state, event.to_state)
    return as_row(event, table, digest=short_hash(*parts, event.person, event.note, event.document_id, length=32))


def events_of(
    tx: Tx, viewer: Viewer, item_ids: Iterable[str], kinds: Sequence[str] = ()
) -> dict[str, list[HandlingEvent]]:
    """Item id → its events (of `kinds`, when given), earliest first, for items the viewer may see."""
    statement = sa.select(table).where(not_hidden(tx, viewer, table.c.item_id)).order_by(table.c.at, table.c.digest)
    if kinds:
        statement = statement.where(table.c.event.in_(kinds))
    found: dict[str, list[HandlingEvent]] = {}
    for row in select_among(tx, statement, table.c.item_id, item_ids):
        values = {name: value for name, value in row._mapping.items() if name != "digest"}
        found.setdefault(row.item_id, []).append(HandlingEvent(**values))
    return found
