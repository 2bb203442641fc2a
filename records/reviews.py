"""The review queue: what software doubts and a named person decides (accusations, aliases, same matter)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import Conflict, InputError, NotFound
from core.ids import short_hash
from core.viewer import Viewer
from records.tables.casework import review as table
from records.transactions import Tx, insert_new, page
from records.visibility import not_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A question to a person: `kind` about `subject` (and `other`), open until decided."""

    kind: str
    subject: str
    other: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    state: str = "open"
    decision: str = ""
    person: str = ""
    reason: str = ""
    created_at: datetime | None = None
    decided_at: datetime | None = None

    @property
    def id(self) -> str:
        """The id: one question is asked once."""
        return f"review:{short_hash(self.kind, self.subject, self.other)}"


def ask(tx: Tx, reviews: Sequence[Review], *, now: datetime) -> None:
    """Puts questions into the queue; one that was asked before, open or decided, stays as it is."""
    rows = {
        r.id: {
            "id": r.id,
            "kind": r.kind,
            "subject": r.subject,
            "other": r.other,
            "evidence": dict(r.evidence),
            "state": "open",
            "created_at": now,
        }
        for r in reviews
    }
    insert_new(tx, table, list(rows.values()))


def review(tx: Tx, viewer: Viewer, review_id: str) -> Review:
    """The question with this id. Raises NotFound when it does not exist or is about a hidden item."""
    row = tx.execute(sa.select(table).where(table.c.id == review_id, _shown(tx, viewer))).first()
    if row is None:
        raise NotFound(f"没有待核事项 {review_id}，或者您无权查看", "请在待核清单里查看")
    return _review(row)


def reviews(
    tx: Tx, viewer: Viewer, kind: str = "", *, state: str = "open", limit: int | None = 100, offset: int = 0
) -> list[Review]:
    """Questions the viewer may see, oldest first, of one kind and state when named."""
    statement = sa.select(table).where(_shown(tx, viewer)).order_by(table.c.created_at, table.c.id)
    if kind:
        statement = statement.where(table.c.kind == kind)
    if state:
        statement = statement.where(table.c.state == state)
    return [_review(row) for row in tx.execute(page(statement, limit, offset))]


def count_reviews(tx: Tx, viewer: Viewer, kind: str = "") -> int:
    """How many open questions the viewer may see."""
    statement = sa.select(sa.func.count()).select_from(table).where(table.c.state == "open", _shown(tx, viewer))
    return int(tx.scalar(statement.where(table.c.kind == kind) if kind else statement) or 0)


def _shown(tx: Tx, viewer: Viewer) -> sa.ColumnElement[bool]:
    return not_hidden(tx, viewer, table.c.subject, table.c.other)


def decide(tx: Tx, viewer: Viewer, review_id: str, decision: str, *, reason: str, now: datetime) -> Review:
    """The question after the viewer decided it.

    Raises InputError without decision or reason, NotFound for one the viewer may not see, Conflict when somebody
    else was quicker.
    """
    if not decision.strip() or not reason.strip():
        raise InputError("要写明决定和理由", "例如：决定 not_accusation，理由“反映的是物业收费，不涉及举报”")
    before = review(tx, viewer, review_id)
    if before.state != "open":
        raise Conflict(f"这件待核事项已由 {before.person} 决定", "请刷新待核清单")
    values = {"state": "decided", "decision": decision, "person": viewer.name, "reason": reason, "decided_at": now}
    tx.execute(sa.update(table).where(table.c.id == review_id).values(values))
    return review(tx, viewer, review_id)


def _review(row: sa.Row[Any]) -> Review:
    return Review(**{name: value for name, value in row._mapping.items() if name != "id"})
