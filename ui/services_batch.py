"""What the batch pages ask of the office: the batch as it stands, each step, the dry run, results and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from casework import jobs
from casework.basis import CitedArticle, article_today, cited_articles
from casework.batch import apply, papers, preview, steps
from casework.batch.notices import Notice
from core.batch import DOCUMENT_TYPES, BatchPlan, MemberResult
from core.citations import find_citations
from core.errors import InputError, NotFound
from core.ids import short_hash
from core.petition import Item, Measure
from core.viewer import Viewer
from core.vocabulary import label
from records import batches as batch_rows
from records import documents
from records.citations import StoredCitation, resolve
from records.database import Tx
from records.issues import issue
from records.items import items
from records.units import units as unit_rows
from ui.wiring import the_office
from ui.words import word


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch of the list."""

    id: str
    title: str
    state: str
    selected: int
    prepared_by: str
    checked_by: str
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One selected case: what the batch does with it, and what became of it."""

    id: str
    number: str
    title: str
    place: str
    received: datetime | None
    state: str
    verdict: str
    reason: str
    result: str = ""
    evidence: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch with its cases, the step it has reached and what is still missing."""

    plan: BatchPlan
    step: str
    missing: tuple[str, ...]
    cases: tuple[Case, ...]
    issue_label: str
    articles: tuple[CitedArticle, ...]
    basis: tuple[CitedArticle, ...]

    @property
    def chosen(self) -> int:
        """How many selected cases the batch would apply to."""
        return sum(case.verdict == "apply" for case in self.cases)


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


@dataclass(frozen=True, slots=True)
class DryRun:
    """What carrying out would do: one line for each case, and the notices."""

    cases: tuple[Case, ...]
    notices: tuple[Notice, ...]

    def count(self, verdict: str) -> int:
        """How many cases have this verdict."""
        return sum(case.verdict == verdict for case in self.cases)


def batches(viewer: Viewer) -> list[BatchRow]:
    """All batches, latest first."""
    with the_office().database.read() as tx:
        rows = batch_rows.batches(tx, limit=200)
        sizes = {row.id: len(batch_rows.members(tx, viewer, row.id)) for row in rows}
    return [
        BatchRow(row.id, row.title, row.state, sizes[row.id], row.prepared_by, row.checked_by, row.updated_at)
        for row in rows
    ]


def batch_page(viewer: Viewer, batch_id: str, *, today: date) -> BatchPage:
    """The batch as it stands. Raises NotFound for an unknown id."""
    office = the_office()
    stands = steps.standing(office, viewer, batch_id)
    plan = stands.plan
    with office.database.read() as tx:
        cases = _cases(tx, viewer, plan)
        cited = cited_articles(tx, viewer, plan.items, today=today)
        known = {one.article_id: one for listed in cited.values() for one in listed}
        basis = [article_today(tx, one, today=today) for one in (plan.measure.articles if plan.measure else ())]
        issue_label = _issue_label(tx, viewer, plan.issue_id)
    offered = {**known, **{one.article_id: one for one in basis}}
    return BatchPage(
        plan, stands.step, stands.missing, tuple(cases), issue_label, tuple(offered.values()), tuple(basis)
    )


def _issue_label(tx: Tx, viewer: Viewer, issue_id: str) -> str:
    try:
        return issue(tx, viewer, issue_id).label
    except NotFound:
        return issue_id


def _cases(tx: Tx, viewer: Viewer, plan: BatchPlan) -> list[Case]:
    members = {one.item_id: one for one in batch_rows.members(tx, viewer, plan.id)}
    found = items(tx, viewer, members)
    numbers = {
        item_id: str(paper.extra.get("number", ""))
        for paper in documents.documents(tx, viewer, batch_id=plan.id)
        for item_id in paper.item_ids
    }
    if plan.state == "draft":
        # before a document is chosen the question is who is in, not what each will get
        supposed = replace(plan, document_type=plan.document_type or next(iter(DOCUMENT_TYPES)))
        decided = {one.item_id: (one.verdict, one.detail) for one in preview.decisions_now(tx, viewer, supposed)}
    else:
        decided = {one.item_id: (one.decision, one.reason) for one in members.values()}
    return [
        _case(
            item_id, found.get(item_id), decided.get(item_id, ("failed", "")), member.result, numbers.get(item_id, "")
        )
        for item_id, member in members.items()
    ]


def _case(
    item_id: str,
    item: Item | None,
    decided: tuple[str, str],
    told: Mapping[str, Any] = MappingProxyType({}),
    document: str = "",
) -> Case:
    return Case(
        id=item_id,
        number=item.item_no or item.source_id if item else item_id,
        title=item.title_masked or item.content_masked[:60] if item else "",
        place=item.place_text or item.region_text if item else "",
        received=item.received_at if item else None,
        state=label("state", item.state) if item else "",
        verdict=decided[0],
        reason=decided[1],
        result=str(told.get("result", "")),
        evidence=str(told.get("evidence", "")),
        document=document,
    )


def units(viewer: Viewer) -> dict[str, str]:
    """Names of the units that can have adopted a measure, by id."""
    with the_office().database.read() as tx:
        return {one.id: one.name for one in sorted(unit_rows(tx).values(), key=lambda unit: unit.name)}


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


def dry_run(viewer: Viewer, batch_id: str, *, today: date) -> DryRun:
    """What carrying the batch out would do today; changes nothing."""
    office = the_office()
    run = preview.dry_run(office, viewer, batch_id, today=today)
    with office.database.read() as tx:
        found = items(tx, viewer, [one.item_id for one in run.decisions])
    cases = tuple(_case(one.item_id, found.get(one.item_id), (one.verdict, one.detail)) for one in run.decisions)
    return DryRun(cases, run.notices)


def submit_apply(viewer: Viewer, batch_id: str) -> str:
    """Hands the batch to the worker; the id of the job."""
    return jobs.submit(the_office(), viewer, "apply_batch", {"batch_id": batch_id, "person": viewer.name})


def note_results(
    viewer: Viewer, batch_id: str, item_ids: Sequence[str], result: MemberResult, *, now: datetime
) -> None:
    """Stores what became of applied cases, with its evidence."""
    for item_id in item_ids:
        papers.record_result(the_office(), viewer, batch_id, item_id, result=result, now=now)


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
