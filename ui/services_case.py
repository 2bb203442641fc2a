"""What a case page asks of the office: the case, opening what is masked, the reply draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from casework import case, drafts
from casework.basis import CitedArticle, article_today
from casework.case import CasePage
from core.errors import NotFound
from core.petition import Item, Person
from core.procedure import step_to
from core.viewer import Viewer
from records import audit, units
from records.drafts import Draft
from records.items import items
from ui.wiring import the_office


@dataclass(frozen=True, slots=True)
class Shown:
    """What was opened for a reason: who wrote, and the letter as written."""

    person: Person
    text: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A reply draft with the precedent it began from and the status of its articles today."""

    draft: Draft
    precedent: Item | None
    cited: tuple[CitedArticle, ...]


def case_page(viewer: Viewer, item_id: str, *, today: date) -> CasePage:
    """The case as its page shows it, masked. Raises NotFound."""
    return case.case_page(the_office(), viewer, item_id, today=today)


def unit_names(ids: Collection[str]) -> dict[str, str]:
    """Unit id → name."""
    with the_office().database.read() as tx:
        return units.unit_names(tx, ids)


def unmask(viewer: Viewer, item: Item, *, reason: str, now: datetime) -> Shown:
    """The unmasked letter and its writer; both openings are written into the audit chain."""
    office = the_office()
    text = case.open_text(office, viewer, item.id, reason=reason, now=now)
    try:
        person = case.open_identity(office, viewer, item.id, reason=reason, now=now)
    except NotFound:
        person = Person()
    return Shown(person, text)


def note_view(viewer: Viewer, item_id: str, *, now: datetime) -> None:
    """Writes into the audit chain that somebody opened the case."""
    with the_office().database.write() as tx:
        audit.record(tx, viewer, "view", item_id, now=now)


def begin_draft(viewer: Viewer, item_id: str, precedent_id: str, *, today: date, now: datetime) -> None:
    """Begins the person's reply draft for the case from a precedent."""
    drafts.begin_draft(the_office(), viewer, item_id, precedent_id, today=today, now=now)


def save_draft(viewer: Viewer, item_id: str, text: str, *, now: datetime) -> None:
    """Saves the text of the person's draft."""
    drafts.save_draft(the_office(), viewer, item_id, text, now=now)


def draft_page(viewer: Viewer, item_id: str, *, today: date) -> DraftPage | None:
    """The person's draft for the case, or None."""
    office = the_office()
    draft = drafts.draft_of(office, viewer, item_id)
    if draft is None:
        return None
    precedent_id = str(draft.basis.get("precedent", ""))
    with office.database.read() as tx:
        precedent = items(tx, viewer, [precedent_id]).get(precedent_id)
        rows = draft.basis.get("articles", [])
        cited = [article_today(tx, row[0], today=today) for row in rows] if isinstance(rows, list) else []
    return DraftPage(draft, precedent, tuple(cited))


def procedure(state: str, day: date) -> str:
    """The articles that govern the step to `state` on its day, or nothing."""
    step = step_to(state, day) if state else None
    return "、".join(clause.label for clause in step.clauses) if step else ""
