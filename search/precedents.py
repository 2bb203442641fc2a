"""Similar petitions: concluded ones as precedents (类案), open ones apart, each with why it was found.

Order of work: filter, words and meaning together, then what the two share in the graph, then folding of copies.
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
from search.filters import EVERYTHING, Filter
from search.index import SearchIndex
from search.local_weights import local_parts
from search.near_duplicates import folded
from search.ranking import DEPTH, Match
from search.shelf import Snapshot
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
    overturned: str = ""
    """What a review or re-check did to its reply where that did not stand: shown, never offered as an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Precedents, best first, and open petitions alike; `nothing_similar` when no precedent is above the floor."""

    hits: tuple[Hit, ...]
    also_open: tuple[Hit, ...]
    nothing_similar: bool
    floor: float
    generation: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Ranked:
    match: Match
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
        search = _Search(tx, index, viewer, ready)
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
    )


def rank_petitions(
    database: Database, index: SearchIndex, viewer: Viewer, query: Query, *, wanted: Filter = EVERYTHING, k: int = 10
) -> list[Hit]:
    """All petitions like the query, concluded and open in one order, repeats and copies each in their own place."""
    with database.read() as tx:
        return _Search(tx, index, viewer, asked(tx, index, viewer, query)).hits(wanted, k, repeats=True)


class _Search:
    """One request: one generation of the index, one state of the records."""

    def __init__(self, tx: Tx, index: SearchIndex, viewer: Viewer, ready: Asked) -> None:
        self.tx, self.index, self.viewer, self.ready = tx, index, viewer, ready
        self.snapshot: Snapshot = index.snapshot()
        self.facets: Facets = facets_of_question(self.snapshot.table, ready.text, ready.item)
        self.words = content_words(ready.text, index.dictionary)
        self.tuning = index.tuning.petitions
        self.said: dict[str, dict[str, float]] = {}
        self._pools: dict[Filter, list[Match]] = {}

    def hits(self, wanted: Filter, k: int, *, repeats: bool) -> list[Hit]:
        """The `k` best hits; copies are folded unless `repeats` are wanted in their own places."""
        ranked = self._ranked(wanted, k if repeats else 2 * k, keep=None if repeats else self._not_a_repeat)
        places = list(range(len(ranked))) if repeats else self._copies(ranked)
        names = self._names(ranked)
        found: list[Hit] = []
        for place, one in enumerate(ranked):
            if places[place] == place and len(found) < k:
                copies = tuple(ranked[p].item.id for p, first in enumerate(places) if first == place and p != place)
                found.append(self._hit(one, copies, names))
        return found

    def _copies(self, ranked: Sequence[_Ranked]) -> list[int]:
        return folded([one.item.letter for one in ranked], [one.match.score for one in ranked])

    def _ranked(self, wanted: Filter, k: int, keep: Callable[[Item], bool] | None) -> list[_Ranked]:
        """Over-fetches until `k` remain that the viewer may see, or until there are no more."""
        depth = k + RERANKED
        while True:
            matches = self._matches(wanted, depth)
            known = items(self.tx, self.viewer, [m.id for m in matches])
            rest = [m for m in matches if m.id in known and (keep is None or keep(known[m.id]))]
            if len(rest) >= k or len(matches) < depth:
                break
            depth *= 2
        told = events_of(self.tx, self.viewer, [m.id for m in rest if known[m.id].concluded], tuple(RULING_EVENTS))
        self.said = local_parts(self.tx, self.index, self.ready, known, most=self.tuning.parts.local)
        every = [self._scored(m, known[m.id], told.get(m.id, ())) for m in rest]
        return sorted(every, key=lambda one: (-one.score, one.item.id))[:k]

    def _matches(self, wanted: Filter, depth: int) -> list[Match]:
        """The `depth` best matches. Concluded and open ones are taken from one search where it holds enough of them."""
        if wanted.concluded is not None:
            whole = replace(wanted, concluded=None)
            if whole not in self._pools:
                self._pools[whole] = self._search(whole, DEPTH)
            flag = "1" if wanted.concluded else "0"
            of_kind = [m for m in self._pools[whole] if flag in self.snapshot.table.values("concluded", m.number)]
            if len(of_kind) >= depth or len(self._pools[whole]) < DEPTH:
                return of_kind[:depth]
        return self._search(wanted, depth)

    def _search(self, wanted: Filter, depth: int) -> list[Match]:
        return self.index.search(self.ready.question, self.viewer, wanted=wanted, k=depth, snapshot=self.snapshot)

    def _not_a_repeat(self, item: Item) -> bool:
        mine = self.ready.item
        return mine is None or not mine.matter_id or item.matter_id != mine.matter_id

    def _scored(self, match: Match, item: Item, told: Sequence[HandlingEvent]) -> _Ranked:
        both = shared(self.snapshot.table, match.number, self.facets)
        ruling = last_ruling(told, item.extra)
        weights = self.index.weights("petitions")
        parts = {
            "meaning": round(weights.meaning * (match.similarity or 0.0), 6),
            "words": round(weights.words * match.words, 6),
            "structure": round(self.tuning.parts.structure * both.share, 6),
            "outcome": round(self.tuning.parts.outcome * worth(item, ruling), 6),
        } | self.said.get(item.id, {})
        return _Ranked(match, item, both, ruling, parts, round(sum(parts.values()), 6))

    def _names(self, ranked: Sequence[_Ranked]) -> dict[str, str]:
        """Names of the units, places, respondents and articles that hits share with the question."""
        ids = {id_ for one in ranked for several in one.shared.ids.values() for id_ in several if ":" in id_}
        found = {id_: node.name for id_, node in nodes(self.tx, self.viewer, ids).items() if node.name}
        return found | unit_names(self.tx, [id_ for id_ in ids if id_.startswith("unit:")])

    def _hit(self, one: _Ranked, copies: tuple[str, ...], names: Mapping[str, str]) -> Hit:
        mine = self.ready.item
        words = self.snapshot.words
        terms = words_in_common(self.words, one.item.letter, words.frequency if words else None, self.index.dictionary)
        shown = one.shared.named(names)
        why = Why(parts=one.parts, similarity=one.match.similarity, words=terms, shared=shown)
        why = replace(why, sentence=sentence(why, facts=_facts(one, len(copies))))
        return Hit(
            item=one.item,
            score=one.score,
            why=why,
            similar=self.tuning.similar(one.match, self.ready.question),
            concluded=one.item.concluded,
            repeat=bool(mine and mine.matter_id and mine.matter_id == one.item.matter_id),
            near_duplicates=copies,
            overturned=one.ruling.label if one.ruling and one.ruling.fallen else "",
        )


def worth(item: Item, ruling: Ruling | None = None) -> float:
    """How well the outcome serves as a precedent, 0..1; nothing for an open item and for a reply that did not stand."""
    if not item.concluded or (ruling is not None and ruling.fallen):
        return 0.0
    return max(0.0, OUTCOMES.get(item.outcome, 0.2) + RATINGS.get(item.rating, 0.0))


def _facts(one: _Ranked, copies: int) -> Sequence[str]:
    item, facts = one.item, []
    if item.concluded:
        facts.append(f"已办结，结果为“{label('outcome', item.outcome)}”" if item.outcome else "已办结")
    else:
        facts.append("尚在办理")
    if one.ruling is not None:
        facts.append(f"但{one.ruling.label}，不宜参照" if one.ruling.fallen else f"{one.ruling.label}原答复")
    if copies:
        facts.append(f"另有 {copies} 件文字几乎相同")
    return facts
