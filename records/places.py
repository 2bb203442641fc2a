"""The office's gazetteer (地名库): estates, villages, roads, projects with their spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.petition import Node
from records.nodes import put_nodes
from records.tables.office import place as table
from records.transactions import Tx, as_row, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place the office knows; phases of one estate share a `stem` (清河苑)."""

    id: str
    name: str
    kind: str = ""
    stem: str = ""
    aliases: tuple[str, ...] = ()
    region_code: str = ""
    parent: str = ""


def save_places(tx: Tx, places: Sequence[Place]) -> None:
    """Inserts or overwrites places and their nodes."""
    upsert(tx, table, [as_row(one, table) for one in places])
    put_nodes(
        tx, [Node(id=p.id, kind="place", name=p.name, region=p.region_code, props={"kind": p.kind}) for p in places]
    )


def places(tx: Tx, stem: str = "") -> list[Place]:
    """All places of the gazetteer, or those with one stem, by id."""
    statement = sa.select(table).order_by(table.c.id)
    if stem:
        statement = statement.where(table.c.stem == stem)
    return [Place(**row._mapping) for row in tx.execute(statement)]
