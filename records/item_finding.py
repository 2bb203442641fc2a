"""Finding, counting and faceting items by their register fields; hidden ones are gone before any count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from core.errors import InputError
from core.petition import Item
from core.viewer import Viewer
from records.item_reading import item_of, selected
from records.tables.columns import CHINA
from records.tables.graph import link
from records.tables.petitions import item as table
from records.transactions import Tx, chunks, page
from records.visibility import shown_items

Order = Literal["received", "received_first", "due", "id"]
FACETS = ("source", "channel", "state", "outcome", "issue_code", "unit_id", "region_code", "region_text", "place_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Conditions that all hold together; an empty one does not limit. Days are days in Asia/Shanghai, both included.

    `places` holds place ids (`place:…`, by link) or texts of the register field; `units` holds ids of the unit that
    handles the item, `issue_prefixes` and `region_prefixes` the beginnings of codes.
    """

    ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    issue_prefixes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    region_prefixes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    concluded: bool | None = None

    def is_empty(self) -> bool:
        """True when nothing is limited."""
        return all(not getattr(self, f.name) and getattr(self, f.name) is not False for f in fields(self))


EVERYTHING = ItemFilter()


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _begins(column: Any, prefixes: Iterable[str]) -> sa.ColumnElement[bool]:  # noqa: ANN401
    return sa.or_(*(column.startswith(prefix, autoescape=True) for prefix in prefixes))


def conditions(wanted: ItemFilter) -> list[sa.ColumnElement[bool]]:
    """The filter as conditions on the table `item`."""
    found: list[sa.ColumnElement[bool]] = []
    equal = {"source": wanted.sources, "unit_id": wanted.units, "state": wanted.states, "channel": wanted.channels}
    for name, values in (equal | {"outcome": wanted.outcomes}).items():
        if values:
            found.append(table.c[name].in_(values))
    if wanted.ids:
        found.append(sa.or_(*(table.c.id.in_(part) for part in chunks(wanted.ids))))
    if wanted.issue_prefixes:
        found.append(_begins(table.c.issue_code, wanted.issue_prefixes))
    if wanted.region_prefixes:
        by_code = _begins(table.c.region_code, wanted.region_prefixes)
        found.append(sa.or_(by_code, _begins(table.c.region_text, wanted.region_prefixes)))
    if wanted.places:
        found.append(_at_places(wanted.places))
    return found + _dated(wanted)


def _dated(wanted: ItemFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.received_from:
        found.append(table.c.received_at >= _start(wanted.received_from))
    if wanted.received_to:
        found.append(table.c.received_at < _start(wanted.received_to + timedelta(days=1)))
    if wanted.due_from:
        found.append(table.c.due_on >= wanted.due_from)
    if wanted.due_to:
        found.append(table.c.due_on <= wanted.due_to)
    if wanted.concluded is not None:
        found.append(table.c.concluded.is_(wanted.concluded))
    return found


def _at_places(places: Iterable[str]) -> sa.ColumnElement[bool]:
    linked = (
        sa.select(link.c.source)
        .where(link.c.kind == "located_at", link.c.revoked_at.is_(None), link.c.target.in_(list(places)))
        .correlate(None)
    )
    return sa.or_(table.c.place_text.in_(list(places)), table.c.id.in_(linked))


def _ordered(statement: sa.Select[Any], order: Order) -> sa.Select[Any]:
    absent = {"received": table.c.received_at, "received_first": table.c.received_at, "due": table.c.due_on}
    if order == "id":
        return statement.order_by(table.c.id)
    if order not in absent:
        raise InputError(f"不认识的排序：{order}", "可用：received、received_first、due、id")
    column = absent[order]
    key = column.desc().nulls_last() if order == "received" else column.asc().nulls_last()
    return statement.order_by(key, table.c.id)


def find_items(
    tx: Tx,
    viewer: Viewer,
    wanted: ItemFilter = EVERYTHING,
    *,
    order: Order = "received",
    limit: int | None = 100,
    offset: int = 0,
) -> list[Item]:
    """Items the filter takes, newest first unless `order` says otherwise (`due`: earliest first); none-dated last."""
    statement = selected().where(*conditions(wanted), shown_items(tx, viewer))
    return [item_of(row) for row in tx.execute(page(_ordered(statement, order), limit, offset))]


def find_ids(tx: Tx, viewer: Viewer, wanted: ItemFilter = EVERYTHING) -> list[str]:
    """Ids of all items the filter takes, in id order."""
    statement = sa.select(table.c.id).where(*conditions(wanted), shown_items(tx, viewer)).order_by(table.c.id)
    return list(tx.scalars(statement))


def count_items(tx: Tx, viewer: Viewer, wanted: ItemFilter = EVERYTHING) -> int:
    """How many items the filter takes that the viewer may see."""
    statement = sa.select(sa.func.count()).select_from(table).where(*conditions(wanted), shown_items(tx, viewer))
    return int(tx.scalar(statement) or 0)


def facets(
    tx: Tx, viewer: Viewer, wanted: ItemFilter, field: str, *, limit: int | None = None
) -> list[tuple[str, int]]:
    """Values of `field` with their counts among the items the filter takes, most frequent first, then by value.

    Raises InputError for a field that is not in `FACETS`; empty values are left out.
    """
    if field not in FACETS:
        raise InputError(f"不能按“{field}”分组", f"可用：{'、'.join(FACETS)}")
    column, count = table.c[field], sa.func.count()
    statement = (
        sa.select(column, count)
        .where(*conditions(wanted), shown_items(tx, viewer), column != "")
        .group_by(column)
        .order_by(count.desc(), column)
    )
    return [(value, int(number)) for value, number in tx.execute(page(statement, limit))]
