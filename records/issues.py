"""Common issues (共性问题): what discovery found, what a person confirmed, and who was said not to belong.

What a person decided is a fixed point: confirmed issues keep their label and life, a member put in stays in, one put
out stays out, and "not the same" is remembered for every later discovery.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound
from core.petition import Node
from core.viewer import Viewer
from records.issue_life import owned
from records.nodes import drop_nodes, put_nodes
from records.tables.casework import common_issue as table
from records.tables.casework import issue_member as member_table
from records.transactions import Tx, as_row, delete_among, page, select_among, upsert
from records.visibility import not_hidden

STATES = (
    "candidate",
    "confirmed",
    "cause_analysed",
    "measure_proposed",
    "adopted",
    "batch_resolving",
    "closed",
    "look_back",
    "dismissed",
)
"""The life of a common issue (domain 6.6); beyond `candidate` it is a fixed point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMember:
    """An item's part in an issue: `role` member or lookalike; `person` is named when a person decided it."""

    item_id: str
    role: str = "member"
    reason: str = ""
    score: float | None = None
    person: str = ""
    person_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIssue:
    """A common issue as kept: `level` event or pattern, `parent` the pattern of an event, `facts` the figures."""

    id: str
    level: str
    label: str
    state: str = "candidate"
    parent: str = ""
    rank: float = 0.0
    qualified: bool = False
    why_not: str = ""
    first_on: date | None = None
    last_on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    label_person: str = ""
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    updated_at: datetime | None = None
    members: tuple[IssueMember, ...] = ()


def save_issues(tx: Tx, found: Sequence[StoredIssue], *, now: datetime) -> None:
    """Stores what a discovery found: candidates no longer found go, fixed points keep state, label and decisions."""
    fixed = {row.id: row for row in tx.execute(sa.select(table).where(table.c.state != "candidate"))}
    ids = [one.id for one in found]
    stale = tx.scalars(sa.select(table.c.id).where(table.c.state == "candidate")).all()
    _drop(tx, set(stale) - set(ids) - _touched(tx, stale))
    rows = [as_row(one, table, updated_at=now) | _fixed(fixed.get(one.id)) for one in found]
    upsert(tx, table, rows, keep=("confirmed_by", "confirmed_at"))
    _save_members(tx, found, now)
    put_nodes(
        tx,
        [Node(id=r["id"], kind="issue", name=r["label"], on=r["last_on"], props={"level": r["level"]}) for r in rows],
    )


def _fixed(row: sa.Row[Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    label = {"label": row.label, "label_person": row.label_person} if row.label_person else {}
    return {"state": row.state} | label


def _touched(tx: Tx, ids: Iterable[str]) -> set[str]:
    """Candidates a person has decided members of, named or taken charge of; they stay."""
    decided = select_among(
        tx, sa.select(member_table.c.issue_id).where(member_table.c.person != ""), member_table.c.issue_id, ids
    )
    named = select_among(tx, sa.select(table.c.id).where(table.c.label_person != ""), table.c.id, ids)
    return {row[0] for row in (*decided, *named)} | (owned(tx) & set(ids))


def add_issue(tx: Tx, new: StoredIssue, *, now: datetime) -> None:
    """Stores an issue a person made, beside those that discovery found."""
    upsert(tx, table, [as_row(new, table, updated_at=now)])
    put_nodes(tx, [Node(id=new.id, kind="issue", name=new.label, props={"level": new.level})])


def drop_issue(tx: Tx, issue_id: str) -> None:
    """The issue is no more; its register row stays."""
    _drop(tx, {issue_id})


def _drop(tx: Tx, ids: set[str]) -> None:
    delete_among(tx, member_table, member_table.c.issue_id, ids)
    delete_among(tx, table, table.c.id, ids)
    drop_nodes(tx, ids)


def _save_members(tx: Tx, found: Sequence[StoredIssue], now: datetime) -> None:
    ids = [one.id for one in found]
    decided = {
        (row.issue_id, row.item_id)
        for row in select_among(
            tx,
            sa.select(member_table.c.issue_id, member_table.c.item_id).where(member_table.c.person != ""),
            member_table.c.issue_id,
            ids,
        )
    }
    for id_ in ids:
        tx.execute(sa.delete(member_table).where(member_table.c.issue_id == id_, member_table.c.person == ""))
    rows = {
        (one.id, m.item_id): as_row(m, member_table, issue_id=one.id, at=now)
        for one in found
        for m in one.members
        if (one.id, m.item_id) not in decided
    }
    upsert(tx, member_table, list(rows.values()))


def issue(tx: Tx, viewer: Viewer, issue_id: str) -> StoredIssue:
    """The issue with this id and its visible members. Raises NotFound, also when no member may be seen."""
    found = _with_members(tx, viewer, tx.execute(sa.select(table).where(table.c.id == issue_id)).all())
    if not found:
        raise NotFound(f"没有共性问题 {issue_id}", "请在“共性问题”页查看列表")
    return found[0]


def issues(
    tx: Tx, viewer: Viewer, *, level: str = "", states: Sequence[str] = (), limit: int | None = None, offset: int = 0
) -> list[StoredIssue]:
    """Issues with visible members, highest rank first, then by id."""
    seen = sa.select(member_table.c.issue_id).where(
        member_table.c.role == "member", not_hidden(tx, viewer, member_table.c.item_id)
    )
    statement = sa.select(table).where(table.c.id.in_(seen)).order_by(table.c.rank.desc(), table.c.id)
    if level:
        statement = statement.where(table.c.level == level)
    if states:
        statement = statement.where(table.c.state.in_(states))
    return _with_members(tx, viewer, tx.execute(page(statement, limit, offset)).all())


def _with_members(tx: Tx, viewer: Viewer, rows: Sequence[sa.Row[Any]]) -> list[StoredIssue]:
    statement = sa.select(member_table).where(not_hidden(tx, viewer, member_table.c.item_id))
    found: dict[str, list[IssueMember]] = {}
    for row in select_among(tx, statement, member_table.c.issue_id, [row.id for row in rows]):
        values = {name: value for name, value in row._mapping.items() if name not in ("issue_id", "at")}
        found.setdefault(row.issue_id, []).append(IssueMember(**values))
    ordered = {id_: tuple(sorted(several, key=_place)) for id_, several in found.items()}
    return [StoredIssue(**row._mapping, members=ordered[row.id]) for row in rows if row.id in ordered]


def _place(member: IssueMember) -> tuple[bool, float, str]:
    return (member.role != "member", -(member.score if member.score is not None else -1.0), member.item_id)


def issues_of(tx: Tx, viewer: Viewer, item_id: str) -> list[StoredIssue]:
    """The issues an item belongs to, if the viewer may see it."""
    belongs = sa.select(member_table.c.issue_id).where(
        member_table.c.item_id == item_id,
        member_table.c.role == "member",
        not_hidden(tx, viewer, member_table.c.item_id),
    )
    return _with_members(tx, viewer, tx.execute(sa.select(table).where(table.c.id.in_(belongs))).all())


def member_ids(tx: Tx, item_ids: Iterable[str]) -> set[str]:
    """Those of the items that are members of some issue."""
    statement = sa.select(member_table.c.item_id).where(member_table.c.role == "member").distinct()
    return {row.item_id for row in select_among(tx, statement, member_table.c.item_id, item_ids)}
