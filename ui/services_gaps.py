"""What the page of gaps in the rules asks of the office."""

from __future__ import annotations

from casework.issue_gaps import IssueGap, issue_gaps
from casework.law_gaps import Gap, UnusedArticle, gaps, unused
from core.viewer import Viewer
from ui.wiring import the_office


def classes(viewer: Viewer, *, limit: int) -> list[Gap]:
    """Classes with many cases and hardly any basis in force, the most cases first."""
    return gaps(the_office(), viewer, limit=limit)


def never_used(*, limit: int) -> list[UnusedArticle]:
    """Articles in force nobody used, of acts of which some article was used."""
    return unused(the_office(), limit=limit)


def issues(viewer: Viewer) -> list[IssueGap]:
    """Common issues with many cases, low satisfaction and hardly any law in force behind the replies."""
    office = the_office()
    return [gap for level in ("pattern", "event") for gap in issue_gaps(office, viewer, level=level)]
