"""What the verdict buttons and the page of feedback ask of the office: say, take back, list, effect."""

from __future__ import annotations

from datetime import datetime

from casework import feedback
from casework.feedback import Said, Shown
from core.viewer import Viewer
from records import judgments
from records.judgments import Judgment
from search.asking import Query, masked_words
from ui.wiring import the_office


def mine(viewer: Viewer, query: Query, hit: str, *, pair: bool = False) -> Judgment | None:
    """What this person said of the hit for the question, or of the two petitions, and did not take back."""
    asked = query.like or judgments.text_id(masked_words(query.text))
    with the_office().database.read() as tx:
        said = judgments.judgments(tx, viewer, hit=hit)
        said += judgments.judgments(tx, viewer, hit=asked) if pair else []
    mine = (one for one in said if one.person == viewer.name and one.of_pair == pair)
    wanted = sorted((asked, hit)) if pair else [asked, hit]  # of a pair the lower id stands first
    return next((one for one in mine if [one.asked, one.hit] == wanted), None)


def say(viewer: Viewer, query: Query, hit: str, verdict: str, *, now: datetime, origin: str = "page") -> str:
    """Keeps the verdict; one sentence on what it does to the place of the hit."""
    office = the_office()
    feedback.say(office, viewer, Said(query=query, hit=hit, verdict=verdict, origin=origin), now=now)
    return feedback.effect(office, viewer, query, hit).sentence


def undo(viewer: Viewer, judgment_id: str, *, now: datetime) -> None:
    """Takes a verdict back."""
    feedback.undo(the_office(), viewer, judgment_id, now=now)


def said(viewer: Viewer, *, live: bool, limit: int, offset: int) -> list[Shown]:
    """What was said, newest first."""
    return feedback.said_so_far(the_office(), viewer, live=live, limit=limit, offset=offset)


def count(viewer: Viewer, *, live: bool) -> int:
    """How many judgments there are."""
    with the_office().database.read() as tx:
        return judgments.count_judgments(tx, viewer, live=live)
