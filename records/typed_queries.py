"""What was typed into the search (近期检索), masked, by nobody in particular: how often, whether anything was found.

Proposals of words are measured on it. The oldest go when there are more than `MOST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from records.judgments import text_id
from records.tables.learning import typed_query as table
from records.tables.learning import word_sighting
from records.transactions import Tx, page, upsert

MOST = 2000
LONGEST = 200
"""Characters; a longer text is a pasted letter, and letters are kept in one place alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuery:
    """A masked text somebody typed for a corpus; `similar` hits stood above the floor the last time."""

    text: str
    corpus: str = "petitions"
    times: int = 1
    similar: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def id(self) -> str:
        """The id its judgments name it by."""
        return text_id(self.text)


def note_query(tx: Tx, text: str, *, corpus: str, similar: int, now: datetime) -> None:
    """Remembers that the masked text was asked; pasted letters are not remembered."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        return
    key = (table.c.id == text_id(text), table.c.corpus == corpus)
    before = tx.execute(sa.select(table.c.times, table.c.first_at).where(*key)).first()
    row = {"id": text_id(text), "corpus": corpus, "text": text, "similar": similar, "last_at": now}
    times, first = (before.times, before.first_at) if before else (0, now)
    upsert(tx, table, [row | {"times": times + 1, "first_at": first}])
    if before is None:
        _forget_oldest(tx)


def _forget_oldest(tx: Tx) -> None:
    newest = sa.select(table.c.last_at).order_by(table.c.last_at.desc()).offset(MOST).limit(1)
    if (last := tx.scalar(newest)) is not None:
        gone = [row.id for row in tx.execute(sa.select(table.c.id).where(table.c.last_at <= last))]
        tx.execute(sa.delete(table).where(table.c.last_at <= last))
        for id_ in gone:
            tx.execute(sa.delete(word_sighting).where(word_sighting.c.seen_in == id_))


def typed_queries(
    tx: Tx, *, corpus: str = "", unanswered: bool = False, limit: int | None = None, offset: int = 0
) -> list[TypedQuery]:
    """What was typed, newest first; of one corpus, and only what found nothing similar, when asked so."""
    statement = sa.select(table).order_by(table.c.last_at.desc(), table.c.id)
    if corpus:
        statement = statement.where(table.c.corpus == corpus)
    if unanswered:
        statement = statement.where(table.c.similar == 0)
    return [_query(row) for row in tx.execute(page(statement, limit, offset))]


def _query(row: sa.Row[Any]) -> TypedQuery:
    return TypedQuery(**{name: row._mapping[name] for name in TypedQuery.__dataclass_fields__})
