"""Counts over the members of common issues for what the viewer may see: units and classes they are filed under,
answers with and without a basis in force, letters by class in stretches of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.viewer import Viewer
from records.issue_counts import received_between
from records.tables.casework import issue_member
from records.tables.law import citation
from records.tables.petitions import item
from records.transactions import Tx, select_among
from records.use_counts import COUNTED, Use
from records.visibility import shown_items

_SIDE = sa.func.coalesce(sa.func.nullif(item.c.petitioner_ref, ""), item.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Letters of an issue that a unit handles under one class."""

    issue_id: str
    unit_id: str
    class_code: str
    letters: int
    sides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueUse(Use):
    """How many members an issue has, are answered, rest on law in force, and were rated."""

    issue_id: str
    letters: int


def filed(tx: Tx, viewer: Viewer, issue_ids: Iterable[str]) -> dict[str, list[Filed]]:
    """Issue id → its table unit × class, the most letters first."""
    columns = (issue_member.c.issue_id, item.c.unit_id, item.c.issue_code)
    statement = (
        sa.select(*columns, sa.func.count(), sa.func.count(sa.distinct(_SIDE)))
        .join(item, item.c.id == issue_member.c.item_id)
        .where(issue_member.c.role == "member", shown_items(tx, viewer))
        .group_by(*columns)
    )
    found: dict[str, list[Filed]] = {}
    for issue_id, unit, code, letters, sides in select_among(tx, statement, issue_member.c.issue_id, issue_ids):
        one = Filed(issue_id=issue_id, unit_id=unit, class_code=code, letters=int(letters), sides=int(sides))
        found.setdefault(issue_id, []).append(one)
    return {id_: sorted(rows, key=lambda r: (-r.letters, r.unit_id, r.class_code)) for id_, rows in found.items()}


def issue_uses(tx: Tx, viewer: Viewer, issue_ids: Iterable[str], in_force: Iterable[str]) -> dict[str, IssueUse]:
    """Issue id → its counts; `in_force` are the targets that count as a basis today."""
    ids = list(dict.fromkeys(issue_ids))
    statement = (
        sa.select(issue_member.c.issue_id, sa.func.count(), *COUNTED)
        .join(item, item.c.id == issue_member.c.item_id)
        .where(issue_member.c.role == "member", shown_items(tx, viewer))
        .group_by(issue_member.c.issue_id)
    )
    based = _based(tx, viewer, set(ids), in_force)
    return {
        id_: IssueUse(
            issue_id=id_,
            letters=int(letters),
            answered=int(done or 0),
            with_basis=len(based.get(id_, ())),
            rated=int(rates or 0),
            dissatisfied=int(bad or 0),
        )
        for id_, letters, done, rates, bad in select_among(tx, statement, issue_member.c.issue_id, ids)
    }


def _based(tx: Tx, viewer: Viewer, ids: set[str], in_force: Iterable[str]) -> dict[str, set[str]]:
    statement = (
        sa.select(issue_member.c.issue_id, item.c.id)
        .join(item, item.c.id == issue_member.c.item_id)
        .join(citation, citation.c.record == item.c.id)
        .where(issue_member.c.role == "member", citation.c.field == "reply", shown_items(tx, viewer))
    )
    found: dict[str, set[str]] = {}
    for issue_id, item_id in select_among(tx, statement, citation.c.target, in_force):
        if issue_id in ids:
            found.setdefault(issue_id, set()).add(item_id)
    return found


def letters_by_class(tx: Tx, viewer: Viewer, first: date, last: date, *, digits: int = 4) -> dict[str, int]:
    """Class code cut to `digits` → letters received from `first` to `last`; letters without a class under ""."""
    code = sa.func.substr(item.c.issue_code, 1, digits)
    statement = sa.select(code, sa.func.count()).where(shown_items(tx, viewer), received_between(first, last))
    return {str(one or ""): int(count) for one, count in tx.execute(statement.group_by(code))}
