"""What persons said about the split of documents into articles: kept by line, applied again at every import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.law_tree import Correction
from core.viewer import Viewer
from records import audit
from records.tables.law import split_correction as table
from records.transactions import Tx, as_row, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCorrection:
    """One correction: of which document, at which line (`words` shows it), what, by whom, when and why."""

    document: str
    anchor: str
    action: str
    words: str
    person: str
    reason: str = ""
    at: datetime


def put_correction(tx: Tx, viewer: Viewer, one: SplitCorrection) -> None:
    """Keeps the correction in place of an earlier one of the same line; an audit row says so."""
    upsert(tx, table, [as_row(one, table)])
    audit.record(tx, viewer, f"split.{one.action}", one.document, now=one.at, reason=one.reason or one.words[:60])


def drop_correction(tx: Tx, viewer: Viewer, document: str, anchor: str, *, now: datetime) -> bool:
    """True when there was such a correction and it is gone; an audit row says so."""
    gone = tx.execute(sa.delete(table).where(table.c.document == document, table.c.anchor == anchor))
    if gone.rowcount:
        audit.record(tx, viewer, "split.undo", document, now=now, reason=anchor)
    return bool(gone.rowcount)


def corrections_of(tx: Tx, document: str) -> list[SplitCorrection]:
    """The corrections of a document, oldest first."""
    statement = sa.select(table).where(table.c.document == document).order_by(table.c.at, table.c.anchor)
    return [SplitCorrection(**row._mapping) for row in tx.execute(statement)]


def split_corrections(tx: Tx) -> dict[str, list[Correction]]:
    """Document → its corrections as a law tree takes them."""
    found: dict[str, list[Correction]] = {}
    for row in tx.execute(sa.select(table).order_by(table.c.document, table.c.at, table.c.anchor)):
        found.setdefault(row.document, []).append(Correction(row.anchor, row.action))
    return found
