"""The papers of a batch: notices printed with their addressee, delivery, results, and the ledger as xlsx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casework.basis import article_today
from casework.batch.ledger import LedgerRow, ledger_xlsx
from casework.batch.notices import Notice, basis_lines, render
from casework.batch.store import load_plan
from casework.batch.templates import template_file
from casework.office import Office
from core.batch import RESULTS, Decision, MemberResult
from core.errors import Conflict, InputError, NotFound
from core.viewer import Viewer
from records import audit, batches, documents, matters
from records.claims import update_claim
from records.database import Tx
from records.documents import Delivery, Document
from records.items import items
from records.units import unit_names
from records.vault import open_identity

DELIVERIES = {"delivered": "已送达", "returned": "退回"}
NOBODY = "信访人"
"""The addressee where the vault knows no name."""


def print_notices(
    office: Office, viewer: Viewer, batch_id: str, *, reason: str, now: datetime, as_of: date | None = None
) -> bytes:
    """A zip of the batch's notices as docx; each addressee comes from the vault, each opening is written to the audit.

    The articles are told with their status on `as_of`, today where no day is named. Raises InputError without a
    reason, NotFound when nothing was applied.
    """
    if not reason.strip():
        raise InputError("打印文书会打开信访人身份，须写明理由", "例如：送达办理进展告知书")
    with office.database.read() as tx:
        found = [d for d in documents.documents(tx, viewer, batch_id=batch_id) if d.state != "withdrawn"]
    if not found:
        raise NotFound("这个批次没有可打印的文书", "请先执行批量办理")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for document in found:
            name = f"{document.title}-{document.extra.get('number', document.id.rpartition(':')[2])}.docx"
            entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
            pack.writestr(entry, print_notice(office, viewer, document, reason=reason, now=now, as_of=as_of))
    return buffer.getvalue()


def print_notice(
    office: Office, viewer: Viewer, document: Document, *, reason: str, now: datetime, as_of: date | None = None
) -> bytes:
    """One notice as docx, issued; a petitioner's name is taken from the vault for this print alone."""
    day = as_of or now.date()
    with office.database.write() as tx:
        name = _addressee(office, tx, viewer, document, reason, now)
        basis = basis_lines([article_today(tx, a, today=day) for a in document.articles], day)
        if document.state == "draft":
            documents.set_document_state(tx, document.id, "issued", now=now)
        audit.record(tx, viewer, "print", document.id, now=now, reason=reason)
    return render(_notice(document, basis, now.date()), template_file(Path(office.home), document.kind), addressee=name)


def _addressee(office: Office, tx: Tx, viewer: Viewer, document: Document, reason: str, now: datetime) -> str:
    if document.kind == "assignment":
        return unit_names(tx, [document.unit_id]).get(document.unit_id, "责任单位")
    if not document.addressee_ref or document.addressee_ref.startswith("item:"):
        return NOBODY
    person = open_identity(tx, office.vault, viewer, document.addressee_ref, reason=reason, now=now)
    return person.name or NOBODY


def _notice(document: Document, basis: tuple[str, ...], today: date) -> Notice:
    extra: Mapping[str, Any] = document.extra
    return Notice(
        side=document.addressee_ref,
        document_type=document.kind,
        item_ids=document.item_ids,
        number=str(extra.get("number", "")),
        body=tuple(extra.get("body", ())),
        basis=basis,
        remedy=str(extra.get("remedy", "")),
        unit=str(extra.get("unit", "")),
        on=today,
    )


def record_delivery(office: Office, viewer: Viewer, delivery: Delivery) -> None:
    """Writes one delivery attempt down (送达); the review window of an opinion starts here."""
    with office.database.write() as tx:
        documents.document(tx, viewer, delivery.document_id)
        documents.add_delivery(tx, replace(delivery, person=viewer.name))
        audit.record(tx, viewer, "deliver", delivery.document_id, now=delivery.at, reason=delivery.method)


def record_result(
    office: Office, viewer: Viewer, batch_id: str, item_id: str, *, result: MemberResult, now: datetime
) -> None:
    """Stores what became of an applied case. Raises InputError without evidence, Conflict when it was not applied.

    A letter's matter is resolved only when the batch was about its single demand; its other demands stay open.
    """
    if result.result not in RESULTS:
        raise InputError(f"没有“{result.result}”这种结果", f"可用：{'、'.join(RESULTS)}")
    if result.result != "pending" and not result.evidence.strip():
        raise InputError("结果要有依据", "例如：不动产权证书编号、发放凭证、现场核查记录")
    with office.database.write() as tx:
        member = next((m for m in batches.members(tx, viewer, batch_id) if m.item_id == item_id), None)
        if member is None or member.state != "applied":
            raise Conflict("只有已执行的信访件才能登记结果", "请先执行批量办理")
        on = result.on or now.date()
        told = {"result": result.result, "evidence": result.evidence, "person": viewer.name, "on": on.isoformat()}
        batches.set_member(tx, batch_id, item_id, result=told, at=now)
        if result.result == "resolved":
            _resolve(tx, viewer, member, on)
        audit.record(tx, viewer, "batch_result", item_id, now=now, reason=result.evidence)


def _resolve(tx: Tx, viewer: Viewer, member: batches.BatchMember, on: date) -> None:
    if member.claim_id:
        update_claim(tx, member.claim_id, outcome="support")
        return
    item = items(tx, viewer, [member.item_id])[member.item_id]
    if item.matter_id:
        matter = matters.matter(tx, viewer, item.matter_id)
        matters.save_matters(tx, [replace(matter, resolved=True, resolved_on=on, resolution_type="solved")])


def ledger(office: Office, viewer: Viewer, batch_id: str, *, now: datetime) -> bytes:
    """The batch's ledger as xlsx; one row for every selected case, exported by whom and when on top."""
    with office.database.write() as tx:
        plan = load_plan(tx, viewer, batch_id)
        members = batches.members(tx, viewer, batch_id)
        found = items(tx, viewer, [m.item_id for m in members])
        papers = {i: d for d in documents.documents(tx, viewer, batch_id=batch_id) for i in d.item_ids}
        sent = {d.id: documents.deliveries_of(tx, viewer, d.id) for d in papers.values()}
        names = unit_names(tx, {item.unit_id for item in found.values()})
        audit.record(tx, viewer, "export", batch_id, now=now, result_count=len(members))
    rows = []
    for member in members:
        item, paper = found.get(member.item_id), papers.get(member.item_id)
        rows.append(
            LedgerRow(
                decision=Decision(
                    item_id=member.item_id,
                    verdict=member.decision,
                    detail=member.reason,
                    document_type=paper.kind if paper else "",
                ),
                item=item,
                document_id=str(paper.extra.get("number", "")) if paper else "",
                delivery="；".join(
                    f"{one.at:%Y-%m-%d} {one.method} {DELIVERIES.get(one.result, one.result)}" for one in sent[paper.id]
                )
                if paper
                else "",
                result=_result(member.result),
                unit_name=names.get(item.unit_id, item.unit_text) if item else "",
            )
        )
    return ledger_xlsx(plan, rows, printed={"导出人": viewer.name, "导出时间": f"{now:%Y-%m-%d %H:%M}"})


def _result(stored: Mapping[str, Any]) -> MemberResult | None:
    if not stored:
        return None
    on = stored.get("on")
    return MemberResult(
        result=stored.get("result", "pending"),
        evidence=stored.get("evidence", ""),
        person=stored.get("person", ""),
        on=date.fromisoformat(on) if on else None,
    )
