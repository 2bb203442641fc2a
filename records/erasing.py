"""Erasing a petition (个人信息保护法 47): the register row stays with a tombstone, everything else goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.viewer import Viewer
from records import audit
from records.forgetting import forget_learned
from records.issue_life import forget_words_of
from records.marks import mark
from records.names import forget_unseen
from records.tables import casework, graph, issue_life, law, metadata, names, office, petitions, stale
from records.tables.columns import Moment
from records.transactions import Tx, add, chunks, delete_among
from records.vault import forget_persons
from records.vectors import forget_entities

_REGISTER = {"id", "source", "source_id", "item_no", "channel", "received_at", "registered_at", "state", "due_on"}
_KEPT = _REGISTER | {"unit_id", "issue_code", "region_code", "claim_class", "restricted", "concluded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of an erased item beside its register row: on which legal basis, by which two persons, when."""

    item_id: str
    basis: str
    persons: tuple[str, ...]
    at: datetime


def erase_item(tx: Tx, item_id: str, *, basis: str, persons: tuple[str, str], now: datetime) -> Tombstone:
    """The tombstone, after text, identity, links, evidence, claims, citations, vectors, drafts and documents went.

    Call `Database.checkpoint()` after the transaction, so that the log of changes forgets too. Raises InputError
    without a legal basis and two different named persons, NotFound for an unknown item.
    """
    first, second = (name.strip() for name in persons)
    if not basis.strip() or not first or not second or first == second:
        raise InputError("删除信访件要写明法律依据和两名不同的经办人", "例如：个人信息保护法第47条；张三、李四")
    row = tx.execute(sa.select(petitions.item).where(petitions.item.c.id == item_id)).first()
    if row is None:
        raise NotFound(f"没有信访件 {item_id}", "请检查编号")
    if row.erased:
        return tombstones(tx, [item_id])[item_id]
    forget_learned(tx, item_id, now=now)
    _forget_around(tx, item_id)
    _blank(tx, item_id)
    _forget_people(tx, row.petitioner_ref)
    _forget_matters(tx, row.matter_id)
    stone = {"item_id": item_id, "basis": basis.strip(), "persons": (first, second), "at": now}
    add(tx, petitions.tombstone, stone)
    audit.record(tx, Viewer(name=first), "erase", item_id, now=now, reason=f"{basis.strip()}；复核：{second}")
    mark(tx, [item_id], lane="interactive")
    return Tombstone(**stone)  # type: ignore[arg-type]


def _forget_around(tx: Tx, item_id: str) -> None:
    forget_words_of(tx, item_id)
    forget_entities(tx, [item_id])
    link, evidence = graph.link.c, graph.evidence.c
    tx.execute(sa.delete(graph.link).where(sa.or_(link.source == item_id, link.target == item_id)))
    about = sa.or_(evidence.source == item_id, evidence.target == item_id, evidence.record == item_id)
    tx.execute(sa.delete(graph.evidence).where(about))
    tx.execute(sa.delete(graph.node).where(graph.node.c.id == item_id))
    pairs = casework.pair_decision.c
    tx.execute(sa.delete(casework.pair_decision).where(sa.or_(pairs.one == item_id, pairs.other == item_id)))
    review = casework.review.c
    tx.execute(sa.delete(casework.review).where(sa.or_(review.subject == item_id, review.other == item_id)))
    tx.execute(sa.delete(law.citation).where(law.citation.c.record == item_id))
    owned = (
        petitions.item_text,
        petitions.claim,
        casework.issue_member,
        casework.draft,
        names.name_sighting,
        issue_life.issue_arrival,
    )
    for table in (*owned, stale.stale_basis, stale.stale_decision):
        tx.execute(sa.delete(table).where(table.c.item_id == item_id))
    forget_unseen(tx)


def _blank(tx: Tx, item_id: str) -> None:
    """Register rows that must stay (item, time line, batch results, documents) lose what could name somebody."""
    item = petitions.item
    values: dict[str, Any] = {c.name: _nothing(c) for c in item.c if c.name not in _KEPT}
    tx.execute(sa.update(item).where(item.c.id == item_id).values(values | {"erased": True, "person_count": 1}))
    event = petitions.handling_event
    tx.execute(sa.update(event).where(event.c.item_id == item_id).values(note=""))
    member = casework.batch_member
    empty: dict[str, Any] = {"fields": {}, "result": {}, "undo": {}, "reason": "已依法删除"}
    tx.execute(sa.update(member).where(member.c.item_id == item_id).values(empty))
    document = casework.document
    gone = {"text": "", "title": "已依法删除", "addressee_ref": "", "extra": {}}
    tx.execute(sa.update(document).where(document.c.item_id == item_id).values(gone))


def _nothing(column: sa.Column[Any]) -> object:
    if column.nullable or isinstance(column.type, Moment):
        return None
    empty: dict[type, object] = {bool: False, int: 0, float: 0.0, str: ""}
    try:
        return empty.get(column.type.python_type, "")
    except NotImplementedError:
        return ()


def _forget_people(tx: Tx, ref: str) -> None:
    """Everybody no item names any more goes: the item's own person, and whom an earlier version of its row named."""
    of_item, document = petitions.item.c.petitioner_ref, casework.document.c
    unnamed = ~sa.exists().where(of_item == office.person.c.ref)
    gone = list(tx.scalars(sa.select(office.person.c.ref).where(unnamed)))
    forget_persons(tx, gone)
    node_ids = [f"petitioner:{one}" for one in gone]
    delete_among(tx, graph.node, graph.node.c.id, node_ids)
    if ref in gone:
        tx.execute(sa.update(casework.document).where(document.addressee_ref == ref).values(addressee_ref=""))
    mark(tx, node_ids, lane="interactive", consumers=("graph",))


def _forget_matters(tx: Tx, matter_id: str) -> None:
    """Matters without any item go; the item's own, where others hold on to it, loses the title it may have given."""
    empty = ~sa.exists().where(petitions.item.c.matter_id == petitions.matter.c.id)
    gone = list(tx.scalars(sa.select(petitions.matter.c.id).where(empty)))
    delete_among(tx, petitions.matter, petitions.matter.c.id, gone)
    delete_among(tx, graph.node, graph.node.c.id, gone)
    for table in (graph.link, graph.evidence):
        delete_among(tx, table, table.c.source, gone)
        delete_among(tx, table, table.c.target, gone)
    tx.execute(sa.update(petitions.matter).where(petitions.matter.c.id == matter_id).values(title=""))
    tx.execute(sa.update(graph.node).where(graph.node.c.id == matter_id).values(name=""))
    mark(tx, [*gone, *filter(None, [matter_id])], lane="interactive", consumers=("graph",))


def tombstones(tx: Tx, ids: Iterable[str] | None = None) -> Mapping[str, Tombstone]:
    """Item id → tombstone, for erased items among `ids`, or for all."""
    table = petitions.tombstone
    if ids is None:
        rows = tx.execute(sa.select(table).order_by(table.c.item_id)).all()
    else:
        rows = [row for part in chunks(ids) for row in tx.execute(sa.select(table).where(table.c.item_id.in_(part)))]
    return {row.item_id: Tombstone(**row._mapping) for row in rows}


def traces(tx: Tx, fragments: Iterable[str]) -> list[tuple[str, str]]:
    """(table, column) of every text in the whole database that still holds one of the fragments."""
    found = []
    wanted = [fragment for fragment in fragments if fragment]
    for table in metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, sa.LargeBinary | sa.Boolean | sa.BigInteger | sa.Double):
                continue
            text = sa.cast(sa.type_coerce(column, sa.Text), sa.Text)
            holds = sa.or_(*(text.contains(fragment, autoescape=True) for fragment in wanted))
            if wanted and tx.scalar(sa.select(sa.literal(1)).select_from(table).where(holds).limit(1)):
                found.append((table.name, column.name))
    return found
