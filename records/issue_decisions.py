"""What people decide about common issues: state, label, members in or out, and pairs that are not the same."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Unpack

import sqlalchemy as sa

from core.errors import InputError, NotFound
from records.issues import STATES
from records.tables.casework import common_issue as table
from records.tables.casework import issue_member as member_table
from records.tables.casework import pair_decision
from records.tables.graph import node
from records.transactions import Decided, Tx, upsert

Decision = Literal["same", "not_same"]


def set_issue_state(tx: Tx, issue_id: str, state: str, *, person: str, now: datetime) -> None:
    """Moves an issue along its life; the first step beyond candidate notes who confirmed it and when."""
    if state not in STATES:
        raise InputError(f"不认识的状态：{state}", f"可用：{'、'.join(STATES)}")
    values: dict[str, object] = {"state": state, "updated_at": now}
    if state == "confirmed":
        values |= {"confirmed_by": person, "confirmed_at": now}
    _change(tx, issue_id, values)


def name_issue(tx: Tx, issue_id: str, label: str, *, person: str, now: datetime) -> None:
    """Gives an issue a name by hand; discovery does not change it any more."""
    if not label.strip():
        raise InputError("名称不能为空", "例如：办证受阻")
    _change(tx, issue_id, {"label": label.strip(), "label_person": person, "updated_at": now})
    tx.execute(sa.update(node).where(node.c.id == issue_id).values(name=label.strip()))


def _change(tx: Tx, issue_id: str, values: dict[str, object]) -> None:
    if tx.execute(sa.update(table).where(table.c.id == issue_id).values(values)).rowcount == 0:
        raise NotFound(f"没有共性问题 {issue_id}", "请在“共性问题”页查看列表")


def decide_member(
    tx: Tx, issue_id: str, item_id: str, role: Literal["member", "lookalike"], **by: Unpack[Decided]
) -> None:
    """Puts an item into an issue or keeps it out, for good. Raises InputError without a reason."""
    reason = by["reason"].strip()
    if not reason:
        raise InputError("调整成员要写明理由", "例如：反映的是另一栋楼")
    _change(tx, issue_id, {"updated_at": by["now"]})
    row = {"issue_id": issue_id, "item_id": item_id, "role": role, "at": by["now"]}
    row |= {"person": by["person"], "person_reason": reason, "reason": reason, "score": None}
    upsert(tx, member_table, [row], keep=("score",))


def decide_pair(tx: Tx, kind: str, pair: tuple[str, str], decision: Decision, **by: Unpack[Decided]) -> None:
    """Remembers that two items, matters or issues are the same or not; `kind` says in which respect."""
    reason = by["reason"].strip()
    if not reason:
        raise InputError("要写明理由", "例如：不是同一处地点")
    first, second = sorted(pair)
    row = {"kind": kind, "one": first, "other": second, "decision": decision}
    upsert(tx, pair_decision, [row | {"person": by["person"], "reason": reason, "at": by["now"]}])


def decided_pairs(tx: Tx, kind: str, decision: Decision = "not_same") -> set[tuple[str, str]]:
    """The pairs (lower id first) a person decided on in this respect."""
    statement = sa.select(pair_decision.c.one, pair_decision.c.other).where(
        pair_decision.c.kind == kind, pair_decision.c.decision == decision
    )
    return {(one, other) for one, other in tx.execute(statement)}


def decided_members(tx: Tx) -> dict[str, dict[str, str]]:
    """Issue id → item id → role, as people decided; for discovery, which takes them as fixed."""
    found: dict[str, dict[str, str]] = {}
    for row in tx.execute(sa.select(member_table).where(member_table.c.person != "")):
        found.setdefault(row.issue_id, {})[row.item_id] = row.role
    return found
