"""Drafts (草稿) of replies and other texts; two people writing at once do not overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from core.errors import Conflict, NotFound
from core.viewer import Viewer
from records.tables.casework import draft as table
from records.transactions import Tx, as_row, upsert
from records.visibility import not_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text being written for an item; `basis` tells what it was begun from (precedent, articles, as of)."""

    id: str
    item_id: str
    kind: str = "reply"
    text: str = ""
    basis: Mapping[str, object] = field(default_factory=dict)
    person: str = ""
    version: int = 0
    updated_at: datetime | None = None


def save_draft(tx: Tx, new: Draft, *, now: datetime) -> Draft:
    """The draft as stored, its version one higher.

    Raises Conflict when the stored version is not the one `new` was begun from (0 for a new draft).
    """
    stored = tx.scalar(sa.select(table.c.version).where(table.c.id == new.id)) or 0
    if stored != new.version:
        raise Conflict("这份草稿已被别人改过", "请先打开最新的草稿，再把您的改动并进去")
    saved = replace(new, version=new.version + 1, updated_at=now)
    upsert(tx, table, [as_row(saved, table)])
    return saved


def draft(tx: Tx, viewer: Viewer, draft_id: str) -> Draft:
    """The draft with this id. Raises NotFound when it does not exist or its item is hidden."""
    row = tx.execute(sa.select(table).where(table.c.id == draft_id, not_hidden(tx, viewer, table.c.item_id))).first()
    if row is None:
        raise NotFound(f"没有草稿 {draft_id}", "请检查编号")
    return Draft(**row._mapping)


def drafts_of(tx: Tx, viewer: Viewer, item_id: str) -> list[Draft]:
    """The drafts for an item the viewer may see, newest first."""
    statement = sa.select(table).where(table.c.item_id == item_id, not_hidden(tx, viewer, table.c.item_id))
    rows = tx.execute(statement.order_by(table.c.updated_at.desc().nulls_last(), table.c.id))
    return [Draft(**row._mapping) for row in rows]


def drop_draft(tx: Tx, draft_id: str) -> None:
    """Deletes a draft."""
    tx.execute(sa.delete(table).where(table.c.id == draft_id))
