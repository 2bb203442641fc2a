"""The audit chain (domain 7.4): append-only, each row carries the hash of the one before, so it cannot fork."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.columns import json_text, moment_of, moment_text
from records.tables.office import audit as table
from records.tables.office import meta
from records.transactions import Tx, add, page, upsert

FIRST = "0" * 64
HEAD = "audit_head"
_COLUMNS = tuple(column.name for column in table.c)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what, when, to which object and why; `at` is aware, in Asia/Shanghai."""

    seq: int
    at: datetime
    person: str
    role: str
    unit_id: str
    action: str
    object: str
    query_hash: str
    reason: str
    result_count: int | None
    client: str


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """Whether the chain is whole, how many rows it has, and the number of the first bad row."""

    ok: bool
    rows: int
    first_bad: int | None = None


class Told(TypedDict, total=False):
    """What else a row may tell: why, the question (kept as a hash alone), how many results, from where."""

    reason: str
    query: str
    result_count: int | None
    client: str


def record(tx: Tx, viewer: Viewer, action: str, object: str, *, now: datetime, **told: Unpack[Told]) -> int:
    """The number of the row that was added to the chain."""
    last = tx.execute(sa.select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    query = told.get("query", "")
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": moment_text(now),
        "person": viewer.name,
        "role": viewer.role,
        "unit_id": viewer.unit_id,
        "action": action,
        "object": object,
        "query_hash": hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest() if query else "",
        "reason": told.get("reason", ""),
        "result_count": told.get("result_count"),
        "client": told.get("client", ""),
        "prev_hash": last.hash if last else FIRST,
    }
    row["hash"] = _hash(row)
    add(tx, table, row)
    upsert(tx, meta, [{"name": HEAD, "value": f"{row['seq']} {row['hash']}"}])
    return int(row["seq"])


def _hash(row: dict[str, Any]) -> str:
    told = {name: row[name] for name in _COLUMNS if name != "hash"}
    return hashlib.sha256(json_text(told).encode("utf-8", "surrogatepass")).hexdigest()


def verify(tx: Tx) -> AuditCheck:
    """Whether every row still says what was written: numbers without gaps, hashes chained, the last row there."""
    before, rows = FIRST, 0
    statement = sa.select(table).order_by(table.c.seq).limit(1000)
    while part := tx.execute(statement.where(table.c.seq > rows)).all():
        for row in part:
            rows += 1
            if row.seq != rows or row.prev_hash != before or row.hash != _hash(dict(row._mapping)):
                return AuditCheck(False, rows, rows)
            before = row.hash
    head = tx.scalar(sa.select(meta.c.value).where(meta.c.name == HEAD)) or f"0 {FIRST}"
    whole = head == f"{rows} {before}"
    return AuditCheck(whole, rows, None if whole else rows + 1)


def audit_rows(
    tx: Tx,
    *,
    person: str = "",
    object: str = "",
    limit: int | None = 100,
    offset: int = 0,
) -> list[AuditRow]:
    """Rows of the chain, newest first, those of one person or object when named."""
    statement = sa.select(table).order_by(table.c.seq.desc())
    if person:
        statement = statement.where(table.c.person == person)
    if object:
        statement = statement.where(table.c.object == object)
    names = AuditRow.__slots__
    return [
        AuditRow(**({name: getattr(row, name) for name in names} | {"at": moment_of(row.at)}))
        for row in tx.execute(page(statement, limit, offset))
    ]
