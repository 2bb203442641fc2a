"""What the search page asks of the office: precedents of a letter or an item, and the values one can filter by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.basis import CitedArticle, cited_articles
from casework.comparison import CaseComparison, compare_cases, standing_words
from casework.facets import Facet, counted_facets
from casework.feedback import note_typed
from casework.precedent_report import precedent_report
from casework.report_docx import report_docx
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from records import audit
from records.items import items
from records.units import unit_names
from search.asking import LONGEST, Query
from search.filters import Filter
from search.precedents import Hit, find_precedents
from search.why import PART_LABELS
from ui.wiring import the_office
from ui.words import word

MOST_VALUES = 200
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
    badge: str = ""
    """同文异地 or 同地异事, where words or place mislead."""
    rating: str = ""
    elements: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    """The demands of the asked letter it answers to."""
    repeats: tuple[tuple[str, str], ...] = ()
    """(id, number and title) of letters folded under it: the same person or matter, or the same text."""

    @property
    def standing(self) -> str:
        """Whether what the reply rests on still stands; empty where it cites nothing."""
        return standing_words(self.cited)

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
    demands: tuple[str, ...] = ()


def facet_values(viewer: Viewer, query: Query | None, wanted: Filter, names: Sequence[str]) -> dict[str, list[Facet]]:
    """Field → the values one can choose among the letters like the query, with counts; among all without a query."""
    return counted_facets(the_office(), viewer, query, wanted, names=names, limit=MOST_VALUES)


def comparison(viewer: Viewer, one: str, other: str, *, today: date) -> CaseComparison:
    """Two cases side by side. Raises NotFound for one that may not be seen."""
    return compare_cases(the_office(), viewer, one, other, today=today)


def report(viewer: Viewer, query: Query, wanted: Filter, *, today: date, now: datetime) -> bytes:
    """The 类案检索报告 as docx; written into the audit chain."""
    return report_docx(precedent_report(the_office(), viewer, query, wanted, as_of=today, now=now))


def precedents(viewer: Viewer, query: Query, wanted: Filter, *, today: date) -> Answer:
    """Cases like the query, with outcome, basis today and why. Raises InputError for an empty query, NotFound."""
    office = the_office()
    found = find_precedents(office.database, office.index, viewer, query, wanted=wanted, k=MOST)
    every = (*found.hits, *found.also_open)
    with office.database.read() as tx:
        cited = cited_articles(tx, viewer, [hit.item.id for hit in every], today=today)
        names = unit_names(tx, {hit.item.unit_id for hit in every})
        under = items(tx, viewer, [id_ for hit in every for id_ in (*hit.repeats, *hit.near_duplicates)])
    titles = {id_: f"{one.item_no or one.source_id} {one.title_masked}".strip() for id_, one in under.items()}
    cards = {hit.item.id: _card(hit, names, tuple(cited.get(hit.item.id, ())), titles) for hit in every}
    return Answer(
        tuple(cards[hit.item.id] for hit in found.hits),
        tuple(cards[hit.item.id] for hit in found.also_open),
        found.nothing_similar,
        word("search.cut", longest=LONGEST) if found.cut else "",
        tuple(one.label for one in found.demands),
    )


def note_search(viewer: Viewer, query: Query, answer: Answer, *, now: datetime) -> None:
    """Writes into the audit chain that somebody searched; the question itself is kept as a hash alone."""
    with the_office().database.write() as tx:
        asked = query.text or query.like
        audit.record(tx, viewer, "search", "petitions", now=now, query=asked, result_count=len(answer.hits))
    if query.text.strip():
        similar = sum(hit.similar for hit in answer.hits)
        note_typed(the_office(), query.text, corpus="petitions", similar=similar, now=now)


def _card(hit: Hit, names: Mapping[str, str], cited: tuple[CitedArticle, ...], titles: Mapping[str, str]) -> Precedent:
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
        badge=hit.relation.badge if hit.relation else "",
        rating=label("rating", item.rating) if item.rating else "",
        elements=hit.elements,
        demands=tuple(one.label for one in hit.demands),
        repeats=tuple((id_, titles[id_]) for id_ in (*hit.repeats, *hit.near_duplicates) if id_ in titles),
    )
