"""What the page of names under review asks of the office: the queue, accept, reject, undo."""

from __future__ import annotations

from datetime import date, datetime

from casework import name_review
from casework.name_review import Days, Waiting
from core.viewer import Viewer
from ui.wiring import the_office


def waiting(viewer: Viewer, state: str, *, limit: int, offset: int = 0) -> list[Waiting]:
    """Spellings in this state, likeliest first."""
    return name_review.waiting_names(the_office(), viewer, state=state, limit=limit, offset=offset)


def count(viewer: Viewer, state: str) -> int:
    """How many spellings are in this state."""
    return name_review.count_waiting(the_office(), viewer, state=state)


def look(viewer: Viewer, *, now: datetime) -> int:
    """How many spellings newly wait after all open letters were looked through."""
    return name_review.look_for_names(the_office(), now=now)


def accept(
    viewer: Viewer, proposal_id: str, *, reason: str, first: date | None, last: date | None, now: datetime
) -> int:
    """Makes the spelling an alias; how many letters were linked again."""
    days = Days(first=first, last=last)
    return name_review.accept_name(the_office(), viewer, proposal_id, reason=reason, days=days, now=now).letters


def reject(viewer: Viewer, proposal_id: str, *, reason: str, now: datetime) -> None:
    """Remembers that the spelling does not stand for the name."""
    name_review.reject_name(the_office(), viewer, proposal_id, reason=reason, now=now)


def undo(viewer: Viewer, proposal_id: str, *, reason: str, now: datetime) -> int:
    """Takes the last decision back; how many letters were linked again."""
    return name_review.undo_name(the_office(), viewer, proposal_id, reason=reason, now=now).letters
