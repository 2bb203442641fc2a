"""Common issues that may lack a rule (制度空白, N11): many cases, low satisfaction, hardly any law in force applied.

Where law in force is known for the class it is named beside: then the replies merely do not say it. A person judges.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.law_gaps import FEW_BASED, governing_of
from casework.office import Office
from casework.standing import Library
from core.statute import Status
from core.taxonomy import label_of
from core.viewer import Viewer
from records.basis_uses import cited_targets
from records.issue_uses import IssueUse, issue_uses
from records.issues import StoredIssue, issues

MANY = 10
"""Cases of one issue from which a missing rule is worth a look [D]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGap:
    """An issue whose replies hardly rest on law in force; `governing` is law known for its class."""

    issue: StoredIssue
    use: IssueUse
    class_code: str
    governing: tuple[str, ...] = ()

    @property
    def class_label(self) -> str:
        """The class most members have."""
        return label_of(self.class_code) if self.class_code else ""


def issue_gaps(
    office: Office, viewer: Viewer, *, level: str = "pattern", many: int = MANY, governed: bool = False
) -> list[IssueGap]:
    """Issues with at least `many` cases and hardly any basis in force, the most dissatisfied first, then the largest.

    With `governed` also those for which law in force is known but not named.
    """
    today = office.today()
    with office.database.read() as tx:
        known = {one.id: one for one in issues(tx, viewer, level=level) if one.state != "dismissed"}
        targets = cited_targets(tx)
        library = Library(tx, targets, today=today)
        standing = ((one, library.standing(one, today)) for one in targets)
        in_force = [one for one, now in standing if now and now.status is Status.IN_FORCE]
        uses = issue_uses(tx, viewer, known, in_force)
        wanted = [use for use in uses.values() if use.letters >= many and use.answered]
        codes = {use.issue_id: _class_of(known[use.issue_id]) for use in wanted}
        laws = governing_of(tx, sorted({code for code in codes.values() if code}), today)
    found = [
        IssueGap(issue=known[use.issue_id], use=use, class_code=code, governing=laws.get(code, ()))
        for use in wanted
        for code in (codes[use.issue_id],)
    ]
    kept = [one for one in found if one.use.share_based <= FEW_BASED and (governed or not one.governing)]
    return sorted(kept, key=_place)


def _class_of(one: StoredIssue) -> str:
    classes = one.facts.get("breakdown", {}).get("classes", ())
    return str(classes[0]["id"]) if classes else ""


def _place(one: IssueGap) -> tuple[bool, float, int, str]:
    return bool(one.governing), -(one.use.share_dissatisfied or 0.0), -one.use.letters, one.issue.id
