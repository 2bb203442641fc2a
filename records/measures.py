"""Measures (措施) that competent units have adopted."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.petition import Measure, Node
from records.nodes import put_nodes
from records.tables.casework import measure as table
from records.transactions import Tx, as_row, select_among, upsert


def save_measure(tx: Tx, new: Measure) -> None:
    """Inserts or overwrites a measure and its node. Raises InputError without unit, document and title."""
    if not (new.unit_id and new.document_no.strip() and new.title.strip()):
        raise InputError("措施要写明名称、采取措施的单位和文件", "例如：自然资源局，〔2026〕12号，2026-03-01")
    upsert(tx, table, [as_row(new, table)])
    put_nodes(tx, [Node(id=new.id, kind="measure", name=new.title, on=new.adopted_on, props={"unit": new.unit_id})])


def measure(tx: Tx, measure_id: str) -> Measure:
    """The measure with this id. Raises NotFound."""
    found = measures(tx, [measure_id])
    if not found:
        raise NotFound(f"没有措施 {measure_id}", "请检查编号")
    return found[0]


def measures(tx: Tx, ids: Iterable[str] | None = None) -> list[Measure]:
    """The measures among `ids`, or all, by day and id."""
    statement = sa.select(table).order_by(table.c.adopted_on, table.c.id)
    rows = tx.execute(statement).all() if ids is None else select_among(tx, statement, table.c.id, ids)
    return [Measure(**row._mapping) for row in rows]
