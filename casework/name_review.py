"""Names under review (名称核对): spellings that may stand for a known name wait for a named person, with evidence.

Accepted: the spelling becomes an alias with its days of use, and the links of the letters concerned are made again.
Rejected: remembered, never asked again. Either can be undone, and every step is kept with person, reason and time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.office import Office
from core.errors import Conflict, InputError
from core.petition import Item
from core.viewer import WORKER, Viewer
from ingest.name_finding import find_names
from ingest.relinking import relink
from records import audit
from records.aliases import Alias, drop_alias, put_alias
from records.items import items
from records.names import (
    NameDecision,
    NameProposal,
    Sighting,
    count_proposals,
    decide_name,
    letters_writing,
    name_decisions,
    name_proposal_by_id,
    name_proposals,
    no_proposal,
    put_proposals,
    sightings,
)
from records.transactions import Tx

KIND_LABELS = {"unit": "单位", "place": "地点", "respondent": "被反映对象"}
STATE_LABELS = {"open": "待核", "accepted": "已采纳", "rejected": "已否决"}
ACTION_LABELS = {"accept": "采纳", "reject": "否决", "undo": "撤销"}
_AROUND = 18
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One letter that writes the spelling, with the masked words around it."""

    item_id: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with how many letters write it so, examples of them, and what was decided."""

    proposal: NameProposal
    letters: int
    examples: tuple[Example, ...]
    log: tuple[NameDecision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days a spelling was in use, where it is an earlier or a later official name (机构改革)."""

    first: date | None = None
    last: date | None = None


def look_for_names(office: Office, *, now: datetime) -> int:
    """How many spellings newly wait after all open letters were looked through; decided ones are not asked again."""
    with office.database.read() as tx:
        found = find_names(tx)
    with office.database.write() as tx:
        return put_proposals(tx, found, now=now)


def waiting_names(
    office: Office, viewer: Viewer, *, state: str = "open", limit: int = 50, offset: int = 0
) -> list[Waiting]:
    """Proposals in this state with evidence the viewer may see, likeliest first."""
    with office.database.read() as tx:
        found = name_proposals(tx, viewer, state=state, limit=limit, offset=offset)
        return [
            Waiting(one, count, _examples(tx, viewer, one), tuple(name_decisions(tx, one.id))) for one, count in found
        ]


def count_waiting(office: Office, viewer: Viewer, *, state: str = "open") -> int:
    """How many proposals in this state the viewer may see."""
    with office.database.read() as tx:
        return count_proposals(tx, viewer, state=state)


def _examples(tx: Tx, viewer: Viewer, one: NameProposal) -> tuple[Example, ...]:
    first: dict[str, Sighting] = {}
    for seen in sightings(tx, viewer, one.id):
        first.setdefault(seen.item_id, seen)
    chosen = list(first.values())[:_EXAMPLES]
    found = items(tx, viewer, [seen.item_id for seen in chosen])
    return tuple(
        Example(item.id, item.item_no or item.source_id, _around(item, one.spelling))
        for seen in chosen
        if (item := found.get(seen.item_id)) is not None
    )


def _around(item: Item, spelling: str) -> str:
    """The masked words around the spelling; spans count raw characters, so the words are looked up again."""
    for text in (item.title_masked, item.content_masked, item.reply_masked, item.unit_text, item.place_text):
        if (at := text.lower().find(spelling.lower())) >= 0:
            start, end = max(0, at - _AROUND), at + len(spelling) + _AROUND
            return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"
    return item.title_masked


def accept_name(
    office: Office, viewer: Viewer, proposal_id: str, *, reason: str, days: Days, now: datetime
) -> NameDecision:
    """Makes the spelling an alias and links its letters again. Raises NotFound, InputError, Conflict when decided."""
    _meant(reason)
    with office.database.write() as tx:
        one = _open(tx, viewer, proposal_id)
        alias = Alias(
            kind=one.kind,
            alias=one.spelling,
            target=one.target,
            valid_from=days.first,
            valid_to=days.last,
            person=viewer.name,
        )
        put_alias(tx, alias, now=now)
        letters = _relinked(tx, viewer, one, now)
        audit.record(tx, viewer, "name_accept", one.id, now=now, reason=reason.strip(), result_count=letters)
        return decide_name(
            tx, one, "accept", person=viewer.name, reason=reason, letters=letters, now=now,
            valid_from=days.first, valid_to=days.last,
        )  # fmt: skip


def reject_name(office: Office, viewer: Viewer, proposal_id: str, *, reason: str, now: datetime) -> NameDecision:
    """Remembers that the spelling does not stand for the name. Raises NotFound, InputError, Conflict when decided."""
    _meant(reason)
    with office.database.write() as tx:
        one = _open(tx, viewer, proposal_id)
        audit.record(tx, viewer, "name_reject", one.id, now=now, reason=reason.strip())
        return decide_name(tx, one, "reject", person=viewer.name, reason=reason, now=now)


def undo_name(office: Office, viewer: Viewer, proposal_id: str, *, reason: str, now: datetime) -> NameDecision:
    """Takes the last decision back: an alias goes and its letters are linked as before; the proposal waits again."""
    _meant(reason)
    with office.database.write() as tx:
        one = _shown(tx, viewer, proposal_id)
        if one.state == "open":
            raise Conflict("这条名称还没有决定，无从撤销", "请先采纳或否决")
        letters = 0
        if one.state == "accepted":
            drop_alias(tx, one.kind, one.spelling, one.target)
            letters = _relinked(tx, viewer, one, now)
        audit.record(tx, viewer, "name_undo", one.id, now=now, reason=reason.strip(), result_count=letters)
        return decide_name(tx, one, "undo", person=viewer.name, reason=reason, letters=letters, now=now)


def _meant(reason: str) -> None:
    if not reason.strip():
        raise InputError("要写明理由", "例如：核对地名库，是同一小区")


def _shown(tx: Tx, viewer: Viewer, proposal_id: str) -> NameProposal:
    """The proposal; one that only letters hidden from the viewer write is not there for the viewer."""
    one = name_proposal_by_id(tx, proposal_id)
    if sightings(tx, WORKER, one.id) and not sightings(tx, viewer, one.id):
        raise no_proposal(proposal_id)
    return one


def _open(tx: Tx, viewer: Viewer, proposal_id: str) -> NameProposal:
    one = _shown(tx, viewer, proposal_id)
    if one.state != "open":
        last: Sequence[NameDecision] = name_decisions(tx, one.id)
        who = last[-1].person if last else ""
        raise Conflict(f"“{one.spelling}”已由 {who} 决定：{STATE_LABELS[one.state]}", "要改决定请先撤销")
    return one


def _relinked(tx: Tx, viewer: Viewer, one: NameProposal, now: datetime) -> int:
    """How many letters the viewer may see were linked again; hidden ones are linked too, and not counted."""
    letters = _letters(tx, one)
    relink(tx, letters, now=now)
    return len(items(tx, viewer, letters))


def _letters(tx: Tx, one: NameProposal) -> set[str]:
    """The letters that write the spelling: those seen when it was proposed, and those that came since."""
    return {seen.item_id for seen in sightings(tx, WORKER, one.id)} | letters_writing(tx, one)
