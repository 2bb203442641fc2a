"""Units (单位) of the office and what became of them: renamed, merged or abolished on a day (条例 24¶2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.petition import Node, Unit
from core.units import unit_table
from records.nodes import put_nodes
from records.tables.graph import node
from records.tables.office import unit as table
from records.tables.office import unit_change
from records.transactions import Tx, as_row, select_among, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """On day `on` the powers of `old_unit` went to `new_unit` (机构改革); `basis` names the document."""

    old_unit: str
    new_unit: str
    on: date
    kind: str = "renamed"
    basis: str = ""


def save_units(tx: Tx, units: Sequence[Unit]) -> None:
    """Inserts or overwrites units and their nodes."""
    upsert(tx, table, [as_row(one, table) for one in units])
    put_nodes(tx, [Node(id=u.id, kind="unit", name=u.name, region=u.region_code) for u in units])


def units(tx: Tx, ids: Iterable[str] | None = None) -> dict[str, Unit]:
    """The units among `ids`, or all units of the office, by id."""
    statement = sa.select(table).order_by(table.c.id)
    rows = tx.execute(statement).all() if ids is None else select_among(tx, statement, table.c.id, ids)
    return {row.id: Unit(**row._mapping) for row in rows}


def unit_names(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """Unit id → name, of the office's own units and of those that letters or the general table name.

    An id nobody has a name for is named by what stands after `unit:`, so that an id is never shown to a person.
    """
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
    general = {one.id: one.name for one in unit_table().values()}
    found = {row.id: row.name for row in select_among(tx, sa.select(node.c.id, node.c.name), node.c.id, wanted)}
    own = {id_: one.name for id_, one in units(tx, wanted).items()}
    return {
        id_: own.get(id_) or found.get(id_) or general.get(id_) or id_.partition(":")[2].replace("·", " ")
        for id_ in wanted
    }


def note_change(tx: Tx, change: UnitChange) -> None:
    """Remembers that a unit was renamed, merged or abolished."""
    upsert(tx, unit_change, [as_row(change, unit_change)])


def changes(tx: Tx) -> list[UnitChange]:
    """All known changes of units, earliest first."""
    statement = sa.select(unit_change).order_by(unit_change.c.on, unit_change.c.old_unit, unit_change.c.new_unit)
    return [UnitChange(**row._mapping) for row in tx.execute(statement)]


def successor(tx: Tx, unit_id: str, day: date) -> str:
    """The unit that holds the powers of `unit_id` on `day`; the same id when nothing changed."""
    latest = {change.old_unit: change for change in changes(tx) if change.on <= day}
    seen: set[str] = set()
    while unit_id in latest and unit_id not in seen:
        seen.add(unit_id)
        unit_id = latest[unit_id].new_unit
    return unit_id
