"""Documents (文书): notices and letters of an office, and how each was delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from core.errors import Conflict, NotFound
from core.viewer import Viewer
from records.tables.casework import delivery as deliveries
from records.tables.casework import document as table
from records.transactions import Tx, add, as_row, page, upsert
from records.visibility import not_hidden

STATES = ("draft", "issued", "delivered", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A written piece about one case; `text` holds no identity, the addressee is filled from the vault at print."""

    id: str
    kind: str
    title: str
    item_id: str
    text: str = ""
    batch_id: str = ""
    unit_id: str = ""
    addressee_ref: str = ""
    articles: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    """All items of the side that this one document answers."""
    state: str = "draft"
    person: str = ""
    created_at: datetime | None = None
    issued_at: datetime | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt to hand a document over; append-only."""

    document_id: str
    at: datetime
    method: str
    result: str
    person: str
    note: str = ""


def save_documents(tx: Tx, documents: Sequence[Document]) -> None:
    """Inserts or overwrites documents. Raises Conflict for one that was delivered already."""
    ids = [one.id for one in documents]
    delivered = sa.select(table.c.id).where(table.c.id.in_(ids), table.c.state == "delivered")
    if done := tx.scalar(delivered):
        raise Conflict(f"文书 {done} 已经送达，不能再改", "请另做一份更正文书")
    upsert(tx, table, [as_row(one, table) for one in documents])


def document(tx: Tx, viewer: Viewer, document_id: str) -> Document:
    """The document with this id. Raises NotFound when it does not exist or its item is hidden."""
    statement = sa.select(table).where(table.c.id == document_id, not_hidden(tx, viewer, table.c.item_id))
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound(f"没有文书 {document_id}，或者您无权查看", "请检查编号")
    return Document(**row._mapping)


def documents(
    tx: Tx, viewer: Viewer, *, item_id: str = "", batch_id: str = "", limit: int | None = None, offset: int = 0
) -> list[Document]:
    """Documents of an item or a batch that the viewer may see, by id."""
    statement = sa.select(table).where(not_hidden(tx, viewer, table.c.item_id)).order_by(table.c.id)
    if item_id:
        statement = statement.where(table.c.item_id == item_id)
    if batch_id:
        statement = statement.where(table.c.batch_id == batch_id)
    return [Document(**row._mapping) for row in tx.execute(page(statement, limit, offset))]


def set_document_state(tx: Tx, document_id: str, state: str, *, now: datetime) -> None:
    """Moves a document to `issued` or `withdrawn`. Raises Conflict when it was delivered, NotFound when unknown."""
    row = tx.execute(sa.select(table.c.state).where(table.c.id == document_id)).first()
    if row is None:
        raise NotFound(f"没有文书 {document_id}", "请检查编号")
    if row.state == "delivered" or state not in STATES:
        raise Conflict(f"文书 {document_id} 的状态不能从 {row.state} 变为 {state}", "已送达的文书不能撤回")
    changes: dict[str, object] = {"state": state} | ({"issued_at": now} if state == "issued" else {})
    tx.execute(sa.update(table).where(table.c.id == document_id).values(changes))


def add_delivery(tx: Tx, new: Delivery) -> None:
    """Writes one delivery attempt down; a result of `delivered` makes the document delivered."""
    row = tx.execute(sa.select(table.c.state).where(table.c.id == new.document_id)).first()
    if row is None:
        raise NotFound(f"没有文书 {new.document_id}", "请检查编号")
    if row.state == "withdrawn":
        raise Conflict(f"文书 {new.document_id} 已撤回，不能登记送达", "请先重新出具")
    count = tx.scalar(
        sa.select(sa.func.count()).select_from(deliveries).where(deliveries.c.document_id == new.document_id)
    )
    add(tx, deliveries, as_row(new, deliveries, ordinal=int(count or 0)))
    if new.result == "delivered":
        tx.execute(sa.update(table).where(table.c.id == new.document_id).values(state="delivered"))


def deliveries_of(tx: Tx, viewer: Viewer, document_id: str) -> list[Delivery]:
    """The delivery attempts of a document the viewer may see, earliest first."""
    document(tx, viewer, document_id)
    statement = sa.select(deliveries).where(deliveries.c.document_id == document_id).order_by(deliveries.c.ordinal)
    return [
        Delivery(**{name: value for name, value in row._mapping.items() if name != "ordinal"})
        for row in tx.execute(statement)
    ]
