"""Matters (信访事项): saving them and reading them with counts over the items the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from core.errors import NotFound
from core.petition import Item, Matter, Node
from core.viewer import Viewer
from records.item_reading import item_of, selected
from records.nodes import put_nodes
from records.tables.columns import CHINA
from records.tables.petitions import item
from records.tables.petitions import matter as table
from records.transactions import Tx, as_row, select_among, upsert
from records.visibility import shown_items


def save_matters(tx: Tx, matters: Sequence[Matter]) -> None:
    """Inserts or overwrites matters and their nodes."""
    upsert(tx, table, [as_row(one, table) for one in matters])
    put_nodes(tx, [Node(id=m.id, kind="matter", name=m.title, region=m.region_code) for m in matters])


def matter(tx: Tx, viewer: Viewer, matter_id: str) -> Matter:
    """The matter with this id. Raises NotFound when it does not exist or no item of it may be seen."""
    found = matters(tx, viewer, [matter_id])
    if matter_id not in found:
        raise NotFound(f"没有信访事项 {matter_id}，或者您无权查看", "请检查编号")
    return found[matter_id]


def matters(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> dict[str, Matter]:
    """The matters among `ids` with at least one visible item; counts and dates are those of visible items."""
    wanted = list(dict.fromkeys(ids))
    stored = {row.id: row for row in select_among(tx, sa.select(table), table.c.id, wanted)}
    counted = (
        sa.select(
            item.c.matter_id,
            sa.func.count().label("count"),
            sa.func.min(item.c.received_at).label("first"),
            sa.func.max(item.c.received_at).label("last"),
        )
        .where(shown_items(tx, viewer))
        .group_by(item.c.matter_id)
    )
    found = {}
    for row in select_among(tx, counted, item.c.matter_id, stored):
        known = Matter(**stored[row.matter_id]._mapping)
        found[known.id] = replace(
            known,
            item_count=row.count,
            first_received_on=row.first.astimezone(CHINA).date() if row.first else known.first_received_on,
            last_received_on=row.last.astimezone(CHINA).date() if row.last else known.last_received_on,
        )
    return {id_: found[id_] for id_ in wanted if id_ in found}


def items_of_matter(tx: Tx, viewer: Viewer, matter_id: str) -> list[Item]:
    """The visible items of the matter, oldest first."""
    statement = selected().where(item.c.matter_id == matter_id, item.c.matter_id != "", shown_items(tx, viewer))
    return [item_of(row) for row in tx.execute(statement.order_by(item.c.received_at.asc().nulls_last(), item.c.id))]
