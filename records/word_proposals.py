"""Words proposed for the office dictionary (词典建议), where they were seen, and what a named person decided.

A proposal is made once and keeps its decision; undoing opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Unpack

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.ids import short_hash
from core.viewer import Viewer
from records.tables.learning import word_proposal as table
from records.tables.learning import word_sighting
from records.transactions import Decided, Tx, as_row, insert_new, page
from records.visibility import not_hidden

Action = Literal["accept", "reject", "undo"]
STATE_AFTER: Mapping[str, str] = {"accept": "accepted", "reject": "rejected", "undo": "proposed"}
KINDS = {"word": "新词", "alias": "别名"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordProposal:
    """`word` belongs into the dictionary; an alias also stands for `standard`.

    `frequency` letters write it; `cohesion` is the least mutual information of its two parts, `freedom` the lesser
    entropy of what stands left and right of it.
    """

    word: str
    kind: str = "word"
    standard: str = ""
    state: str = "proposed"
    frequency: int = 0
    cohesion: float = 0.0
    freedom: float = 0.0
    person: str = ""
    reason: str = ""
    created_at: datetime | None = None
    decided_at: datetime | None = None

    @property
    def id(self) -> str:
        """The id: one word is proposed once for one standard."""
        return f"word:{short_hash(self.kind, self.word, self.standard)}"


def put_words(tx: Tx, found: Mapping[WordProposal, Sequence[str]], *, now: datetime) -> int:
    """How many proposals are new; `found` names the letters and typed questions each was seen in.

    Those there already keep their state and learn where else they were seen; open ones get the present figures.
    """
    known = set(tx.scalars(sa.select(table.c.id)))
    rows = [as_row(one, table, id=one.id, state="proposed", created_at=now) for one in found]
    insert_new(tx, table, rows)
    for one in found:
        values = {"frequency": one.frequency, "cohesion": one.cohesion, "freedom": one.freedom}
        tx.execute(sa.update(table).where(table.c.id == one.id, table.c.state == "proposed").values(values))
    seen = [{"proposal_id": one.id, "seen_in": where} for one, places in found.items() for where in places]
    insert_new(tx, word_sighting, seen)
    return len({one.id for one in found} - known)


def word_proposals(
    tx: Tx, viewer: Viewer, *, state: str = "proposed", limit: int | None = 100, offset: int = 0
) -> list[WordProposal]:
    """Proposals, the most frequent first; those seen only in letters hidden from the viewer are left out."""
    statement = sa.select(table).order_by(table.c.frequency.desc(), table.c.word, table.c.id)
    statement = statement.where(_shown(tx, viewer, state))
    return [_proposal(row) for row in tx.execute(page(statement, limit, offset))]


def count_words(tx: Tx, viewer: Viewer, *, state: str = "proposed") -> int:
    """How many proposals in this state the viewer may see."""
    statement = sa.select(sa.func.count()).select_from(table).where(_shown(tx, viewer, state))
    return int(tx.scalar(statement) or 0)


def _shown(tx: Tx, viewer: Viewer, state: str) -> sa.ColumnElement[bool]:
    visible = not_hidden(tx, viewer, word_sighting.c.seen_in)
    seen = sa.exists().where(word_sighting.c.proposal_id == table.c.id, visible)
    known = sa.or_(seen, table.c.person != "")
    return sa.and_(known, table.c.state == state) if state else known


def word_proposal_by_id(tx: Tx, proposal_id: str) -> WordProposal:
    """The proposal with this id, or of this word. Raises NotFound."""
    named = sa.or_(table.c.id == proposal_id, table.c.word == proposal_id)
    row = tx.execute(sa.select(table).where(named).order_by(table.c.id)).first()
    if row is None:
        raise NotFound(f"没有词典建议 {proposal_id}", "请用 dictionary queue 查看清单")
    return _proposal(row)


def seen_in(tx: Tx, viewer: Viewer, proposal_id: str) -> list[str]:
    """Letters and typed questions that hold the word, as far as the viewer may see them."""
    column = word_sighting.c.seen_in
    statement = sa.select(column).where(word_sighting.c.proposal_id == proposal_id, not_hidden(tx, viewer, column))
    return list(tx.scalars(statement.order_by(column)))


def decide_word(tx: Tx, one: WordProposal, action: Action, **by: Unpack[Decided]) -> WordProposal:
    """The proposal after a named person decided. Raises InputError without a person or a reason."""
    person, reason = by["person"].strip(), by["reason"].strip()
    if not person or not reason:
        raise InputError("要有具名的人并写明理由", "例如：本地小区的俗称")
    values = {"state": STATE_AFTER[action], "person": person, "reason": reason, "decided_at": by["now"]}
    insert_new(tx, table, [as_row(one, table, id=one.id, state="proposed", created_at=by["now"])])
    tx.execute(sa.update(table).where(table.c.id == one.id).values(values))
    return word_proposal_by_id(tx, one.id)


def accepted_words(tx: Tx) -> list[WordProposal]:
    """The words and aliases that a person accepted, in code point order."""
    statement = sa.select(table).where(table.c.state == "accepted").order_by(table.c.word, table.c.standard)
    return [_proposal(row) for row in tx.execute(statement)]


def _proposal(row: sa.Row[Any]) -> WordProposal:
    return WordProposal(**{name: row._mapping[name] for name in WordProposal.__dataclass_fields__})
