"""Common issues of the office (共性问题): discovered afresh, kept, confirmed and corrected by named persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from casework.office import Office
from core.errors import InputError
from core.petition import Evidence, Link
from core.viewer import WORKER, Viewer
from ingest.learned_classes import learn_classes
from issues.common_issue import Discovery
from issues.discovery import discover
from issues.keeping import keep
from records import audit, marks
from records.issue_arrivals import drop_arrival
from records.issue_decisions import decide_member, name_issue, set_issue_state
from records.issue_life import IssueEvent, note
from records.item_finding import EVERYTHING, ItemFilter
from records.items import item
from records.link_saving import put_links, revoke_link
from records.related_matters import relate_matters
from records.transactions import Tx
from search.learning import letter_vectors


def discover_all(office: Office, *, today: date, now: datetime) -> Discovery:
    """What discovery finds over the whole office, kept in the records; confirmed issues stay as they are.

    Classes of unlabelled letters are learned first, where enough letters are labelled.
    """
    learn_classes(office.database, letter_vectors(office.database, office.encoder), now=now)
    with office.database.write() as tx:
        relate_matters(tx, now=now)
    with office.database.read() as tx:
        looked_at = marks.take_marks(tx, "issues", limit=None)
    found = discover(office.database, office.index, WORKER, EVERYTHING, as_of=today)
    keep(office.database, found, now=now)
    with office.database.write() as tx:
        marks.clear_marks(tx, "issues", looked_at)
    return found


def discover_within(office: Office, viewer: Viewer, selection: ItemFilter, *, today: date) -> Discovery:
    """What discovery finds in one selection (period, region, unit, class); shown, not kept.

    Of a known issue only the part inside counts; one with a single letter there is left out.
    """
    found = discover(office.database, office.index, viewer, selection, as_of=today)
    events, patterns = (
        tuple(one for one in several if len(one.members) > 1) for several in (found.events, found.patterns)
    )
    return Discovery(events, patterns, letters=found.letters)


def confirm_issue(office: Office, viewer: Viewer, issue_id: str, *, now: datetime) -> None:
    """Makes a candidate a confirmed issue, a fixed point of every later discovery."""
    with office.database.write() as tx:
        set_issue_state(tx, issue_id, "confirmed", person=viewer.name, now=now)
        note(tx, [IssueEvent(issue_id=issue_id, kind="confirmed", person=viewer.name)], now=now)
        audit.record(tx, viewer, "issue_confirm", issue_id, now=now)


def dismiss_issue(office: Office, viewer: Viewer, issue_id: str, *, reason: str, now: datetime) -> None:
    """Says that a candidate is no common issue. Raises InputError without a reason."""
    if not reason.strip():
        raise InputError("排除要写明理由", "例如：并非同一原因")
    with office.database.write() as tx:
        set_issue_state(tx, issue_id, "dismissed", person=viewer.name, now=now)
        note(tx, [IssueEvent(issue_id=issue_id, kind="dismissed", person=viewer.name, note=reason.strip())], now=now)
        audit.record(tx, viewer, "issue_dismiss", issue_id, now=now, reason=reason)


def rename_issue(office: Office, viewer: Viewer, issue_id: str, label: str, *, now: datetime) -> None:
    """Gives an issue a name by hand; discovery keeps it."""
    with office.database.write() as tx:
        name_issue(tx, issue_id, label, person=viewer.name, now=now)
        note(tx, [IssueEvent(issue_id=issue_id, kind="renamed", person=viewer.name, note=label.strip())], now=now)
        audit.record(tx, viewer, "issue_rename", issue_id, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A person's word on one case: whether it belongs to the issue, and why."""

    item_id: str
    belongs: bool
    reason: str


def decide_case(office: Office, viewer: Viewer, issue_id: str, verdict: Verdict, *, now: datetime) -> None:
    """Puts a case into an issue or keeps it out, for good. Raises InputError without a reason, NotFound."""
    role: Literal["member", "lookalike"] = "member" if verdict.belongs else "lookalike"
    with office.database.write() as tx:
        item(tx, viewer, verdict.item_id)
        decide_member(tx, issue_id, verdict.item_id, role, person=viewer.name, reason=verdict.reason, now=now)
        drop_arrival(tx, issue_id, verdict.item_id)
        kind = "member_in" if verdict.belongs else "member_out"
        note(tx, [IssueEvent(issue_id=issue_id, kind=kind, letters=1, person=viewer.name)], now=now)
        link_member(tx, viewer, issue_id, verdict, now=now)
        audit.record(tx, viewer, "issue_member", verdict.item_id, now=now, reason=verdict.reason)


def link_member(tx: Tx, viewer: Viewer, issue_id: str, verdict: Verdict, *, now: datetime) -> None:
    """The graph shows at once what a person decided; the next discovery leaves that link alone."""
    if not verdict.belongs:
        revoke_link(
            tx, verdict.item_id, "member_of", issue_id, person=viewer.name, reason=verdict.reason.strip(), now=now
        )
        return
    proof = Evidence(record=verdict.item_id, rule="经办人认定", person=viewer.name, note=verdict.reason)
    link = Link(source=verdict.item_id, kind="member_of", target=issue_id, score=1.0, evidence=(proof,))
    put_links(tx, [link], now=now, person=viewer.name)
