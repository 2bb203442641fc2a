"""词典建议: words that letters and searches use and no dictionary knows wait for a named person (F84).

Accepted: the word joins the office dictionary, with which the index is cut anew beside the one in use; an alias
also stands for its standard in every search from then on. Rejected: remembered. Either can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.jobs import submit
from casework.office import Office
from core.errors import Conflict
from core.viewer import OFFICE, WORKER, Viewer
from core.words import content_words, is_known
from records import audit
from records.bridges import Bridge, put_bridge
from records.item_reading import iter_items
from records.items import items
from records.jobs import jobs
from records.judgments import TEXT
from records.law import regulation_names
from records.places import places
from records.transactions import Tx
from records.typed_queries import TypedQuery, typed_queries
from records.units import units
from records.word_proposals import (
    Action,
    WordProposal,
    decide_word,
    put_words,
    seen_in,
    word_proposal_by_id,
    word_proposals,
)
from search.asking import Query
from search.index import SearchIndex
from search.new_words import may_name_a_person, new_words, standard_of
from search.precedents import find_precedents

STATE_LABELS = {"proposed": "待定", "accepted": "已采纳", "rejected": "已否决"}
MOST_LETTERS = 20_000
"""The newest letters are looked through; words of today are in them."""
MOST_SIGHTINGS = 200
SHOWN_HITS = 5
_AROUND = 14
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One letter or typed question with the word, and the masked words around it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with examples, and the typed questions that hold the word."""

    proposal: WordProposal
    examples: tuple[Example, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a recent search finds first without and with an alias: titles, and how many are close enough."""

    asked: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    similar_before: int
    similar_after: int


def look_for_words(office: Office, *, now: datetime) -> int:
    """How many words newly wait after letters and typed questions were looked through."""
    with office.database.read() as tx:
        found = _proposals(tx, office.index)
    with office.database.write() as tx:
        return put_words(tx, found, now=now)


def _proposals(tx: Tx, index: SearchIndex) -> dict[WordProposal, Sequence[str]]:
    names = {p.name for p in places(tx)} | {u.name for u in units(tx).values()} | set(regulation_names(tx))
    found: dict[WordProposal, Sequence[str]] = {}
    for one in new_words(_letters(tx), index.dictionary):
        standard = standard_of(one.word, names)
        proposal = WordProposal(
            word=one.word,
            kind="alias" if standard else "word",
            standard=standard,
            frequency=one.letters,
            cohesion=one.cohesion,
            freedom=one.freedom,
        )
        found[proposal] = one.seen_in[:MOST_SIGHTINGS]
    return found | _unanswered(tx, index, names)


def _letters(tx: Tx) -> dict[str, str]:
    found = [one for part in iter_items(tx, OFFICE) for one in part if not one.restricted]
    found.sort(key=lambda one: (one.received_at is not None, one.received_at and one.received_at.isoformat(), one.id))
    return {one.id: f"{one.title_masked}。{one.content_masked}" for one in found[-MOST_LETTERS:]}


def _unanswered(tx: Tx, index: SearchIndex, names: set[str]) -> dict[WordProposal, Sequence[str]]:
    """Words of typed questions that nothing close was found for and that neither letters nor dictionaries know."""
    snapshot = index.snapshot("petitions")
    seen: dict[str, list[TypedQuery]] = {}
    for one in typed_queries(tx, unanswered=True):
        for word in content_words(one.text, index.dictionary):
            unheard = snapshot.words is None or snapshot.words.frequency(word) == 0
            if unheard and not is_known(word) and not may_name_a_person(word):
                seen.setdefault(word, []).append(one)
    found: dict[WordProposal, Sequence[str]] = {}
    for word, asked in seen.items():
        standard = standard_of(word, names)
        times = sum(one.times for one in asked)
        kind = "alias" if standard else "word"
        found[WordProposal(word=word, kind=kind, standard=standard, frequency=times)] = [one.id for one in asked]
    return found


def waiting_words(
    office: Office, viewer: Viewer, *, state: str = "proposed", limit: int = 50, offset: int = 0
) -> list[Waiting]:
    """Proposals in this state with what shows them, the most frequent first."""
    with office.database.read() as tx:
        found = word_proposals(tx, viewer, state=state, limit=limit, offset=offset)
        recent = typed_queries(tx)
        return [_waiting(tx, viewer, one, recent) for one in found]


def _waiting(tx: Tx, viewer: Viewer, one: WordProposal, recent: Sequence[TypedQuery]) -> Waiting:
    asked = tuple(query.text for query in recent if one.word in query.text)
    return Waiting(one, tuple(_examples(tx, viewer, one)), asked)


def _examples(tx: Tx, viewer: Viewer, one: WordProposal) -> Iterator[Example]:
    letters = [id_ for id_ in seen_in(tx, viewer, one.id) if not id_.startswith(TEXT)]
    for item in items(tx, viewer, letters[:_EXAMPLES]).values():
        text = next((t for t in (item.title_masked, item.content_masked) if one.word in t), "")
        at = max(0, text.find(one.word))
        start, end = max(0, at - _AROUND), at + len(one.word) + _AROUND
        yield Example(item.id, f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}")


def changes(office: Office, viewer: Viewer, proposal: WordProposal, *, most: int = 5) -> list[Change]:
    """What recent searches with the word would find first if the alias were accepted; empty for a mere word."""
    with office.database.read() as tx:
        asked = [one.text for one in typed_queries(tx, corpus="petitions") if proposal.word in one.text][:most]
    if not proposal.standard:
        return []
    return [_change(office, viewer, text, proposal.standard) for text in asked or [proposal.word]]


def _change(office: Office, viewer: Viewer, text: str, standard: str) -> Change:
    found = [
        find_precedents(office.database, office.index, viewer, Query(text=words), k=SHOWN_HITS)
        for words in (text, f"{text} {standard}")
    ]
    titles = [tuple(hit.item.title_masked for hit in (*one.hits, *one.also_open)[:SHOWN_HITS]) for one in found]
    similar = [sum(hit.similar for hit in (*one.hits, *one.also_open)) for one in found]
    return Change(text, titles[0], titles[1], similar[0], similar[1])


def decide(
    office: Office, viewer: Viewer, proposal_id: str, action: Action, *, reason: str, now: datetime
) -> WordProposal:
    """The proposal after the viewer accepted, rejected or undid it, in the audit chain.

    Raises NotFound, InputError without a reason, Conflict for what is already decided so.
    """
    with office.database.write() as tx:
        one = _shown(tx, viewer, proposal_id)
        if (action == "undo") == (one.state == "proposed"):
            said = STATE_LABELS[one.state] if one.state != "proposed" else "还没有决定"
            raise Conflict(f"“{one.word}”{said}", "要改决定请先撤销")
        done = decide_word(tx, one, action, person=viewer.name, reason=reason, now=now)
        audit.record(tx, viewer, f"word_{action}", one.id, now=now, reason=reason.strip())
    return done


def begin_recut(office: Office, viewer: Viewer) -> str:
    """The id of the job that cuts the index anew in the background; one that waits already is enough."""
    with office.database.read() as tx:
        waiting = [one for one in jobs(tx, viewer, open_only=True) if one.kind == "recut" and one.state == "queued"]
    return waiting[0].id if waiting else submit(office, viewer, "recut", {"person": viewer.name})


def decide_bridge(office: Office, viewer: Viewer, one: Bridge, *, state: str, reason: str, now: datetime) -> Bridge:
    """The bridge after the viewer decided it, in the audit chain. Raises InputError without words or a reason."""
    with office.database.write() as tx:
        done = put_bridge(tx, one, state=state, person=viewer.name, reason=reason, now=now)
        what = f"{done.everyday}→{done.legal}"
        audit.record(tx, viewer, f"bridge_{state}", what, now=now, reason=reason.strip())
    return done


def _shown(tx: Tx, viewer: Viewer, proposal_id: str) -> WordProposal:
    one = word_proposal_by_id(tx, proposal_id)
    if seen_in(tx, WORKER, one.id) and not seen_in(tx, viewer, one.id):
        return word_proposal_by_id(tx, f"{proposal_id}·")  # the same words as for one that is not there
    return one
