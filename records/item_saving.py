"""Petition items (信访件): saving them in batches, changing one, reading them by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import InputError
from core.petition import Item, Node
from records.item_reading import FIELDS, absent, item_of, selected
from records.marks import Lane, mark
from records.nodes import put_nodes
from records.tables.columns import CHINA, json_text
from records.tables.petitions import item as table
from records.tables.petitions import item_text
from records.transactions import Tx, as_row, select_among, upsert

NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What saving did: counts, and the ids of the new and the changed items in the order given."""

    new: int
    changed: int
    same: int
    ids_changed: tuple[str, ...] = ()


def content_hash(item: Item) -> str:
    """A hash over what the source says about the item; equal for equal rows, whatever file they came in."""
    skipped = {"id", "content_hash", "source_file", "source_row", "title_masked", "content_masked", "reply_masked"}
    told = {name: getattr(item, name) for name in FIELDS if name not in skipped}
    return hashlib.sha256(json_text(told | {"extra": dict(item.extra)}).encode("utf-8", "surrogatepass")).hexdigest()


def save_items(tx: Tx, items: Sequence[Item], *, lane: Lane = "bulk") -> SaveReport:
    """Counts of new, changed and same items after saving them with node and marks; the last of two with one id wins.

    An item whose content hash is known already is left alone. What a person set by hand (`update_item(by_person=
    True)`) survives a changed row; an erased item never comes back.
    """
    wanted = {one.id: _hashed(one) for one in items}
    known = _known(tx, wanted)
    fresh: list[Item] = []
    new = 0
    for one in wanted.values():
        before = known.get(one.id)
        if before is None:
            new += 1
            fresh.append(one)
        elif not before.erased and before.content_hash != one.content_hash:
            fresh.append(_with_held(one, before))
    _write(tx, fresh, {row.id: row.held for row in known.values()})
    ids = tuple(one.id for one in fresh)
    mark(tx, ids, lane=lane)
    return SaveReport(new, len(fresh) - new, len(wanted) - len(fresh), ids)


def _hashed(one: Item) -> Item:
    return one if one.content_hash else _replace(one, content_hash=content_hash(one))


def _replace(one: Item, **changes: Any) -> Item:  # noqa: ANN401
    return Item(**({name: getattr(one, name) for name in FIELDS} | changes))


def _known(tx: Tx, ids: Iterable[str]) -> dict[str, Any]:
    statement = sa.select(table.c.id, table.c.content_hash, table.c.erased, table.c.held)
    rows = {row.id: row for row in select_among(tx, statement, table.c.id, ids)}
    held = [id_ for id_, row in rows.items() if row.held]
    full = {row[0]: row for row in select_among(tx, selected(), table.c.id, held)} if held else {}
    return {id_: _Known(row.id, row.content_hash, row.erased, row.held, full.get(id_)) for id_, row in rows.items()}


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    content_hash: str
    erased: bool
    held: tuple[str, ...]
    row: Sequence[Any] | None


def _with_held(one: Item, before: _Known) -> Item:
    if before.row is None:
        return one
    old = item_of(before.row)
    return _replace(one, **{name: getattr(old, name) for name in before.held})


def _write(tx: Tx, items: Sequence[Item], held: dict[str, tuple[str, ...]]) -> None:
    rows = [as_row(one, table, concluded=one.concluded, erased=False, held=held.get(one.id, ())) for one in items]
    upsert(tx, table, rows)
    upsert(tx, item_text, [as_row(one, item_text, item_id=one.id) for one in items])
    put_nodes(tx, [_node(one) for one in items])


def _node(one: Item) -> Node:
    name = one.title_masked or " ".join(one.content_masked.split()) or one.item_no or one.source_id
    return Node(
        id=one.id,
        kind="item",
        name=name[:NAME_LENGTH],
        region=one.region_code or one.region_text,
        on=one.received_at.astimezone(CHINA).date() if one.received_at else None,
        props={"state": one.state, "issue_code": one.issue_code, "outcome": one.outcome, "channel": one.channel},
    )


def update_item(
    tx: Tx,
    item_id: str,
    *,
    by_person: bool = False,
    lane: Lane = "interactive",
    **changes: Any,  # noqa: ANN401
) -> Item:
    """The item after its fields were changed, marked for all consumers.

    With `by_person` the fields are held: a later import does not overwrite them. Raises NotFound for an unknown or
    erased item, InputError for an unknown field.
    """
    unknown = sorted(set(changes) - (set(FIELDS) - {"id", "source", "source_id"}))
    if unknown:
        raise InputError(f"信访件没有这些可改的字段：{'、'.join(unknown)}", "请检查字段名")
    row = tx.execute(selected().add_columns(table.c.held).where(table.c.id == item_id, table.c.erased.is_(False)))
    found = row.first()
    if found is None:
        raise absent(item_id)
    changed = _replace(item_of(found[:-1]), **changes)
    held = tuple(sorted({*found[-1], *changes})) if by_person else tuple(found[-1])
    _write(tx, [changed], {item_id: held})
    mark(tx, [item_id], lane=lane)
    return changed
