"""Carrying a batch out (执行) and taking it back (撤销), side by side, each side in one transaction.

Killed half-way and run again, it goes on with the sides that are not done yet and does nothing twice. "Applied"
never means resolved: a case's state changes only where a case is handed to its unit (交办函).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.batch.notices import TO_PETITIONER, Notice
from casework.batch.preview import decisions_now, notices_of
from casework.batch.steps import require_ready
from casework.batch.store import load_plan
from casework.jobs import Stopped
from casework.office import Office
from core.batch import DOCUMENT_TYPES, BatchPlan, Decision
from core.errors import Conflict
from core.ids import short_hash
from core.petition import Evidence, HandlingEvent, Link
from core.viewer import Viewer
from records import audit, batches, documents
from records.database import Tx
from records.events import add_events
from records.issue_decisions import set_issue_state
from records.items import item, update_item
from records.links import put_links, revoke_link

Progress = Callable[[int, int, str], bool]
_HANDED_OVER_FROM = frozenset({"registered", "received"})


@dataclass(frozen=True, slots=True)
class Applied:
    """How a batch was carried out; applied + excepted + failed = total."""

    applied: int
    excepted: int
    failed: int
    total: int


def apply_batch(
    office: Office, viewer: Viewer, batch_id: str, *, now: datetime, progress: Progress = lambda *_: True
) -> Applied:
    """The counts after every selected case was applied, excepted or failed.

    Raises Conflict when something is missing before it (cause, measure, wording, legal check by a second person),
    Stopped when `progress` says so: what is done stays done, the next run goes on from there.
    """
    with office.database.write() as tx:
        plan = _begin(tx, viewer, batch_id, now)
        decisions = decisions_now(tx, viewer, plan)
        done = {m.item_id: m.state for m in batches.members(tx, viewer, batch_id)}
        _settle_others(tx, plan, [d for d in decisions if done.get(d.item_id) != "applied"], now)
        open_ones = [d for d in decisions if d.verdict == "apply" and done.get(d.item_id) != "applied"]
        notices = notices_of(tx, viewer, plan, [d for d in decisions if d.verdict == "apply"], today=now.date())
    waiting = {d.item_id: d for d in open_ones}
    for count, notice in enumerate(notices, start=1):
        group = [waiting[one] for one in notice.item_ids if one in waiting]
        if group:
            with office.database.write() as tx:
                _apply_side(tx, viewer, plan, notice, group, now)
        if not progress(count, len(notices), "正在生成文书并登记"):
            raise Stopped
    return _finish(office, viewer, batch_id, now)


def _begin(tx: Tx, viewer: Viewer, batch_id: str, now: datetime) -> BatchPlan:
    plan = load_plan(tx, viewer, batch_id)
    if plan.state not in {"draft", "applying"}:
        raise Conflict("这个批次已经执行过", "可查看逐件结果，或撤销")
    if plan.state == "draft":
        require_ready(plan)
        batches.change_batch(tx, batch_id, plan.version, now=now, state="applying")
        set_issue_state(tx, plan.issue_id, "batch_resolving", person=viewer.name, now=now)
        audit.record(tx, viewer, "batch_apply", batch_id, now=now, result_count=len(plan.items))
    return plan


def _settle_others(tx: Tx, plan: BatchPlan, decisions: Sequence[Decision], now: datetime) -> None:
    """Writes excepted and failed cases down with their reason; they are accounted for before anything is applied."""
    for one in decisions:
        if one.verdict != "apply":
            state = "excepted" if one.verdict == "except" else "failed"
            batches.set_member(
                tx, plan.id, one.item_id, decision=one.verdict, state=state, reason_code=one.reason,
                reason=one.detail, at=now,
            )  # fmt: skip


def _apply_side(
    tx: Tx, viewer: Viewer, plan: BatchPlan, notice: Notice, group: Sequence[Decision], now: datetime
) -> None:
    document_id = _write_document(tx, viewer, plan, notice, now)
    for one in group:
        before = item(tx, viewer, one.item_id).state
        after = "assigned" if one.document_type == "assignment" and before in _HANDED_OVER_FROM else before
        if after != before:
            update_item(tx, one.item_id, state=after)
        title = plan.measure.title if plan.measure else ""
        told = _event(viewer, one.item_id, now, event="batch_apply", states=(before, after))
        add_events(tx, [replace(told, note=title, document_id=document_id)])
        put_links(tx, _links(plan, one, viewer), now=now, person=viewer.name)
        batches.set_member(
            tx, plan.id, one.item_id, decision="apply", state="applied", reason_code="", reason=one.detail,
            result={"result": "pending"}, undo={"state": before, "document": document_id}, at=now,
        )  # fmt: skip


def _write_document(tx: Tx, viewer: Viewer, plan: BatchPlan, notice: Notice, now: datetime) -> str:
    """The id of the side's document; written once, however often the batch is run."""
    document_id = f"document:{short_hash(plan.id, notice.side, notice.document_type)}"
    known = [d.id for d in documents.documents(tx, viewer, batch_id=plan.id)]
    if document_id not in known:
        new = documents.Document(
            id=document_id,
            kind=notice.document_type,
            title=DOCUMENT_TYPES[notice.document_type],
            item_id=notice.item_ids[0],
            text=notice.text,
            batch_id=plan.id,
            unit_id=plan.measure.unit_id if plan.measure else "",
            addressee_ref=notice.side if notice.document_type in TO_PETITIONER else "",
            articles=plan.measure.articles if plan.measure else (),
            item_ids=notice.item_ids,
            person=viewer.name,
            created_at=now,
            extra={"number": notice.number, "body": list(notice.body), "remedy": notice.remedy, "unit": notice.unit},
        )
        documents.save_documents(tx, [new])
    return document_id


def _event(viewer: Viewer, item_id: str, now: datetime, *, event: str, states: tuple[str, str]) -> HandlingEvent:
    before, after = states
    return HandlingEvent(item_id=item_id, at=now, event=event, from_state=before, to_state=after, person=viewer.name)


def _links(plan: BatchPlan, one: Decision, viewer: Viewer) -> list[Link]:
    why = (Evidence(record=plan.id, rule="batch", person=viewer.name, note=one.detail),)
    found = [
        Link(source=plan.id, kind="applied_to", target=one.item_id, evidence=why),
        Link(source=plan.id, kind="addresses", target=plan.issue_id, evidence=why),
    ]
    if plan.measure is not None:
        found += [
            Link(source=plan.measure.id, kind="applied_to", target=one.item_id, evidence=why),
            Link(source=plan.measure.id, kind="addresses", target=plan.issue_id, evidence=why),
            Link(source=plan.measure.id, kind="adopted_by", target=plan.measure.unit_id, evidence=why),
            Link(source=plan.id, kind="carries_out", target=plan.measure.id, evidence=why),
            *(Link(source=plan.measure.id, kind="rests_on", target=a, evidence=why) for a in plan.measure.articles),
        ]
    return found


def _finish(office: Office, viewer: Viewer, batch_id: str, now: datetime) -> Applied:
    with office.database.write() as tx:
        row = batches.batch(tx, batch_id)
        states = [m.state for m in batches.members(tx, viewer, batch_id)]
        counts = Applied(states.count("applied"), states.count("excepted"), states.count("failed"), len(states))
        batches.change_batch(tx, batch_id, row.version, now=now, state="applied")
        audit.record(tx, viewer, "batch_applied", batch_id, now=now, result_count=counts.applied)
    return counts


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a batch back did: how many cases are as before, and what cannot be taken back."""

    restored: int
    cannot: tuple[str, ...]


def undo_batch(office: Office, viewer: Viewer, batch_id: str, *, reason: str, now: datetime) -> Undone:
    """What was restored, and in words what could not be: a notice already delivered stays delivered.

    Raises Conflict for a batch that was not carried out or has no reason given.
    """
    if not reason.strip():
        raise Conflict("撤销要写明理由", "例如：措施文件被上级纠正")
    cannot: list[str] = []
    with office.database.write() as tx:
        plan = load_plan(tx, viewer, batch_id)
        if plan.state not in {"applied", "applying"}:
            raise Conflict("这个批次没有执行过，不需要撤销", "草拟中的批次可以直接修改")
        written = {d.id: d for d in documents.documents(tx, viewer, batch_id=batch_id)}
        applied = [m for m in batches.members(tx, viewer, batch_id) if m.state == "applied"]
        for member in applied:
            _restore(tx, viewer, plan, member, now)
        for document in written.values():
            if document.state == "delivered":
                number = document.extra.get("number", document.id)
                cannot.append(f"{document.title} {number} 已送达，不能收回，应另行告知更正")
            elif document.state != "withdrawn":
                documents.set_document_state(tx, document.id, "withdrawn", now=now)
        row = batches.batch(tx, batch_id)
        batches.change_batch(tx, batch_id, row.version, now=now, state="undone")
        audit.record(tx, viewer, "batch_undo", batch_id, now=now, reason=reason, result_count=len(applied))
    return Undone(len(applied), tuple(cannot))


def _restore(tx: Tx, viewer: Viewer, plan: BatchPlan, member: batches.BatchMember, now: datetime) -> None:
    before = str(member.undo.get("state", ""))
    present = item(tx, viewer, member.item_id).state
    # a state somebody set after the batch is theirs, not ours to take back
    back = before if present == "assigned" and before in _HANDED_OVER_FROM else present
    if back != present:
        update_item(tx, member.item_id, state=back)
    document = str(member.undo.get("document", ""))
    told = _event(viewer, member.item_id, now, event="batch_undo", states=(present, back))
    add_events(tx, [replace(told, document_id=document)])
    for source in (plan.id, plan.measure.id if plan.measure else ""):
        if source:
            revoke_link(tx, source, "applied_to", member.item_id, person=viewer.name, reason="批量办理撤销", now=now)
    batches.set_member(tx, plan.id, member.item_id, state="undone", at=now)
