"""The life of common issues: a number for good, an owner (责任人), and dated events such as splits and merges.

The register row of an issue stays when discovery no longer finds it, so that a number never means two issues.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import InputError, NotFound
from records.tables.casework import common_issue, issue_member
from records.tables.graph import node
from records.tables.issue_life import issue_event as events
from records.tables.issue_life import issue_register as table
from records.transactions import Tx, add, as_row, page, select_among, upsert

EVENT_KINDS: Mapping[str, str] = {
    "split_off": "分出",
    "split_from": "分自",
    "took_in": "并入",
    "merged_into": "已并入",
    "came_back": "再次出现",
    "confirmed": "确认",
    "dismissed": "排除",
    "state": "状态变更",
    "renamed": "改名",
    "assigned": "定责任单位和责任人",
    "member_in": "归入来信",
    "member_out": "排除来信",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An issue in the register: `number` is its own for good, `into` names the issue it went into."""

    id: str
    number: int = 0
    level: str = "event"
    label: str = ""
    into: str = ""
    unit_id: str = ""
    owner: str = ""
    assigned_by: str = ""
    assigned_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEvent:
    """What befell an issue: `kind` is a key of `EVENT_KINDS`, `person` is empty when discovery noticed it."""

    issue_id: str
    kind: str
    other: str = ""
    letters: int = 0
    person: str = ""
    note: str = ""
    at: datetime | None = None


def register(tx: Tx, found: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
    """Gives each issue (id, level, label) without one the next number; those that had ended are noted as back."""
    known = registered(tx, [id_ for id_, _, _ in found])
    back = [id_ for id_, _, _ in found if id_ in known and known[id_].ended_at is not None]
    last = tx.scalar(sa.select(sa.func.max(table.c.number))) or 0
    rows = []
    for id_, level, label in found:
        one = known.get(id_)
        if one is None:
            last += 1
            one = Registered(id=id_, number=last, began_at=now)
        rows.append(as_row(one, table) | {"level": level, "label": label, "into": "", "ended_at": None})
    upsert(tx, table, rows)
    note(tx, [IssueEvent(issue_id=id_, kind="came_back") for id_ in back], now=now)


def registered(tx: Tx, ids: Iterable[str]) -> dict[str, Registered]:
    """Issue id → its register row, ended ones too."""
    return {row.id: Registered(**row._mapping) for row in select_among(tx, sa.select(table), table.c.id, ids)}


def owned(tx: Tx) -> set[str]:
    """Ids of the issues that have an owner or a responsible unit."""
    return set(tx.scalars(sa.select(table.c.id).where(sa.or_(table.c.owner != "", table.c.unit_id != ""))))


def issues_stamp(tx: Tx) -> str:
    """A text that changes whenever a discovery is kept or a person decides on an issue."""
    issue, member = common_issue.c, issue_member.c
    of_issues = tx.execute(sa.select(sa.func.count(), sa.func.max(issue.updated_at))).one()
    of_members = tx.execute(sa.select(sa.func.count(), sa.func.max(member.at))).one()
    return f"{tuple(of_issues)} {tuple(of_members)}"


def issue_of_number(tx: Tx, number: int) -> str:
    """The id of the issue with this number. Raises NotFound."""
    found = tx.scalar(sa.select(table.c.id).where(table.c.number == number))
    if found is None:
        raise NotFound(f"没有第 {number} 号共性问题", "请在“共性问题”页查看列表")
    return str(found)


def end(tx: Tx, issue_id: str, *, into: str = "", now: datetime) -> None:
    """Notes that the issue is no longer found; its label stays only where another issue goes on with its letters."""
    values: dict[str, Any] = {"ended_at": now, "into": into}
    tx.execute(sa.update(table).where(table.c.id == issue_id).values(values | ({} if into else {"label": ""})))


def assign(tx: Tx, issue_id: str, unit_id: str, owner: str, *, person: str, now: datetime) -> None:
    """Makes a unit and a person responsible for the issue. Raises InputError for neither, NotFound."""
    if not (unit_id or owner.strip()):
        raise InputError("请写明责任单位或责任人", "例如：住房和城乡建设局，李主任")
    values = {"unit_id": unit_id, "owner": owner.strip(), "assigned_by": person, "assigned_at": now}
    if tx.execute(sa.update(table).where(table.c.id == issue_id).values(values)).rowcount == 0:
        raise NotFound(f"没有共性问题 {issue_id}", "请在“共性问题”页查看列表")


def note(tx: Tx, new: Sequence[IssueEvent], *, now: datetime) -> None:
    """Adds events to the histories of their issues, in the order given."""
    for one in new:
        last = tx.scalar(sa.select(sa.func.max(events.c.ordinal)).where(events.c.issue_id == one.issue_id)) or 0
        add(tx, events, as_row(one, events, ordinal=last + 1, at=now))


def history(tx: Tx, issue_id: str, *, limit: int | None = None, offset: int = 0) -> list[IssueEvent]:
    """What befell the issue, the latest first."""
    statement = sa.select(events).where(events.c.issue_id == issue_id).order_by(events.c.ordinal.desc())
    rows = tx.execute(page(statement, limit, offset))
    return [IssueEvent(**{k: v for k, v in row._mapping.items() if k != "ordinal"}) for row in rows]


def forget_words_of(tx: Tx, item_id: str) -> None:
    """Words that issues took from the letter go: examples always, names where no other letter is a member."""
    mine = list(tx.scalars(sa.select(issue_member.c.issue_id).where(issue_member.c.item_id == item_id)))
    for row in select_among(tx, sa.select(common_issue.c.id, common_issue.c.facts), common_issue.c.id, mine):
        told = {name: value for name, value in row.facts.items() if name != "examples"}
        tx.execute(sa.update(common_issue).where(common_issue.c.id == row.id).values(facts=told))
    others = sa.select(issue_member.c.issue_id).where(
        issue_member.c.item_id != item_id, issue_member.c.role == "member"
    )
    left = {row.issue_id for row in select_among(tx, others.distinct(), issue_member.c.issue_id, mine)}
    for id_ in sorted(set(mine) - left):
        tx.execute(sa.update(common_issue).where(common_issue.c.id == id_).values(label="", facts={}))
        tx.execute(sa.update(table).where(table.c.id == id_).values(label=""))
        tx.execute(sa.update(node).where(node.c.id == id_).values(name=""))
