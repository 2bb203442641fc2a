"""Changes of how search orders its answers (检索变更): proposed, switched on, undone; figures and hashes, no letters.

A row keeps what was before and after, the table that compared them on the office's sets, and the hashes of these
sets. Of one kind at most the newest switched-on change is in effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack

import sqlalchemy as sa

from core.errors import Conflict, NotFound
from records.tables.search_changes import search_change as table
from records.transactions import Tx, add, as_row, page

State = Literal["proposed", "applied", "undone"]
STATES: Mapping[str, str] = {"proposed": "已比较，未启用", "applied": "已启用", "undone": "已撤回"}
KINDS: Mapping[str, str] = {
    "tuning": "检索参数",
    "encoder": "语义模型",
    "letters": "读来信的模型",
    "threshold": "阈值",
    "dictionary": "词典",
    "learning": "使用反馈",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchChange:
    """One change of `kind`; `compared` is the before-and-after table, `datasets` set → hash and size."""

    id: str
    kind: str
    decision: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    compared: Sequence[Mapping[str, Any]] = ()
    datasets: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    version: str = ""
    """The version of the index that was measured."""
    state: str = "proposed"
    person: str = ""
    at: datetime | None = None
    applied_by: str = ""
    apply_reason: str = ""
    applied_at: datetime | None = None
    undone_by: str = ""
    undo_reason: str = ""
    undone_at: datetime | None = None


class By(TypedDict):
    """Who did it, when, and why where a reason is due."""

    person: str
    now: datetime
    reason: str


def propose_change(tx: Tx, change: SearchChange, *, now: datetime) -> SearchChange:
    """The change as it is kept, numbered in the order of proposals (`change:12`)."""
    number = int(tx.scalar(sa.select(sa.func.count()).select_from(table)) or 0) + 1
    add(tx, table, as_row(change, table, id=f"change:{number}", at=now, compared={"rows": list(change.compared)}))
    return search_change(tx, f"change:{number}")


def search_change(tx: Tx, change_id: str) -> SearchChange:
    """The change with this id. Raises NotFound."""
    row = tx.execute(sa.select(table).where(table.c.id == change_id)).first()
    if row is None:
        raise NotFound(f"没有检索变更 {change_id}", "请运行 python cli.py tuning history 查看清单")
    return _change(row)


def search_changes(
    tx: Tx, *, kind: str = "", state: str = "", limit: int | None = None, offset: int = 0
) -> list[SearchChange]:
    """Changes, the newest first, those of one kind or state when named."""
    statement = sa.select(table).order_by(table.c.at.desc(), sa.func.length(table.c.id).desc(), table.c.id.desc())
    if kind:
        statement = statement.where(table.c.kind == kind)
    if state:
        statement = statement.where(table.c.state == state)
    return [_change(row) for row in tx.execute(page(statement, limit, offset))]


def in_effect(tx: Tx, kind: str) -> SearchChange | None:
    """The change of this kind that was switched on last and not undone; None while the product's own holds."""
    last = sa.select(table).where(table.c.kind == kind, table.c.state == "applied")
    row = tx.execute(last.order_by(table.c.applied_at.desc(), sa.func.length(table.c.id).desc()).limit(1)).first()
    return None if row is None else _change(row)


def mark_applied(tx: Tx, change_id: str, **by: Unpack[By]) -> SearchChange:
    """The change, switched on. Raises NotFound, and Conflict for one that was switched on or undone before."""
    found = search_change(tx, change_id)
    if found.state != "proposed":
        raise Conflict(f"{change_id} {STATES[found.state]}", "请重新提出同样的变更，再比较一次")
    values = {"state": "applied", "applied_by": by["person"], "apply_reason": by["reason"], "applied_at": by["now"]}
    tx.execute(sa.update(table).where(table.c.id == change_id).values(values))
    return search_change(tx, change_id)


def mark_undone(tx: Tx, change_id: str, **by: Unpack[By]) -> SearchChange:
    """The change, undone. Raises NotFound, and Conflict for one that is not switched on."""
    found = search_change(tx, change_id)
    if found.state != "applied":
        raise Conflict(f"{change_id} {STATES[found.state]}，没有可撤回的", "请运行 python cli.py tuning history")
    values = {"state": "undone", "undone_by": by["person"], "undo_reason": by["reason"], "undone_at": by["now"]}
    tx.execute(sa.update(table).where(table.c.id == change_id).values(values))
    return search_change(tx, change_id)


def _change(row: sa.Row[Any]) -> SearchChange:
    values = dict(row._mapping)
    return SearchChange(**values | {"compared": tuple(values["compared"].get("rows", ()))})
