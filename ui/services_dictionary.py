"""What the page of the dictionary asks of the office: the queue with effects, decisions, bridges, the last switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework import word_review
from casework.recut import KIND
from casework.word_review import Change, Waiting
from core.viewer import Viewer
from records.bridges import Bridge, listed_bridges
from records.search_changes import SearchChange, search_changes
from records.word_proposals import Action, WordProposal, accepted_words, count_words
from ui.wiring import the_office


@dataclass(frozen=True, slots=True)
class InUse:
    """The dictionary in use: version, number of words, how many of them people accepted, and the last switch."""

    version: str
    words: int
    own: int
    last: SearchChange | None


def in_use() -> InUse:
    """The dictionary of the index that answers now."""
    office = the_office()
    dictionary = office.index.dictionary
    with office.database.read() as tx:
        last = search_changes(tx, kind=KIND, limit=1)
        return InUse(dictionary.version, len(dictionary.words), len(accepted_words(tx)), last[0] if last else None)


def look(*, now: datetime) -> int:
    """How many words newly wait after letters and typed questions were looked through."""
    return word_review.look_for_words(the_office(), now=now)


def count(viewer: Viewer, state: str) -> int:
    """How many proposals are in this state."""
    with the_office().database.read() as tx:
        return count_words(tx, viewer, state=state)


def waiting(viewer: Viewer, state: str, *, limit: int, offset: int = 0) -> list[Waiting]:
    """Proposals in this state, the most frequent first."""
    return word_review.waiting_words(the_office(), viewer, state=state, limit=limit, offset=offset)


def changes(viewer: Viewer, proposal: WordProposal) -> list[Change]:
    """What recent searches would find first with the alias."""
    return word_review.changes(the_office(), viewer, proposal)


def decide(viewer: Viewer, proposal_id: str, action: Action, *, reason: str, now: datetime) -> None:
    """Accepts, rejects or undoes; the index is cut anew in the background where the dictionary changes."""
    office = the_office()
    with office.database.read() as tx:
        before = {one.id for one in accepted_words(tx)}
    done = word_review.decide(office, viewer, proposal_id, action, reason=reason, now=now)
    if (done.id in before) != (done.state == "accepted"):
        word_review.begin_recut(office, viewer)


def bridges(state: str, *, limit: int, offset: int = 0) -> Sequence[Bridge]:
    """Bridges from everyday words to legal terms, heaviest first."""
    with the_office().database.read() as tx:
        return listed_bridges(tx, state=state, limit=limit, offset=offset)


def decide_bridge(viewer: Viewer, one: Bridge, *, state: str, reason: str, now: datetime) -> None:
    """Keeps what a person said of a bridge, or a bridge of the person's own."""
    word_review.decide_bridge(the_office(), viewer, one, state=state, reason=reason, now=now)
