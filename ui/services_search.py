"""What the search page asks of the office: precedents of a letter or an item, and the values one can filter by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.basis import CitedArticle, cited_articles
from casework.feedback import note_typed
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from records import audit
from records.item_finding import EVERYTHING, facets
from records.names import named_nodes
from records.units import unit_names
from search.asking import LONGEST, Query
from search.filters import Filter
from search.precedents import Hit, find_precedents
from search.why import PART_LABELS
from ui.wiring import the_office
from ui.words import word

MOST_VALUES = 200
MOST_PLACES = 500
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """One similar case: how it ended, on what basis, and why it was found; `parts` add up to `score`."""

    id: str
    number: str
    title: str
    letter: str
    reply: str
    class_label: str
    unit_name: str
    place: str
    outcome: str
    received: datetime | None
    concluded: datetime | None
    score: float
    parts: Mapping[str, float]
    why: str
    similar: bool
    overturned: str
    cited: tuple[CitedArticle, ...]

    @property
    def days(self) -> int | None:
        """Days from receipt to reply, or None where a date is missing."""
        if self.received is None or self.concluded is None:
            return None
        return (self.concluded.date() - self.received.date()).days


@dataclass(frozen=True, slots=True)
class Answer:
    """Concluded cases that are alike, best first, open ones apart; `nothing_similar` when none is close enough."""

    hits: tuple[Precedent, ...]
    also_open: tuple[Precedent, ...]
    nothing_similar: bool
    note: str = ""


def facet_values(viewer: Viewer, names: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Field → (value, label with count) of what occurs in the items the person may see, most frequent first."""
    with the_office().database.read() as tx:
        counted = {name: facets(tx, viewer, EVERYTHING, name, limit=MOST_VALUES) for name in names}
        known = unit_names(tx, [value for value, _ in counted.get("unit_id", ())])
    return {
        name: [(value, f"{_label(name, value, known)}（{count:,}）") for value, count in rows if value]
        for name, rows in counted.items()
    }


def place_values(viewer: Viewer) -> list[tuple[str, str]]:
    """Places letters are about: (id, name with count), most frequent first."""
    with the_office().database.read() as tx:
        return [
            (one.id, f"{one.name}（{one.letters:,}）")
            for one in sorted(named_nodes(tx, "place"), key=lambda place: (-place.letters, place.name))[:MOST_PLACES]
        ]


def _label(name: str, value: str, known: Mapping[str, str]) -> str:
    if name == "issue_code":
        return label_of(value) or value
    if name in ("state", "outcome", "channel"):
        return label(name, value) or value
    return known.get(value, value)


def precedents(viewer: Viewer, query: Query, wanted: Filter, *, today: date) -> Answer:
    """Cases like the query, with outcome, basis today and why. Raises InputError for an empty query, NotFound."""
    office = the_office()
    found = find_precedents(office.database, office.index, viewer, query, wanted=wanted, k=MOST)
    every = (*found.hits, *found.also_open)
    with office.database.read() as tx:
        cited = cited_articles(tx, viewer, [hit.item.id for hit in every], today=today)
        names = unit_names(tx, {hit.item.unit_id for hit in every})
    cards = {hit.item.id: _card(hit, names, tuple(cited.get(hit.item.id, ()))) for hit in every}
    return Answer(
        tuple(cards[hit.item.id] for hit in found.hits),
        tuple(cards[hit.item.id] for hit in found.also_open),
        found.nothing_similar,
        word("search.cut", longest=LONGEST) if found.cut else "",
    )


def note_search(viewer: Viewer, query: Query, answer: Answer, *, now: datetime) -> None:
    """Writes into the audit chain that somebody searched; the question itself is kept as a hash alone."""
    with the_office().database.write() as tx:
        asked = query.text or query.like
        audit.record(tx, viewer, "search", "petitions", now=now, query=asked, result_count=len(answer.hits))
    if query.text.strip():
        similar = sum(hit.similar for hit in answer.hits)
        note_typed(the_office(), query.text, corpus="petitions", similar=similar, now=now)


def _card(hit: Hit, names: Mapping[str, str], cited: tuple[CitedArticle, ...]) -> Precedent:
    item = hit.item
    return Precedent(
        id=item.id,
        number=item.item_no or item.source_id,
        title=item.title_masked or item.content_masked[:60],
        letter=item.content_masked,
        reply=item.reply_masked,
        class_label=label_of(item.issue_code) if item.issue_code else "",
        unit_name=names.get(item.unit_id, item.unit_text),
        place=item.place_text or item.region_text,
        outcome=label("outcome", item.outcome) if item.outcome else "",
        received=item.received_at,
        concluded=item.replied_at,
        score=hit.score,
        parts={PART_LABELS.get(name, name): value for name, value in hit.why.parts.items()},
        why=hit.why.sentence,
        similar=hit.similar,
        overturned=hit.overturned,
        cited=cited,
    )
