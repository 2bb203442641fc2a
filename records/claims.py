"""Claims (诉求): the demands inside an item, each with its own class and outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.petition import Claim
from core.viewer import Viewer
from records.tables.petitions import claim as table
from records.transactions import Tx, as_row, delete_among, select_among, upsert
from records.visibility import not_hidden


def replace_claims(tx: Tx, item_ids: Iterable[str], claims: Sequence[Claim]) -> None:
    """Makes `claims` the claims of the items, in place of what they had."""
    delete_among(tx, table, table.c.item_id, item_ids)
    upsert(tx, table, [as_row(one, table) for one in claims])


def claims_of(tx: Tx, viewer: Viewer, item_ids: Iterable[str]) -> dict[str, list[Claim]]:
    """Item id → its claims in order, for items the viewer may see; items without claims are left out."""
    statement = sa.select(table).where(not_hidden(tx, viewer, table.c.item_id))
    found: dict[str, list[Claim]] = {}
    for row in select_among(tx, statement.order_by(table.c.item_id, table.c.ordinal), table.c.item_id, item_ids):
        found.setdefault(row.item_id, []).append(Claim(**row._mapping))
    return found


def update_claim(tx: Tx, claim_id: str, **changes: Any) -> None:  # noqa: ANN401
    """Changes fields of one claim. Raises NotFound for an unknown one, InputError for an unknown field."""
    if set(changes) - {"claim_class", "issue_code", "route", "outcome"}:
        raise InputError("诉求只能改：类别、问题分类、途径、结果", "请检查字段名")
    if tx.execute(sa.update(table).where(table.c.id == claim_id).values(changes)).rowcount == 0:
        raise NotFound(f"没有诉求 {claim_id}", "请检查编号")
