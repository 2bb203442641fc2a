"""What rests on which article or act (依据的使用): replies, drafts and batches, read in bulk for the sweep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.ids import short_hash
from core.petition import Item
from records.batches import CLOSED_STATES, Batch
from records.drafts import Draft
from records.tables import law
from records.tables.casework import batch, draft
from records.tables.law import citation
from records.tables.petitions import item, item_text, matter
from records.tables.stale import article_pair
from records.transactions import Tx, chunks, select_among


@dataclass(frozen=True, slots=True)
class ReplyUse:
    """One article or act a reply cites, with what is needed to tell which day counts and what became of it."""

    item_id: str
    target: str
    quote: str
    received_at: datetime | None
    replied_at: datetime | None
    outcome: str
    state: str
    resolved: bool


def cited_targets(tx: Tx) -> list[str]:
    """Every article and act that some record cites, by id."""
    statement = sa.select(citation.c.target).where(citation.c.target != "").distinct().order_by(citation.c.target)
    return list(tx.scalars(statement))


def reply_uses(tx: Tx, targets: Iterable[str]) -> list[ReplyUse]:
    """Where replies that were not erased cite one of `targets`; each reply and target once, by target and item."""
    columns = citation.c
    statement = (
        sa.select(
            columns.record,
            columns.target,
            sa.func.min(columns.quote),
            item.c.received_at,
            item.c.replied_at,
            item.c.outcome,
            item.c.state,
            sa.func.coalesce(matter.c.resolved, sa.false()),
        )
        .join(item, item.c.id == columns.record)
        .outerjoin(matter, matter.c.id == item.c.matter_id)
        .where(item.c.erased.is_(False), columns.field == "reply")
        .group_by(
            columns.record,
            columns.target,
            item.c.received_at,
            item.c.replied_at,
            item.c.outcome,
            item.c.state,
            matter.c.resolved,
        )
    )
    rows = select_among(tx, statement, columns.target, targets)
    found = [ReplyUse(*row) for row in rows]
    return sorted(found, key=lambda one: (one.target, one.item_id))


def letters_of(tx: Tx, item_ids: Iterable[str]) -> Iterator[Item]:
    """The items with what tells the day of the event: letter, receipt and kept columns; the other fields are empty."""
    statement = sa.select(
        item.c.id, item.c.received_at, item_text.c.title_masked, item_text.c.content_masked, item_text.c.extra
    ).join(item_text, item_text.c.item_id == item.c.id)
    for part in chunks(item_ids):
        for row in tx.execute(statement.where(item.c.id.in_(part))):
            yield Item(source="", source_id="", **row._mapping)


def all_drafts(tx: Tx) -> list[Draft]:
    """Every open draft of whoever writes it, by id; for the worker, which shows none of them."""
    kept = sa.select(draft).join(item, item.c.id == draft.c.item_id).where(item.c.erased.is_(False))
    return [Draft(**row._mapping) for row in tx.execute(kept.order_by(draft.c.id))]


def open_batches(tx: Tx) -> list[Batch]:
    """Batches that are not closed, by id."""
    statement = sa.select(batch).where(batch.c.state.not_in(CLOSED_STATES)).order_by(batch.c.id)
    return [Batch(**row._mapping) for row in tx.execute(statement)]


@dataclass(frozen=True, slots=True)
class Stamps:
    """Hashes that change whenever the law or the citations of replies do, and whenever drafts or batches do."""

    law: str
    uses: str


def basis_stamps(tx: Tx) -> Stamps:
    """What the law in the records, and what rests on it, hash to now."""
    columns = law.regulation_version.c
    texts = sa.select(columns.regulation_id, columns.version_no, columns.text_hash)
    told = _rows(tx, texts.order_by(columns.regulation_id, columns.version_no))
    for table in (law.version_fact, law.date_check, law.repeal_clause):
        told += sorted(_rows(tx, sa.select(table)))
    told += _rows(tx, sa.select(law.package.c.id, law.package.c.content_hash).order_by(law.package.c.id))
    told += _rows(tx, sa.select(sa.func.count()).select_from(citation).where(citation.c.target != ""))
    told += _rows(tx, sa.select(sa.func.count(), sa.func.max(article_pair.c.at)))
    used: list[tuple[str, ...]] = []
    for table in (draft, batch):
        used += _rows(tx, sa.select(sa.func.count(), sa.func.max(table.c.updated_at)).select_from(table))
    return Stamps(short_hash(*map(str, told)), short_hash(*map(str, used)))


def _rows(tx: Tx, statement: sa.Select[Any]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in tx.execute(statement)]
