"""New letters that look like members of a known issue: which they are, where they wait (待确认)."""

from __future__ import annotations

from dataclasses import dataclass

from casework.office import Office
from core.viewer import Viewer
from records.issue_arrivals import arriving_at
from records.issues import issue, issues
from records.items import items


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A new letter that fits an issue and waits for a person's word."""

    issue_id: str
    label: str
    item_id: str
    number: str
    title: str
    reason: str
    score: float


def arrivals(office: Office, viewer: Viewer, issue_id: str = "") -> list[Arrival]:
    """New letters waiting at one issue, or at all, the issue of highest rank and the likeliest letter first."""
    with office.database.read() as tx:
        several = [issue(tx, viewer, issue_id)] if issue_id else issues(tx, viewer)
        waiting = arriving_at(tx, viewer, [one.id for one in several])
        known = items(tx, viewer, {row.item_id for rows in waiting.values() for row in rows})
    return [
        Arrival(
            issue_id=one.id,
            label=one.label,
            item_id=found.id,
            number=found.item_no or found.source_id,
            title=found.title_masked or found.content_masked[:60],
            reason=row.reason,
            score=row.score,
        )
        for one in several
        for row in waiting.get(one.id, ())
        if (found := known.get(row.item_id)) is not None
    ]
