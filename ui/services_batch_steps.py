"""What the batch pages have done: each step stored, carried out by the worker, results, papers, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework import jobs
from casework.batch import apply, papers, steps
from core.batch import MemberResult
from core.citations import find_citations
from core.errors import InputError
from core.ids import short_hash
from core.petition import Measure
from core.viewer import Viewer
from records import documents
from records import jobs as job_rows
from records.citations import StoredCitation, resolve
from records.database import Tx
from records.documents import Delivery
from ui.wiring import the_office
from ui.words import word


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureGiven:
    """What the form of the second step holds."""

    cause: str
    cause_text: str
    title: str
    text: str
    unit_id: str
    document_no: str
    adopted_on: date
    articles: tuple[str, ...]


def set_aside(viewer: Viewer, batch_id: str, item_ids: Sequence[str], *, reason: str, now: datetime) -> None:
    """Sets cases aside with a reason code, or takes them back in with an empty one."""
    for item_id in item_ids:
        steps.except_member(the_office(), viewer, batch_id, item_id, reason=reason, now=now)


def set_measure(viewer: Viewer, batch_id: str, given: MeasureGiven, *, now: datetime) -> None:
    """Stores the confirmed cause and the adopted measure."""
    office = the_office()
    with office.database.read() as tx:
        articles = tuple(_article_id(tx, one) for one in given.articles)
    measure = Measure(
        id=f"measure:{short_hash(given.unit_id, given.document_no, given.title, length=12)}",
        title=given.title,
        text=given.text,
        unit_id=given.unit_id,
        document_no=given.document_no,
        adopted_on=given.adopted_on,
        articles=articles,
    )
    steps.set_cause(office, viewer, batch_id, kind=given.cause, text=given.cause_text, now=now)
    steps.set_measure(office, viewer, batch_id, measure, now=now)


def _article_id(tx: Tx, named: str) -> str:
    """The id of an article given by its id or as 《…》第×条. Raises InputError when the library has none."""
    if named.startswith("article:"):
        return named
    asked = [
        StoredCitation(
            record="",
            field="",
            start=one.start,
            end=one.end,
            quote=one.quote,
            law_text=one.law or one.law_text,
            number=one.number or None,
            sub=one.sub,
        )
        for one in find_citations(named)
    ]
    found = [one.target for one in resolve(tx, asked) if one.target.startswith("article:")]
    if len(found) != 1:
        raise InputError(word("batch.no_article", article=named), word("batch.no_article_hint"))
    return found[0]


def set_wording(viewer: Viewer, batch_id: str, *, text: str, kind: str, review_body: str, now: datetime) -> None:
    """Stores document type and wording and hands the batch to the second person."""
    office = the_office()
    types = {"": kind, "review_body": review_body}
    steps.set_wording(office, viewer, batch_id, text=text, document_types=types, now=now)
    steps.submit_for_check(office, viewer, batch_id, now=now)


def legal_check(viewer: Viewer, batch_id: str, *, approved: bool, note: str, now: datetime) -> None:
    """Stores the second person's word."""
    steps.legal_check(the_office(), viewer, batch_id, approved=approved, note=note, now=now)


def submit_apply(viewer: Viewer, batch_id: str) -> str:
    """Hands the batch to the worker; the id of the job."""
    return jobs.submit(the_office(), viewer, "apply_batch", {"batch_id": batch_id, "person": viewer.name})


def note_results(
    viewer: Viewer, batch_id: str, item_ids: Sequence[str], result: MemberResult, *, now: datetime
) -> None:
    """Stores what became of applied cases, with its evidence."""
    for item_id in item_ids:
        papers.record_result(the_office(), viewer, batch_id, item_id, result=result, now=now)


def note_delivery(
    viewer: Viewer, batch_id: str, item_ids: Sequence[str], *, method: str, delivered: bool, now: datetime
) -> int:
    """Writes one delivery attempt down for each notice of the cases; how many notices that were."""
    office = the_office()
    with office.database.read() as tx:
        written = documents.documents(tx, viewer, batch_id=batch_id)
    meant = [one for one in written if set(one.item_ids) & set(item_ids) and one.state != "withdrawn"]
    result = "delivered" if delivered else "returned"
    for one in meant:
        attempt = Delivery(document_id=one.id, at=now, method=method, result=result, person=viewer.name)
        papers.record_delivery(office, viewer, attempt)
    return len(meant)


def is_applying(viewer: Viewer, batch_id: str) -> bool:
    """True while a job that carries this batch out is waiting or running."""
    with the_office().database.read() as tx:
        live = job_rows.jobs(tx, viewer, open_only=True)
    return any(job.kind == "apply_batch" and job.args.get("batch_id") == batch_id for job in live)


def ledger(viewer: Viewer, batch_id: str, *, now: datetime) -> bytes:
    """The ledger of the batch as xlsx."""
    return papers.ledger(the_office(), viewer, batch_id, now=now)


def notices_zip(viewer: Viewer, batch_id: str, *, reason: str, now: datetime) -> bytes:
    """The notices of the batch as a zip of docx; names come from the vault, for the written reason."""
    return papers.print_notices(the_office(), viewer, batch_id, reason=reason, now=now)


def undo(viewer: Viewer, batch_id: str, *, reason: str, now: datetime) -> str:
    """Takes the batch back; says how many cases are as before and what cannot be taken back."""
    done = apply.undo_batch(the_office(), viewer, batch_id, reason=reason, now=now)
    return "\n".join((word("batch.undone", restored=done.restored), *done.cannot))
