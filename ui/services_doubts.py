"""What the page of doubtful accusations asks: numbers for whoever hands them out, letters for their handlers."""

from __future__ import annotations

from datetime import datetime

from casework import doubts
from core.petition import Item
from core.viewer import Viewer
from records.accounts import accounts
from records.reviews import Review
from ui.wiring import the_office


def numbers() -> tuple[int, int]:
    """Letters nobody has decided on, and those of them no person has been given yet."""
    office = the_office()
    return doubts.waiting(office), doubts.not_handed_out(office)


def people() -> list[str]:
    """Accounts that letters can be handed to."""
    with the_office().database.read() as tx:
        return [one.name for one in accounts(tx) if not one.disabled]


def mine(viewer: Viewer, *, limit: int, offset: int = 0) -> list[tuple[Review, Item]]:
    """The letters handed to this person that wait for a decision."""
    return doubts.mine(the_office(), viewer, limit=limit, offset=offset)


def signs(one: Review) -> tuple[str, ...]:
    """The words that made a letter doubtful."""
    return doubts.signs(one)


def hand_out(viewer: Viewer, handler: str, *, now: datetime) -> int:
    """How many letters were handed to a person by name."""
    return doubts.hand_out(the_office(), viewer, handler, now=now)


def decide(viewer: Viewer, review_id: str, *, accusation: bool, reason: str, now: datetime) -> None:
    """Stores the handler's word."""
    doubts.decide(the_office(), viewer, review_id, accusation=accusation, reason=reason, now=now)
