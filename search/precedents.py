"""Similar petitions: concluded ones as precedents (类案), open ones apart, each with why it was found.

Order of work: filter, words and meaning together for the whole letter and for each of its demands, then what the two
share in the graph, then folding: copies of one text about one place, and letters of one person or matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.petition import HandlingEvent, Item
from core.rulings import RULING_EVENTS, Ruling, last_ruling
from core.viewer import Viewer
from core.vocabulary import label
from core.words import content_words
from records.database import Database, Tx
from records.events import events_of
from records.items import items
from records.nodes import nodes
from records.units import unit_names
from search.asking import Asked, Query, asked
from search.demands import AskedDemand, asked_demands
from search.filters import EVERYTHING, Filter
from search.index import SearchIndex
from search.local_weights import local_parts
from search.pool import Found, Pool
from search.relation import Relation
from search.same_side import Compared, folds
from search.structure import Facets, Shared, facets_of_question, shared
from search.weights import OUTCOMES, RATINGS
from search.why import Why, sentence, words_in_common

MOST_OPEN = 5
RERANKED = 20
"""Matches beyond those asked for that what the two share may still lift into the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One similar petition. `score` is the sum of `why.parts`; `similar` says whether it is above the floor."""

    item: Item
    score: float
    why: Why
    similar: bool
    concluded: bool
    repeat: bool = False
    """True when it belongs to the same matter as the asked item."""
    near_duplicates: tuple[str, ...] = ()
    """Ids of hits below it with nearly the same text."""
    repeats: tuple[str, ...] = ()
    """Ids of hits below it from the same person about the same kind of problem, or of the same matter."""
    overturned: str = ""
    """What a review or re-check did to its reply where that did not stand: shown, never offered as an example."""
    relation: Relation | None = None
    """Where words or place mislead: 同文异地, 同地异事."""
    demands: tuple[AskedDemand, ...] = ()
    """The demands of the asked letter it answers to; empty for a letter with one demand."""
    elements: tuple[str, ...] = ()
    """Elements of its own text, those shared with the question first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Precedents, best first, and open petitions alike; `nothing_similar` when no precedent is above the floor."""

    hits: tuple[Hit, ...]
    also_open: tuple[Hit, ...]
    nothing_similar: bool
    floor: float
    generation: int
    cut: bool = False
    demands: tuple[AskedDemand, ...] = ()
    """The demands that were searched for one by one beside the whole letter."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    found: Found
    item: Item
    shared: Shared
    ruling: Ruling | None
    parts: Mapping[str, float]
    score: float


def find_precedents(
    database: Database, index: SearchIndex, viewer: Viewer, query: Query, *, wanted: Filter = EVERYTHING, k: int = 10
) -> Answer:
    """Concluded petitions like the query, and open ones apart; the asked item and its own repeats are left out.

    Raises InputError for an empty query, NotFound for an item that is not there.
    """
    with database.read() as tx:
        ready = asked(tx, index, viewer, query)
        search = _Search(tx, index, viewer, ready, asked_demands(index, ready))
        hits = search.hits(replace(wanted, concluded=True), k, repeats=False) if wanted.concluded is not False else []
        hits.sort(key=lambda hit: bool(hit.overturned))  # those that stood first; the order among them stays
        opened = search.hits(replace(wanted, concluded=False), MOST_OPEN, repeats=False) if not wanted.concluded else []
    return Answer(
        hits=tuple(hits),
        also_open=tuple(opened),
        nothing_similar=not any(hit.similar for hit in hits),
        floor=index.tuning.petitions.floor.of(ready.question),
        generation=search.snapshot.manifest.generation,
        cut=ready.cut,
        demands=search.demands,
    )


def rank_petitions(
    database: Database, index: SearchIndex, viewer: Viewer, query: Query, *, wanted: Filter = EVERYTHING, k: int = 10
) -> list[Hit]:
    """All petitions like the query, concluded and open in one order, repeats and copies each in their own place."""
    with database.read() as tx:
        ready = asked(tx, index, viewer, query)
        return _Search(tx, index, viewer, ready, asked_demands(index, ready)).hits(wanted, k, repeats=True)


class _Search:
    """One request: one generation of the index, one state of the records."""

    def __init__(
        self, tx: Tx, index: SearchIndex, viewer: Viewer, ready: Asked, demands: tuple[AskedDemand, ...] = ()
    ) -> None:
        self.tx, self.index, self.viewer, self.ready, self.demands = tx, index, viewer, ready, demands
        self.pool = Pool(index, viewer, ready, demands)
        self.snapshot = self.pool.snapshot
        self.facets: Facets = facets_of_question(self.snapshot.table, ready.text, ready.item)
        self.words = content_words(ready.text, index.dictionary)
        self.tuning = index.tuning.petitions
        self.said: dict[str, dict[str, float]] = {}
        self.plain = False
        """True for a bare ranking of all letters, where nothing is folded and nothing compared."""

    def hits(self, wanted: Filter, k: int, *, repeats: bool) -> list[Hit]:
        """The `k` best hits; copies and repeats are folded unless `repeats` are wanted in their own places."""
        depth, self.plain = k if repeats else 2 * k, repeats
        while True:
            ranked = self._ranked(wanted, depth, keep=None if repeats else self._not_a_repeat)
            compared = Compared(self.ready, self.snapshot.table, [(one.item, one.found) for one in ranked])
            first = list(range(len(ranked))) if repeats else folds(compared)
            every = [place for place, under in enumerate(first) if place == under]
            leading = every[:k] if repeats else self._each_demand(ranked, every, k)
            if repeats or len(leading) >= k or len(ranked) < depth:
                break
            depth *= 2
        names = self._names([ranked[place] for place in leading])
        return [self._hit(ranked, place, first, compared, names) for place in leading]

    def _ranked(self, wanted: Filter, k: int, keep: Callable[[Item], bool] | None) -> list[_Ranked]:
        """Over-fetches until `k` remain that the viewer may see, or until there are no more."""
        depth = k + RERANKED
        while True:
            found = self.pool.take(wanted, depth)
            known = items(self.tx, self.viewer, [one.match.id for one in found])
            rest = [one for one in found if one.match.id in known and (keep is None or keep(known[one.match.id]))]
            if len(rest) >= k or len(found) < depth:
                break
            depth *= 2
        concluded = [one.match.id for one in rest if known[one.match.id].concluded]
        told = events_of(self.tx, self.viewer, concluded, tuple(RULING_EVENTS))
        self.said = local_parts(self.tx, self.index, self.ready, known, most=self.tuning.parts.local)
        every = [self._scored(one, known[one.match.id], told.get(one.match.id, ())) for one in rest]
        every.sort(key=lambda one: (-one.score, one.item.id))
        return every[:k] if self.plain else every[:k] + [one for one in every[k:] if one.found.demands]

    def _each_demand(self, ranked: Sequence[_Ranked], places: Sequence[int], k: int) -> list[int]:
        """The `k` best places; a demand none of them answers to gets its best one in place of the last."""
        kept = list(places[:k])
        for demand in self.demands if k > len(self.demands) else ():
            answers = [place for place in places if demand in ranked[place].found.demands]
            if answers and not set(answers) & set(kept):
                spare = [place for place in kept if not ranked[place].found.by]
                kept.remove((spare or kept)[-1])
                kept.append(answers[0])
        return sorted(kept)

    def _not_a_repeat(self, item: Item) -> bool:
        mine = self.ready.item
        return mine is None or not mine.matter_id or item.matter_id != mine.matter_id

    def _scored(self, found: Found, item: Item, told: Sequence[HandlingEvent]) -> _Ranked:
        match = found.match
        both = shared(self.snapshot.table, match.number, self.facets)
        ruling = last_ruling(told, item.extra)
        weights = self.index.weights("petitions")
        parts = {
            "meaning": round(found.share * weights.meaning * (match.similarity or 0.0), 6),
            "words": round(found.share * weights.words * match.words, 6),
            "structure": round(self.tuning.parts.structure * both.share, 6),
            "outcome": round(self.tuning.parts.outcome * worth(item, ruling), 6),
        } | self.said.get(item.id, {})
        return _Ranked(found, item, both, ruling, parts, round(sum(parts.values()), 6))

    def _names(self, ranked: Sequence[_Ranked]) -> dict[str, str]:
        """Names of the units, places, respondents and articles that hits share with the question."""
        ids = {id_ for one in ranked for several in one.shared.ids.values() for id_ in several if ":" in id_}
        found = {id_: node.name for id_, node in nodes(self.tx, self.viewer, ids).items() if node.name}
        return found | unit_names(self.tx, [id_ for id_ in ids if id_.startswith("unit:")])

    def _hit(
        self, ranked: Sequence[_Ranked], place: int, first: Sequence[int], compared: Compared, names: Mapping[str, str]
    ) -> Hit:
        one, mine, words = ranked[place], self.ready.item, self.snapshot.words
        asked_words = content_words(one.found.by.text, self.index.dictionary) if one.found.by else self.words
        terms = words_in_common(asked_words, one.item.letter, words.frequency if words else None, self.index.dictionary)
        under = [ranked[p].item.id for p, top in enumerate(first) if top == place and p != place]
        again = tuple(id_ for id_ in under if compared.same_person(one.item.id, id_))
        copies = tuple(id_ for id_ in under if id_ not in again)
        stands = None if self.plain else compared.relation(place)
        why = Why(parts=one.parts, similarity=one.found.match.similarity, words=terms, shared=one.shared.named(names))
        facts = _facts(one, stands, len(copies), len(again))
        return Hit(
            item=one.item,
            score=one.score,
            why=replace(why, sentence=sentence(why, facts=facts)),
            similar=one.found.similar,
            concluded=one.item.concluded,
            repeat=bool(mine and mine.matter_id and mine.matter_id == one.item.matter_id),
            near_duplicates=copies,
            repeats=again,
            overturned=one.ruling.label if one.ruling and one.ruling.fallen else "",
            relation=stands,
            demands=one.found.demands,
            elements=() if self.plain else compared.elements(place),
        )


def worth(item: Item, ruling: Ruling | None = None) -> float:
    """How well the outcome serves as a precedent, 0..1; nothing for an open item and for a reply that did not stand."""
    if not item.concluded or (ruling is not None and ruling.fallen):
        return 0.0
    return max(0.0, OUTCOMES.get(item.outcome, 0.2) + RATINGS.get(item.rating, 0.0))


def _facts(one: _Ranked, stands: Relation | None, copies: int, repeats: int) -> Sequence[str]:
    item, facts = one.item, []
    if one.found.demands:
        facts.append(f"对应来信的{'、'.join(f'诉求{demand.ordinal}' for demand in one.found.demands)}")
    if stands is not None:
        facts.append(stands.clause)
    if item.concluded:
        facts.append(f"已办结，结果为“{label('outcome', item.outcome)}”" if item.outcome else "已办结")
    else:
        facts.append("尚在办理")
    if one.ruling is not None:
        facts.append(f"但{one.ruling.label}，不宜参照" if one.ruling.fallen else f"{one.ruling.label}原答复")
    if repeats:
        facts.append(f"同一信访人或同一事项另有 {repeats} 件")
    if copies:
        facts.append(f"另有 {copies} 件文字几乎相同")
    return facts
