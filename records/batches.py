"""Batches (批量办理) and their members: who is in, with which decision, result and way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import Conflict, InputError, NotFound
from core.petition import Node
from core.viewer import Viewer
from records.nodes import put_nodes
from records.tables.casework import batch as table
from records.tables.casework import batch_member as member_table
from records.transactions import Tx, as_row, page, select_among, upsert
from records.visibility import not_hidden

CLOSED_STATES = ("done", "undone", "abandoned")
"""States of a batch that no longer keeps its members from other batches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch resolution: confirmed cause, adopted measure, document type, wording, and the legal check."""

    id: str
    issue_id: str
    title: str = ""
    state: str = "draft"
    step: str = ""
    cause: str = ""
    measure_id: str = ""
    document_type: str = ""
    wording: str = ""
    prepared_by: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    checked_note: str = ""
    plan: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMember:
    """One case of a batch: `decision` apply or except (with reason), `state` planned, applied, failed or undone."""

    batch_id: str
    item_id: str
    decision: str = "apply"
    reason_code: str = ""
    reason: str = ""
    state: str = "planned"
    claim_id: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    undo: Mapping[str, Any] = field(default_factory=dict)
    person: str = ""
    at: datetime | None = None


def save_batch(tx: Tx, new: Batch) -> None:
    """Inserts a batch and its node. Raises Conflict when the id is taken."""
    if tx.scalar(sa.select(table.c.id).where(table.c.id == new.id)):
        raise Conflict(f"批量办理 {new.id} 已经存在", "请打开已有的批次")
    upsert(tx, table, [as_row(new, table)])
    put_nodes(tx, [Node(id=new.id, kind="batch", name=new.title)])


def change_batch(tx: Tx, batch_id: str, version: int, *, now: datetime, **changes: Any) -> Batch:  # noqa: ANN401
    """The batch after `changes`, its version one higher.

    Raises Conflict when it is no longer at `version`, NotFound when unknown, InputError for an unknown field.
    """
    unknown = sorted(set(changes) - ({f.name for f in fields(Batch)} - {"id", "version", "issue_id"}))
    if unknown:
        raise InputError(f"批次没有这些可改的字段：{'、'.join(unknown)}", "请检查字段名")
    same = sa.update(table).where(table.c.id == batch_id, table.c.version == version)
    if tx.execute(same.values(version=version + 1, updated_at=now, **changes)).rowcount == 0:
        batch(tx, batch_id)
        raise Conflict("这个批次已被别人改过", "请刷新后再做这一步")
    return batch(tx, batch_id)


def batch(tx: Tx, batch_id: str) -> Batch:
    """The batch with this id. Raises NotFound."""
    row = tx.execute(sa.select(table).where(table.c.id == batch_id)).first()
    if row is None:
        raise NotFound(f"没有批次 {batch_id}", "请在“共性问题”页查看批次")
    return Batch(**row._mapping)


def batches(tx: Tx, *, issue_id: str = "", limit: int | None = None, offset: int = 0) -> list[Batch]:
    """Batches, newest first, those of one common issue when named."""
    statement = sa.select(table).order_by(table.c.created_at.desc().nulls_last(), table.c.id)
    if issue_id:
        statement = statement.where(table.c.issue_id == issue_id)
    return [Batch(**row._mapping) for row in tx.execute(page(statement, limit, offset))]


def put_members(tx: Tx, members: Sequence[BatchMember]) -> None:
    """Inserts or overwrites members of a batch."""
    upsert(tx, member_table, [as_row(one, member_table) for one in members])


def set_member(tx: Tx, batch_id: str, item_id: str, *, expected: str = "", **changes: Any) -> None:  # noqa: ANN401
    """Changes fields of one member. Raises Conflict when its state is not `expected` (if given), NotFound."""
    same = [member_table.c.batch_id == batch_id, member_table.c.item_id == item_id]
    state = tx.scalar(sa.select(member_table.c.state).where(*same))
    if state is None:
        raise NotFound(f"批次 {batch_id} 里没有信访件 {item_id}", "请刷新批次")
    if expected and state != expected:
        raise Conflict(f"信访件 {item_id} 在批次里的状态已是 {state}", "请刷新批次")
    tx.execute(sa.update(member_table).where(*same).values(changes))


def members(tx: Tx, viewer: Viewer, batch_id: str) -> list[BatchMember]:
    """The members of a batch the viewer may see, by item id."""
    statement = sa.select(member_table).where(member_table.c.batch_id == batch_id)
    shown = statement.where(not_hidden(tx, viewer, member_table.c.item_id)).order_by(member_table.c.item_id)
    return [BatchMember(**row._mapping) for row in tx.execute(shown)]


def drop_members(tx: Tx, batch_id: str) -> None:
    """Takes all members out of a batch that was not applied."""
    tx.execute(sa.delete(member_table).where(member_table.c.batch_id == batch_id))


def open_batches_of(tx: Tx, item_ids: Iterable[str]) -> dict[str, list[str]]:
    """Item id → ids of the open batches it is to be applied in."""
    statement = (
        sa.select(member_table.c.item_id, member_table.c.batch_id)
        .join(table, table.c.id == member_table.c.batch_id)
        .where(table.c.state.not_in(CLOSED_STATES), member_table.c.decision == "apply")
        .order_by(member_table.c.batch_id)
    )
    found: dict[str, list[str]] = {}
    for item_id, batch_id in select_among(tx, statement, member_table.c.item_id, item_ids):
        found.setdefault(item_id, []).append(batch_id)
    return found


def batches_of(tx: Tx, viewer: Viewer, item_id: str) -> list[BatchMember]:
    """The item's part in every batch it was ever in."""
    statement = sa.select(member_table).where(member_table.c.item_id == item_id)
    shown = statement.where(not_hidden(tx, viewer, member_table.c.item_id)).order_by(member_table.c.batch_id)
    return [BatchMember(**row._mapping) for row in tx.execute(shown)]
