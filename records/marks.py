"""Marks: which entities changed and wait for which consumer. A mark names an entity, not an event.

Two lanes: what a person does at a screen goes before bulk imports. A mark is cleared only when it has not changed
since it was taken, so nothing is lost when a record changes while a consumer works on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from records.tables.graph import mark as marks
from records.tables.graph import projection
from records.transactions import Tx, chunks, upsert

CONSUMERS = ("words", "vectors", "graph", "issues")
Lane = Literal["interactive", "bulk"]
_LANES: dict[str, int] = {"interactive": 0, "bulk": 1}
_NAMES: dict[int, Lane] = {0: "interactive", 1: "bulk"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One entity that waits for a consumer; `mark` is a token that changes whenever the entity changes."""

    entity: str
    lane: Lane
    mark: int


@dataclass(frozen=True, slots=True)
class Projection:
    """What a consumer acknowledged last: the generation it wrote and the database it read."""

    consumer: str
    generation: str
    database_uuid: str
    at: datetime | None


def mark(tx: Tx, entities: Iterable[str], *, lane: Lane = "interactive", consumers: Sequence[str] = CONSUMERS) -> None:
    """Sets a fresh mark on each entity for each consumer, in the transaction of the change itself."""
    token, number = secrets.randbits(62), _LANES[lane]
    unique = list(dict.fromkeys(entities))
    for consumer in consumers:
        for part in chunks(unique, 5000):
            rows = [{"consumer": consumer, "lane": number, "entity": entity, "mark": token} for entity in part]
            upsert(tx, marks, rows)


def take_marks(tx: Tx, consumer: str, *, limit: int | None = 1000) -> list[Mark]:
    """At most `limit` marks (None: all) of the consumer, interactive ones first, then by id; they stay till cleared."""
    statement = (
        sa.select(marks.c.entity, marks.c.lane, marks.c.mark)
        .where(marks.c.consumer == consumer)
        .order_by(marks.c.lane, marks.c.entity)
        .limit(limit)
    )
    return [Mark(entity, _NAMES[lane], token) for entity, lane, token in tx.execute(statement)]


def take_ready(tx: Tx, consumer: str, limit: int, *, behind: Sequence[str]) -> list[Mark]:
    """`take_marks` of those entities that no consumer of `behind` still has to apply."""
    other = marks.alias()
    key = (other.c.consumer.in_(list(behind)), other.c.lane.in_(list(_NAMES)), other.c.entity == marks.c.entity)
    waits = sa.exists().where(*key)
    statement = (
        sa.select(marks.c.entity, marks.c.lane, marks.c.mark)
        .where(marks.c.consumer == consumer, ~waits)
        .order_by(marks.c.lane, marks.c.entity)
        .limit(limit)
    )
    return [Mark(entity, _NAMES[lane], token) for entity, lane, token in tx.execute(statement)]


def clear_marks(tx: Tx, consumer: str, taken: Sequence[Mark]) -> int:
    """How many of the taken marks were unchanged and are now cleared; the others wait for another round."""
    if not taken:
        return 0
    statement = sa.delete(marks).where(
        marks.c.consumer == consumer,
        marks.c.lane == sa.bindparam("b_lane"),
        marks.c.entity == sa.bindparam("b_entity"),
        marks.c.mark == sa.bindparam("b_mark"),
    )
    rows = [{"b_lane": _LANES[m.lane], "b_entity": m.entity, "b_mark": m.mark} for m in taken]
    return int(tx.execute(statement, rows).rowcount)


def backlog(tx: Tx) -> dict[str, int]:
    """How many marks wait for each consumer; an entity in both lanes counts twice until the first is cleared."""
    counted = tx.execute(sa.select(marks.c.consumer, sa.func.count()).group_by(marks.c.consumer))
    return dict.fromkeys(CONSUMERS, 0) | {consumer: int(count) for consumer, count in counted}


def waits_for(tx: Tx, entity: str) -> frozenset[str]:
    """The consumers that have not applied the entity's last change yet."""
    return frozenset(tx.scalars(sa.select(marks.c.consumer).where(marks.c.entity == entity)))


def projected(tx: Tx, consumer: str) -> Projection | None:
    """What the consumer acknowledged last; None when it never did."""
    row = tx.execute(sa.select(projection).where(projection.c.consumer == consumer)).first()
    return None if row is None else Projection(row.consumer, row.generation, row.database_uuid, row.at)


def acknowledge(tx: Tx, consumer: str, *, generation: str, database_uuid: str, now: datetime) -> None:
    """Notes that the consumer wrote `generation` from the database `database_uuid`."""
    row = {"consumer": consumer, "generation": generation, "database_uuid": database_uuid, "at": now}
    upsert(tx, projection, [row])
