"""Bridges (词语桥) from an everyday word to the legal term for it: software or a person proposes, a person decides.

`不给工钱 → 拖欠劳动报酬`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa

from core.errors import InputError, NotFound
from records.tables.learning import bridge as table
from records.transactions import Decided, Tx, as_row, insert_new, page, upsert

STATES = {"proposed": "待定", "accepted": "已采纳", "rejected": "已否决"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """`everyday` stands for `legal`, counting `weight` (0..1); `source` says what it was learned from."""

    everyday: str
    legal: str
    weight: float = 1.0
    source: str = ""
    state: str = "proposed"
    examples: tuple[str, ...] = ()
    person: str = ""
    reason: str = ""
    created_at: datetime | None = None
    decided_at: datetime | None = None


def propose_bridges(tx: Tx, found: Sequence[Bridge], *, now: datetime) -> int:
    """How many are new; a bridge that is there already, decided or not, stays as it is."""
    known = {(row.everyday, row.legal) for row in tx.execute(sa.select(table.c.everyday, table.c.legal))}
    new = {(one.everyday, one.legal): one for one in found if (one.everyday, one.legal) not in known}
    insert_new(tx, table, [as_row(one, table, state="proposed", created_at=now) for one in new.values()])
    return len(new)


def put_bridge(tx: Tx, one: Bridge, *, state: str, **by: Unpack[Decided]) -> Bridge:
    """The bridge as a named person decided it; one that was not proposed is written by hand (`source` 人工).

    Raises InputError without person, reason or words, or for a weight outside 0..1.
    """
    everyday, legal = one.everyday.strip(), one.legal.strip()
    person, reason = by["person"].strip(), by["reason"].strip()
    if not everyday or not legal or everyday == legal:
        raise InputError("词语桥要写明口语词和规范词", "例如：不给工钱 → 拖欠劳动报酬")
    if not 0 < one.weight <= 1:
        raise InputError(f"权重 {one.weight} 不在 0 到 1 之间", "例如：0.5")
    if state not in STATES:
        raise InputError(f"不认识的状态：{state}", f"可用：{'、'.join(STATES)}")
    if not person or not reason:
        raise InputError("要有具名的人并写明理由", "例如：本地常用说法")
    before = _found(tx, everyday, legal)
    source = one.source or (before.source if before else "人工")
    examples = one.examples or (before.examples if before else ())
    created = before.created_at if before else by["now"]
    row = {"everyday": everyday, "legal": legal, "weight": one.weight, "source": source, "state": state}
    row |= {"examples": examples, "person": person, "reason": reason, "created_at": created, "decided_at": by["now"]}
    upsert(tx, table, [row])
    return bridge(tx, everyday, legal)


def bridge(tx: Tx, everyday: str, legal: str) -> Bridge:
    """The bridge between the two. Raises NotFound."""
    found = _found(tx, everyday, legal)
    if found is None:
        raise NotFound(f"没有词语桥 {everyday} → {legal}", "请用 dictionary queue 查看")
    return found


def _found(tx: Tx, everyday: str, legal: str) -> Bridge | None:
    row = tx.execute(sa.select(table).where(table.c.everyday == everyday, table.c.legal == legal)).first()
    return None if row is None else _bridge(row)


def listed_bridges(tx: Tx, *, state: str = "", limit: int | None = None, offset: int = 0) -> list[Bridge]:
    """Bridges of one state, or all, heaviest first, ties by the words."""
    statement = sa.select(table).order_by(table.c.weight.desc(), table.c.everyday, table.c.legal)
    if state:
        statement = statement.where(table.c.state == state)
    return [_bridge(row) for row in tx.execute(page(statement, limit, offset))]


def bridges(tx: Tx) -> dict[str, list[tuple[str, float]]]:
    """Everyday word → (legal term, weight), heaviest first: the bridges that a person accepted."""
    found: dict[str, list[tuple[str, float]]] = {}
    for one in listed_bridges(tx, state="accepted"):
        found.setdefault(one.everyday, []).append((one.legal, one.weight))
    return found


def _bridge(row: sa.Row[Any]) -> Bridge:
    return Bridge(**row._mapping)
