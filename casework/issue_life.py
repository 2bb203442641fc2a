"""The life of a common issue in people's hands: its history, who is responsible, merging two, splitting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.common_issues import Verdict, link_member
from casework.office import Office
from core.errors import InputError
from core.ids import common_issue_id
from core.viewer import Viewer
from records import audit
from records.issue_decisions import decide_member, name_issue, set_issue_state
from records.issue_life import (
    EVENT_KINDS,
    IssueEvent,
    Registered,
    assign,
    end,
    history,
    issue_of_number,
    note,
    register,
    registered,
)
from records.issues import StoredIssue, add_issue, drop_issue, issue
from records.transactions import Tx
from records.units import unit_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of a history: `other` is the other issue of a split or merge, with its number and label."""

    at: datetime
    kind: str
    text: str
    other: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The register row of an issue, the name of its unit, and what befell it, the latest first."""

    row: Registered
    unit: str
    happened: tuple[Happened, ...]


def find_issue(office: Office, name: str) -> str:
    """The id of an issue named by id or number (12, 第12号). Raises NotFound, InputError."""
    digits = name.strip().removeprefix("第").removesuffix("号")
    if name.startswith("issue:"):
        return name
    if not digits.isdigit():
        raise InputError(f"看不懂的共性问题编号“{name}”", "请写编号 issue:… 或序号，例如 12")
    with office.database.read() as tx:
        return issue_of_number(tx, int(digits))


def life_of(office: Office, viewer: Viewer, issue_id: str, *, limit: int | None = None, offset: int = 0) -> Life:
    """The life of an issue the viewer may see; of one that ended, where its letters went. Raises NotFound."""
    with office.database.read() as tx:
        row = registered(tx, [issue_id]).get(issue_id, Registered(id=issue_id))
        seen = issue(tx, viewer, row.into if row.ended_at and row.into else issue_id)
        events = history(tx, issue_id, limit=limit, offset=offset)
        others = registered(tx, {one.other for one in events if one.other})
        happened = tuple(_happened(one, others) for one in events)
        unit = unit_names(tx, {row.unit_id}).get(row.unit_id, "") if row.unit_id else ""
    return Life(row=row if row.number else Registered(id=issue_id, label=seen.label), unit=unit, happened=happened)


def _happened(one: IssueEvent, others: Mapping[str, Registered]) -> Happened:
    parts = [EVENT_KINDS.get(one.kind, one.kind)]
    other = others.get(one.other)
    if other:
        parts.append(f"第 {other.number} 号“{other.label}”" if other.label else f"第 {other.number} 号")
    if one.letters:
        parts.append(f"{one.letters} 件")
    if one.note:
        parts.append(f"：{one.note}")
    assert one.at is not None
    return Happened(
        at=one.at, kind=one.kind, text=" ".join(parts).replace(" ：", "："), other=one.other, person=one.person
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Who is responsible for an issue: a unit by id, a person by name, or both."""

    unit_id: str = ""
    owner: str = ""


def assign_issue(office: Office, viewer: Viewer, issue_id: str, charge: Charge, *, now: datetime) -> None:
    """Makes a unit and a person responsible; the issue keeps them while the data grows. Raises InputError, NotFound."""
    with office.database.write() as tx:
        one = issue(tx, viewer, issue_id)
        unit = unit_names(tx, {charge.unit_id}).get(charge.unit_id, charge.unit_id) if charge.unit_id else ""
        register(tx, [(one.id, one.level, one.label)], now=now)
        assign(tx, issue_id, charge.unit_id, charge.owner, person=viewer.name, now=now)
        told = "、".join(filter(None, [unit, charge.owner.strip()]))
        note(tx, [IssueEvent(issue_id=issue_id, kind="assigned", person=viewer.name, note=told)], now=now)
        audit.record(tx, viewer, "issue_assign", issue_id, now=now, reason=told)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Letters that went over between two issues, and how each history calls it."""

    kept: str
    other: str
    kinds: tuple[str, str]
    letters: int
    reason: str


def merge_issues(office: Office, viewer: Viewer, issue_id: str, gone: str, *, reason: str, now: datetime) -> None:
    """Puts every letter of the issue `gone` into `issue_id` for good and ends it. Raises InputError, NotFound."""
    if issue_id == gone:
        raise InputError("不能把一个共性问题并入它自己", "请选另一个")
    with office.database.write() as tx:
        kept, lost = issue(tx, viewer, issue_id), issue(tx, viewer, gone)
        if kept.level != lost.level:
            raise InputError("单一事件与共性规律不能合并", "请选同一层次的")
        moved = _members(lost)
        _decide_all(tx, viewer, kept.id, moved, reason, now)
        register(tx, [(one.id, one.level, one.label) for one in (kept, lost)], now=now)
        drop_issue(tx, lost.id)
        end(tx, lost.id, into=kept.id, now=now)
        told = _Moved(kept.id, lost.id, ("took_in", "merged_into"), len(moved), reason)
        _note_both(tx, viewer, told, now=now)
        audit.record(tx, viewer, "issue_merge", issue_id, now=now, reason=f"{gone}：{reason.strip()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Letters that become an issue of their own, under a name, and why."""

    item_ids: tuple[str, ...]
    label: str
    reason: str


def split_issue(office: Office, viewer: Viewer, issue_id: str, part: Part, *, now: datetime) -> str:
    """The id of the new issue made of some members, which are out of the old one for good. Raises InputError."""
    with office.database.write() as tx:
        old = issue(tx, viewer, issue_id)
        mine = set(_members(old))
        chosen = tuple(dict.fromkeys(part.item_ids))
        if len(chosen) < 2 or not set(chosen) < mine:
            raise InputError("分出的来信要有两件以上，都属于本问题，并且不能是全部", "请勾选要分出的来信")
        new = StoredIssue(id=common_issue_id(f"{issue_id}:{min(chosen)}"), level=old.level, label=part.label.strip())
        add_issue(tx, new, now=now)
        register(tx, [(one.id, one.level, one.label) for one in (old, new)], now=now)
        name_issue(tx, new.id, part.label, person=viewer.name, now=now)
        set_issue_state(tx, new.id, "confirmed", person=viewer.name, now=now)
        _decide_all(tx, viewer, new.id, chosen, part.reason, now)
        for item_id in chosen:
            _decide(tx, viewer, issue_id, Verdict(item_id=item_id, belongs=False, reason=part.reason), now)
        told = _Moved(old.id, new.id, ("split_off", "split_from"), len(chosen), part.reason)
        _note_both(tx, viewer, told, now=now)
        audit.record(tx, viewer, "issue_split", issue_id, now=now, reason=f"{new.id}：{part.reason.strip()}")
    return new.id


def _note_both(tx: Tx, viewer: Viewer, moved: _Moved, *, now: datetime) -> None:
    """The event in the histories of both issues."""
    person, why, letters = viewer.name, moved.reason.strip(), moved.letters
    pairs = ((moved.kept, moved.kinds[0], moved.other), (moved.other, moved.kinds[1], moved.kept))
    events = [
        IssueEvent(issue_id=id_, kind=kind, other=other, letters=letters, person=person, note=why)
        for id_, kind, other in pairs
    ]
    note(tx, events, now=now)


def _members(one: StoredIssue) -> tuple[str, ...]:
    return tuple(member.item_id for member in one.members if member.role == "member")


def _decide_all(tx: Tx, viewer: Viewer, issue_id: str, items: Sequence[str], reason: str, now: datetime) -> None:
    for item_id in items:
        _decide(tx, viewer, issue_id, Verdict(item_id=item_id, belongs=True, reason=reason), now)


def _decide(tx: Tx, viewer: Viewer, issue_id: str, said: Verdict, now: datetime) -> None:
    role = "member" if said.belongs else "lookalike"
    decide_member(tx, issue_id, said.item_id, role, person=viewer.name, reason=said.reason, now=now)  # type: ignore[arg-type]
    link_member(tx, viewer, issue_id, said, now=now)
