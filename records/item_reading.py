"""Petition items (信访件) read by id, always on behalf of a viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound
from core.petition import Item
from core.viewer import Viewer
from records.tables.petitions import item as table
from records.tables.petitions import item_text
from records.transactions import Tx, select_among
from records.visibility import shown_items

FIELDS = tuple(f.name for f in fields(Item))
_TEXTS = tuple(column.name for column in item_text.c if column.name != "item_id")
_COLUMNS = [item_text.c[name] if name in _TEXTS else table.c[name] for name in FIELDS]


@lru_cache(maxsize=1)
def selected() -> sa.Select[Any]:
    """The statement that every read of items begins with: one column a field of `Item`, in field order."""
    return sa.select(*_COLUMNS).join_from(table, item_text, item_text.c.item_id == table.c.id)


def item_of(row: Sequence[Any]) -> Item:
    """The item in one row of `selected()`."""
    return Item(**dict(zip(FIELDS, row, strict=True)))


def absent(item_id: str) -> NotFound:
    """The error for an item that does not exist, is hidden or was erased: the same words for all three."""
    return NotFound(f"没有信访件 {item_id}，或者您无权查看", "请检查编号；可在“信访件”页按编号查找")


def item(tx: Tx, viewer: Viewer, item_id: str) -> Item:
    """The item with this id. Raises NotFound alike for one that does not exist, is hidden or was erased."""
    found = items(tx, viewer, [item_id])
    if item_id not in found:
        raise absent(item_id)
    return found[item_id]


def items(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> dict[str, Item]:
    """The items among `ids` that exist and the viewer may see, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    statement = selected().where(shown_items(tx, viewer))
    found = {row[0]: item_of(row) for row in select_among(tx, statement, table.c.id, wanted)}
    return {id_: found[id_] for id_ in wanted if id_ in found}


def item_by_source_id(tx: Tx, viewer: Viewer, source_id: str) -> list[Item]:
    """The items that had this id or item number in the file they came from, by id."""
    named = sa.or_(table.c.source_id == source_id, table.c.item_no == source_id)
    statement = selected().where(named, shown_items(tx, viewer)).order_by(table.c.id)
    return [item_of(row) for row in tx.execute(statement)]


def iter_items(
    tx: Tx, viewer: Viewer, *, after: str = "", batch: int = 1000, files: Collection[str] = ()
) -> Iterator[list[Item]]:
    """All items the viewer may see with ids after `after`, in id order, in batches; of source files alone if named."""
    statement = selected().where(shown_items(tx, viewer)).order_by(table.c.id).limit(batch)
    if files:
        statement = statement.where(table.c.source_file.in_(files))
    last = after
    while rows := tx.execute(statement.where(table.c.id > last)).all():
        last = rows[-1][0]
        yield [item_of(row) for row in rows]
