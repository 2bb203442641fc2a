"""The steps of a batch before it is carried out; each is stored, so a reload shows the same step.

选件 → 原因与措施 → 统一口径 → 法律审核 (a second named person) → 执行. The petition office coordinates, the competent
unit decides: without its adopted measure (unit, document, date) nothing is applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.batch.store import cause_words, checked, digest, load_plan
from casework.batch.wording import check_wording
from casework.office import Office
from core.batch import CAUSES, DOCUMENT_TYPES, EXCEPTIONS, BatchPlan, Cause
from core.errors import Conflict, InputError
from core.ids import short_hash
from core.petition import Measure
from core.viewer import Viewer
from records import audit, batches, issues, measures
from records.batches import Batch, BatchMember
from records.database import Tx
from records.issue_decisions import set_issue_state
from records.item_finding import ItemFilter, find_ids


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a batch stands: its plan, the step it is at, and what is still missing before it can be carried out."""

    plan: BatchPlan
    step: str
    missing: tuple[str, ...]


def standing(office: Office, viewer: Viewer, batch_id: str) -> Standing:
    """The batch with its present step: selecting, measure, wording, legal_check, checked, or its state afterwards."""
    with office.database.read() as tx:
        plan = load_plan(tx, viewer, batch_id)
    return Standing(plan, step_of(plan), tuple(_missing(plan)))


def step_of(plan: BatchPlan) -> str:
    """The first step that is not complete; the state itself once carrying out has begun."""
    if plan.state != "draft":
        return plan.state
    if not plan.items:
        return "selecting"
    if plan.cause is None or plan.measure is None:
        return "measure"
    if not plan.wording or not (plan.document_type or plan.document_types):
        return "wording"
    return "checked" if checked(plan) else "legal_check"


def _missing(plan: BatchPlan) -> Iterable[str]:
    if not plan.items:
        yield "尚未选件"
    if plan.cause is None:
        yield "尚未确认原因"
    if plan.measure is None:
        yield "尚无有权单位采取的措施（单位、文件、日期）"
    if not plan.wording:
        yield "尚无统一口径"
    if not (plan.document_type or plan.document_types):
        yield "尚未选定文书种类"
    if plan.legal_check is None:
        yield "尚未经第二人法律审核"
    elif not checked(plan):
        yield "法律审核未通过" if not plan.legal_check.approved else "审核之后内容有改动，须重新法律审核"


def require_ready(plan: BatchPlan) -> None:
    """Raises Conflict naming everything that is missing before the batch may be carried out."""
    missing = list(_missing(plan))
    if missing:
        raise Conflict("还不能执行：" + "；".join(missing), "请逐步补齐后再执行")


def open_batch(office: Office, viewer: Viewer, issue_id: str, *, now: datetime) -> str:
    """The id of the issue's open batch, begun now with all members selected when there is none.

    Raises NotFound for an unknown issue.
    """
    with office.database.write() as tx:
        for row in batches.batches(tx, issue_id=issue_id):
            if row.state not in batches.CLOSED_STATES:
                return row.id
        issue = issues.issue(tx, viewer, issue_id)
        batch_id = f"batch:{short_hash(issue_id, now.isoformat(), viewer.name, length=10)}"
        row = Batch(
            id=batch_id, issue_id=issue_id, title=issue.label, prepared_by=viewer.name, created_at=now, updated_at=now
        )
        batches.save_batch(tx, row)
        chosen = [m.item_id for m in issue.members if m.role == "member"]
        _select(tx, viewer, batch_id, chosen, now)
        audit.record(tx, viewer, "batch_open", batch_id, now=now, result_count=len(chosen))
    return batch_id


def choose_members(office: Office, viewer: Viewer, batch_id: str, *, chosen: Iterable[str], now: datetime) -> None:
    """Makes `chosen` the selected cases; reasons of cases that stay are kept. Raises InputError for an unknown id."""
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        wanted = list(dict.fromkeys(chosen))
        known = set(find_ids(tx, viewer, ItemFilter(ids=tuple(wanted)))) if wanted else set()
        if unknown := [one for one in wanted if one not in known]:
            raise InputError(f"没有这些信访件：{'、'.join(unknown[:5])}", "请核对编号，或刷新共性问题成员")
        kept = {m.item_id: m for m in batches.members(tx, viewer, batch_id)}
        batches.drop_members(tx, batch_id)
        batches.put_members(tx, [kept[one] for one in wanted if one in kept])
        _select(tx, viewer, batch_id, [one for one in wanted if one not in kept], now)
        audit.record(tx, viewer, "batch_select", plan.id, now=now, result_count=len(wanted))


def _select(tx: Tx, viewer: Viewer, batch_id: str, chosen: Iterable[str], now: datetime) -> None:
    batches.put_members(tx, [BatchMember(batch_id=batch_id, item_id=one, at=now) for one in chosen])


def except_member(office: Office, viewer: Viewer, batch_id: str, item_id: str, *, reason: str, now: datetime) -> None:
    """Sets a case aside with a reason code of `EXCEPTIONS`, or takes it back in with an empty one."""
    check_reason(reason)
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        decision = "except" if reason else "apply"
        person = viewer.name if reason else ""
        words = EXCEPTIONS.get(reason, "")
        batches.set_member(
            tx, batch_id, item_id, decision=decision, reason_code=reason, reason=words, person=person, at=now
        )
        _note(tx, viewer, plan, "batch_except", now=now, reason=words)


def choose_claim(office: Office, viewer: Viewer, batch_id: str, item_id: str, *, claim_id: str, now: datetime) -> None:
    """Says which demand of a letter the batch is about; the letter's other demands stay open."""
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        batches.set_member(tx, batch_id, item_id, claim_id=claim_id)
        _note(tx, viewer, plan, "batch_claim", now=now)


def set_cause(office: Office, viewer: Viewer, batch_id: str, *, kind: str, text: str, now: datetime) -> None:
    """Stores the cause a person confirms. Raises InputError for an unknown kind or no words."""
    check_cause(kind, text)
    cause = Cause(kind=kind, text=text.strip(), confirmed_by=viewer.name, confirmed_at=now)
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        _change(tx, plan, now, more={"cause": cause_words(cause)}, cause=cause.text)
        set_issue_state(tx, plan.issue_id, "cause_analysed", person=viewer.name, now=now)
        _note(tx, viewer, plan, "batch_cause", now=now)


def set_measure(office: Office, viewer: Viewer, batch_id: str, measure: Measure, *, now: datetime) -> None:
    """Stores the adopted measure: which unit, by which document, on which day. Raises InputError if one is missing."""
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        measures.save_measure(tx, measure)
        _change(tx, plan, now, measure_id=measure.id)
        set_issue_state(tx, plan.issue_id, "adopted", person=viewer.name, now=now)
        _note(tx, viewer, plan, "batch_measure", now=now)


def set_wording(
    office: Office, viewer: Viewer, batch_id: str, *, text: str, document_types: Mapping[str, str], now: datetime
) -> None:
    """Stores the one wording and the documents: key `""` for all cases, item ids for cases that get another.

    The key `review_body` names the body an opinion can be reviewed at. Raises InputError for unknown fields or types.
    """
    check_wording(text)
    types = {item: kind for item, kind in document_types.items() if item != "review_body"}
    check_types(types.values())
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        more = {
            "document_types": {item: kind for item, kind in types.items() if item},
            "review_body": document_types.get("review_body", plan.review_body),
        }
        _change(tx, plan, now, more=more, wording=text, document_type=types.get("", plan.document_type))
        _note(tx, viewer, plan, "batch_wording", now=now)


def submit_for_check(office: Office, viewer: Viewer, batch_id: str, *, now: datetime) -> None:
    """Hands the batch to the second person. Raises Conflict when something before the check is missing."""
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        if step_of(plan) not in {"legal_check", "checked"}:
            raise Conflict("还不能送审：" + "；".join(list(_missing(plan))[:-1]), "请补齐后再送审")
        _change(tx, plan, now, more={"submitted": True}, prepared_by=viewer.name)
        _note(tx, viewer, plan, "batch_submit", now=now)


def legal_check(office: Office, viewer: Viewer, batch_id: str, *, approved: bool, note: str, now: datetime) -> None:
    """Stores the second person's word. Raises Conflict for the person who prepared it, or before it was submitted."""
    with office.database.write() as tx:
        plan = _draft(tx, viewer, batch_id)
        if not plan.submitted:
            raise Conflict("还没有送审", "请先由经办人提交法律审核")
        if viewer.name == plan.prepared_by:
            raise Conflict("不能审核自己拟制的批量办理", "请由另一名有账号的同事审核")
        if not approved and not note.strip():
            raise InputError("不通过要写明理由", "例如：所引条文已废止，请改引现行条文")
        more = {"approved": approved, "checked_digest": digest(plan), "submitted": approved}
        _change(tx, plan, now, more=more, checked_by=viewer.name, checked_at=now, checked_note=note.strip())
        _note(tx, viewer, plan, "batch_check", now=now, reason=note.strip())


def check_cause(kind: str, text: str) -> None:
    """Raises InputError for an unknown kind of cause or no words."""
    if kind not in CAUSES or not text.strip():
        kinds = "、".join(f"{code}（{label}）" for code, label in CAUSES.items())
        raise InputError("原因要有种类和说明", f"种类：{kinds}；说明写明事实根据")


def check_types(types: Iterable[str]) -> None:
    """Raises InputError for a document nobody knows."""
    if unknown := sorted({str(one) for one in types} - set(DOCUMENT_TYPES)):
        known = "、".join(f"{code}（{label}）" for code, label in DOCUMENT_TYPES.items())
        raise InputError(f"没有这种文书：{'、'.join(unknown)}", f"可用：{known}")


def check_reason(reason: str) -> None:
    """Raises InputError for a reason code nobody knows; an empty one takes a case back in."""
    if reason and reason not in EXCEPTIONS:
        raise InputError(f"没有“{reason}”这种例外理由", f"可用：{'、'.join(EXCEPTIONS)}")


def _draft(tx: Tx, viewer: Viewer, batch_id: str) -> BatchPlan:
    plan = load_plan(tx, viewer, batch_id)
    if plan.state != "draft":
        raise Conflict("这个批次已经执行过，不能再改", "需要改动请先撤销，再新建批次")
    return plan


def _change(
    tx: Tx, plan: BatchPlan, now: datetime, *, more: Mapping[str, object] | None = None, **columns: object
) -> None:
    row = batches.batch(tx, plan.id)
    merged = {**row.plan, **(more or {})}
    batches.change_batch(tx, plan.id, row.version, now=now, plan=merged, **columns)


def _note(tx: Tx, viewer: Viewer, plan: BatchPlan, action: str, *, now: datetime, reason: str = "") -> None:
    audit.record(tx, viewer, action, plan.id, now=now, reason=reason)
