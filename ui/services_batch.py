"""What the batch pages ask of the office: the batch as it stands, each step, the dry run, results and papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from casework.basis import CitedArticle, article_today, cited_articles
from casework.batch import preview, steps
from casework.batch.notices import Notice
from core.batch import DOCUMENT_TYPES, BatchPlan
from core.errors import NotFound
from core.petition import Item
from core.viewer import Viewer
from core.vocabulary import label
from records import batches as batch_rows
from records import documents
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
    """The number of its notice, with the word for delivered once it was handed over."""


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
        item_id: f"{paper.extra.get('number', '')}{word('batch.delivered') if paper.state == 'delivered' else ''}"
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


def dry_run(viewer: Viewer, batch_id: str, *, today: date) -> DryRun:
    """What carrying the batch out would do today; changes nothing."""
    office = the_office()
    run = preview.dry_run(office, viewer, batch_id, today=today)
    with office.database.read() as tx:
        found = items(tx, viewer, [one.item_id for one in run.decisions])
    cases = tuple(_case(one.item_id, found.get(one.item_id), (one.verdict, one.detail)) for one in run.decisions)
    return DryRun(cases, run.notices)
