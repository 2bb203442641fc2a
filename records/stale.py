"""Stale bases (失效依据) as the last sweep found them, and what named persons decided about them.

The findings of a sweep replace those of the one before. A decision stays, and counts for as long as the law it was
made about reads the same; when the law changes again, the finding is to be checked again, with the old decision shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.viewer import Viewer
from records import audit
from records.tables.stale import stale_basis as table
from records.tables.stale import stale_decision as decisions
from records.transactions import Tx, as_row, chunks, page, select_among, upsert
from records.visibility import not_hidden

STATES = {"to_check": "待核对", "still_right": "仍然有效", "correct": "需要更正"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleBasis:
    """One text that rests on an article or act that is not what it was (or was wrong to rest on).

    `kind` says what the text is, `rank` how urgent that is (1 first), `counts_on` the day that counts and `counts_by`
    why that day; `change` what happened, `cause` the act and day of it, `successors` the articles that took its place.
    """

    id: str
    kind: str
    rank: int
    record: str
    target: str
    item_id: str = ""
    title: str = ""
    label: str = ""
    quote: str = ""
    counts_on: date | None = None
    counts_by: str = ""
    version_then: int = 0
    change: str = ""
    status: str = ""
    why: str = ""
    cause: str = ""
    successors: tuple[str, ...] = ()
    signature: str = ""
    """A hash of what the law says today; another one means that an earlier decision was about other law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a named person said about a finding, and whether it still counts."""

    state: str = "to_check"
    person: str = ""
    reason: str = ""
    at: datetime | None = None
    outdated: bool = False


def replace_findings(tx: Tx, found: Sequence[StaleBasis]) -> None:
    """The findings of a sweep in their order instead of those of the one before."""
    tx.execute(sa.delete(table))
    for part in chunks(enumerate(found), 5000):
        upsert(tx, table, [as_row(one, table, place=place) for place, one in part])


def findings(
    tx: Tx, viewer: Viewer, *, kinds: Iterable[str] = (), target: str = "", limit: int | None = None, offset: int = 0
) -> list[tuple[StaleBasis, Decision]]:
    """What the last sweep found in records the viewer may see, the most urgent first, each with its decision."""
    rows = tx.execute(page(_asked(sa.select(table), tx, viewer, kinds, target).order_by(table.c.place), limit, offset))
    found = [StaleBasis(**{k: v for k, v in row._mapping.items() if k != "place"}) for row in rows]
    said = _decisions(tx, [one.id for one in found])
    return [(one, _told(said.get(one.id), one.signature)) for one in found]


def count_findings(tx: Tx, viewer: Viewer) -> dict[str, int]:
    """Kind → how many findings the viewer may see."""
    statement = _asked(sa.select(table.c.kind, sa.func.count()), tx, viewer, (), "").group_by(table.c.kind)
    return {kind: int(count) for kind, count in tx.execute(statement)}


def _asked(statement: sa.Select[Any], tx: Tx, viewer: Viewer, kinds: Iterable[str], target: str) -> sa.Select[Any]:
    statement = statement.where(not_hidden(tx, viewer, table.c.item_id))
    if wanted := sorted(set(kinds)):
        statement = statement.where(table.c.kind.in_(wanted))
    return statement.where(table.c.target == target) if target else statement


def _decisions(tx: Tx, ids: Sequence[str]) -> dict[str, sa.Row[Any]]:
    return {row.id: row for row in select_among(tx, sa.select(decisions), decisions.c.id, ids)}


def _told(row: sa.Row[Any] | None, signature: str) -> Decision:
    if row is None:
        return Decision()
    outdated = row.signature != signature
    state = "to_check" if outdated else row.state
    return Decision(state=state, person=row.person, reason=row.reason, at=row.at, outdated=outdated)


def decide(tx: Tx, viewer: Viewer, finding_id: str, state: str, *, reason: str, now: datetime) -> StaleBasis:
    """The finding after a named person said what it is; with an audit row.

    Raises InputError for an unknown state, NotFound for a finding that is not there or may not be seen.
    """
    if state not in STATES:
        raise InputError(f"没有“{state}”这种状态", f"可用：{'、'.join(f'{k}（{v}）' for k, v in STATES.items())}")
    statement = sa.select(table).where(table.c.id == finding_id, not_hidden(tx, viewer, table.c.item_id))
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound(f"没有失效依据 {finding_id}，或者您无权查看", "请刷新清单；依据已恢复有效的不再列出")
    one = StaleBasis(**{k: v for k, v in row._mapping.items() if k != "place"})
    said = {"id": one.id, "item_id": one.item_id, "signature": one.signature, "state": state}
    upsert(tx, decisions, [said | {"person": viewer.name, "reason": reason, "at": now}])
    audit.record(tx, viewer, "stale_basis", f"{one.record} {one.target}", now=now, reason=f"{STATES[state]}：{reason}")
    return one
