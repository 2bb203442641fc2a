"""What the pages of common issues ask of the office: the ranked list, one issue with its members, decisions on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework import common_issues, jobs
from casework.batch import steps
from core.petition import Item
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from records.database import Tx
from records.issue_arrivals import arriving_at
from records.issue_life import Registered, registered
from records.issues import IssueMember, StoredIssue, issue, issues
from records.items import items
from records.units import unit_names
from ui.wiring import the_office
from ui.words import word

MOST = 2000
"""Issues looked through when filtering; an office has hundreds."""
WEEKS = 26


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which issues are listed: level, only those that qualify, words in label, place or unit."""

    level: str
    qualified: bool
    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """How often a unit, place, article or class stands behind the members."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue of the list."""

    stored: StoredIssue
    number: int
    members: int
    arrivals: int
    sides: int
    weekly: tuple[int, ...]
    units: str
    places: str


@dataclass(frozen=True, slots=True)
class IssueList:
    """A page of issues, how many there are, and when they were last looked for (None: never)."""

    rows: tuple[IssueRow, ...]
    total: int
    computed: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """An item of the issue, or one kept out, with the reason."""

    id: str
    number: str
    title: str
    reason: str
    score: float | None
    decided: str
    place: str
    unit: str
    received: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Weight:
    """One part of the rank, measured and weighed."""

    label: str
    value: float
    weight: float
    note: str


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue with all its page shows; `below` are the events of a pattern, `above` the pattern of an event."""

    stored: StoredIssue
    members: tuple[Case, ...]
    lookalikes: tuple[Case, ...]
    arrivals: tuple[Case, ...]
    above: StoredIssue | None
    below: tuple[StoredIssue, ...]

    @property
    def sides(self) -> int:
        """How many petitioner sides the members come from."""
        return int(self.stored.facts.get("sides", 0))

    @property
    def weekly(self) -> tuple[tuple[str, int], ...]:
        """Monday → letters of that week."""
        return tuple((str(week), int(count)) for week, count in self._trend().get("weekly", ()))

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The visible parts of the rank."""
        rows = self.stored.facts.get("weights", ())
        return tuple(Weight(row["label"], row["value"], row["weight"], row.get("note", "")) for row in rows)

    def shares(self, name: str) -> tuple[Share, ...]:
        """The most frequent `units`, `places`, `respondents`, `articles` or `classes`."""
        rows = self._breakdown().get(name, ())
        return tuple(Share(row.get("id", ""), row["label"], row["count"]) for row in rows)

    def cells(self) -> tuple[tuple[str, str, str, int], ...]:
        """Issue class × place × unit → letters."""
        rows = self._breakdown().get("cells", ())
        return tuple((label_of(row["class_code"]), row["place"], row["unit"], row["count"]) for row in rows)

    def _trend(self) -> Mapping[str, Any]:
        return dict(self.stored.facts.get("trend", {}))

    def _breakdown(self) -> Mapping[str, Any]:
        return dict(self.stored.facts.get("breakdown", {}))


def issue_list(viewer: Viewer, wanted: Wanted, *, limit: int, offset: int = 0) -> IssueList:
    """Issues as wanted, highest rank first, one page of them."""
    with the_office().database.read() as tx:
        found = issues(tx, viewer, level=wanted.level, limit=MOST)
        every = found or issues(tx, viewer, limit=1)
        waiting = arriving_at(tx, viewer, [one.id for one in found])
        known = registered(tx, [one.id for one in found])
    computed = max((one.updated_at for one in every if one.updated_at), default=None)
    chosen = [one for one in found if one.qualified or not wanted.qualified]
    rows = [_row(one, known.get(one.id, Registered(id=one.id)), len(waiting.get(one.id, ()))) for one in chosen]
    text = wanted.text.strip()
    kept = [one for one in rows if not text or text in f"{one.stored.label} {one.places} {one.units}"]
    return IssueList(tuple(kept[offset : offset + limit]), len(kept), computed)


def _row(one: StoredIssue, known: Registered, arrivals: int) -> IssueRow:
    trend, breakdown = one.facts.get("trend", {}), one.facts.get("breakdown", {})
    return IssueRow(
        one,
        known.number,
        sum(member.role == "member" for member in one.members),
        arrivals,
        int(one.facts.get("sides", 0)),
        tuple(int(count) for _, count in trend.get("weekly", ())[-WEEKS:]),
        "、".join(row["label"] for row in breakdown.get("units", ())[:2]),
        "、".join(row["label"] for row in breakdown.get("places", ())[:3]),
    )


def issue_page(viewer: Viewer, issue_id: str) -> IssuePage:
    """One issue with its members joined to their items. Raises NotFound."""
    with the_office().database.read() as tx:
        stored = issue(tx, viewer, issue_id)
        every = issues(tx, viewer, limit=MOST)
        arrived = [
            IssueMember(item_id=one.item_id, reason=one.reason, score=one.score)
            for one in arriving_at(tx, viewer, [issue_id]).get(issue_id, ())
        ]
        members = [one for one in stored.members if one.role == "member"]
        kept_out = [one for one in stored.members if one.role != "member"]
        cases = _cases(tx, viewer, [*stored.members, *arrived])
    return IssuePage(
        stored,
        tuple(cases[one.item_id] for one in members if one.item_id in cases),
        tuple(cases[one.item_id] for one in kept_out if one.item_id in cases),
        tuple(cases[one.item_id] for one in arrived if one.item_id in cases),
        next((one for one in every if one.id == stored.parent), None),
        tuple(one for one in every if one.parent == issue_id),
    )


def _cases(tx: Tx, viewer: Viewer, members: Sequence[IssueMember]) -> dict[str, Case]:
    found = items(tx, viewer, [one.item_id for one in members])
    names = unit_names(tx, {item.unit_id for item in found.values()})
    return {one.item_id: _case(one, found[one.item_id], names) for one in members if one.item_id in found}


def _case(member: IssueMember, item: Item, names: Mapping[str, str]) -> Case:
    return Case(
        id=item.id,
        number=item.item_no or item.source_id,
        title=item.title_masked or item.content_masked[:60],
        reason=member.person_reason or member.reason,
        score=member.score,
        decided=member.person,
        place=item.place_text or item.region_text,
        unit=names.get(item.unit_id, item.unit_text),
        received=item.received_at,
        state=label("state", item.state),
    )


def confirm(viewer: Viewer, issue_id: str, *, now: datetime) -> None:
    """Confirms the issue; from now on it stays as it is when the data grows."""
    common_issues.confirm_issue(the_office(), viewer, issue_id, now=now)


def dismiss(viewer: Viewer, issue_id: str, *, reason: str, now: datetime) -> None:
    """Says that the candidate is no common issue. Raises InputError without a reason."""
    common_issues.dismiss_issue(the_office(), viewer, issue_id, reason=reason, now=now)


def rename(viewer: Viewer, issue_id: str, name: str, *, now: datetime) -> None:
    """Gives the issue another name; it stays through later discoveries."""
    common_issues.rename_issue(the_office(), viewer, issue_id, name, now=now)


def decide(
    viewer: Viewer, issue_id: str, item_ids: Sequence[str], *, belongs: bool, reason: str, now: datetime
) -> None:
    """Says of items that they belong to the issue or do not; later discoveries keep to it.

    That one belongs needs no reason of its own; that one does not, does.
    """
    reason = reason or (word("issue.confirmed_member") if belongs else "")
    for item_id in item_ids:
        verdict = common_issues.Verdict(item_id=item_id, belongs=belongs, reason=reason)
        common_issues.decide_case(the_office(), viewer, issue_id, verdict, now=now)


def submit_discovery(viewer: Viewer, *, as_of: date) -> str:
    """Asks the worker to look for common issues afresh; the id of the job."""
    args = {"as_of": as_of.isoformat(), "person": viewer.name}
    return jobs.submit(the_office(), viewer, "discover_issues", args)


def open_batch(viewer: Viewer, issue_id: str, *, now: datetime) -> str:
    """The id of the issue's open batch, begun now when there is none."""
    return steps.open_batch(the_office(), viewer, issue_id, now=now)
