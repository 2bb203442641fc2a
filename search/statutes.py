"""Applicable articles for a question in plain words, and package members, each with status on a date and why.

What the text cites by name or number comes first and is never left to similarity. Of each article the wording
that counts on the date is searched; an act that people often ask about, or a higher one, counts a little more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.asked_acts import asked_share
from core.errors import InputError
from core.statute import ArticleText, RegulationVersion, Status
from core.viewer import Viewer
from core.words import content_words
from records.citations import cites_of_replies
from records.database import Database, Tx
from records.law import articles_on
from search.asking import Asked, Query, asked
from search.cited_law import named_articles
from search.filters import EVERYTHING, Filter
from search.index import SearchIndex
from search.law_filter import keeps, shelf_for, sorted_law
from search.local_weights import local_parts
from search.precedents import Hit, worth
from search.ranking import Match
from search.shelf import Snapshot
from search.sources import entity_of
from search.weights import RANKS
from search.why import Why, sentence, words_in_common

_SAID = 2
"""Everyday words explained in one sentence."""
_AGAIN = 3
"""Articles of one act before this one that count against it, at most."""
DEPTH = 400
"""Articles that the two legs bring up and that are then ordered by all parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHit:
    """One article as it reads on the day asked for; `score` is the sum of `why.parts`."""

    article: ArticleText
    version: RegulationVersion
    status: Status
    score: float
    why: Why
    similar: bool

    @property
    def label(self) -> str:
        """`《民法典》第一千零四十三条`."""
        title = self.version.title.removeprefix("中华人民共和国")
        return f"《{title}》{self.article.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Articles, best first, those the text names in front; `nothing_similar` when none is above the floor."""

    hits: tuple[ArticleHit, ...]
    nothing_similar: bool
    floor: float
    generation: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """An article that similar concluded petitions cited: in how many, and their scores summed."""

    article_id: str
    petitions: int
    weight: float


def find_articles(
    database: Database, index: SearchIndex, query: Query, *, as_of: date, wanted: Filter = EVERYTHING, k: int = 10
) -> Rules:
    """Articles that bear on the query, with their status on `as_of`. Raises InputError for an empty query."""
    with database.read() as tx:
        ready = asked(tx, index, _NOBODY, query, corpus="articles")
        return _Search(tx, index, ready, as_of).rules(replace(wanted, as_of=as_of), k)


_NOBODY = Viewer(name="法规检索")
"""Law is open to all; a query by item id goes through `articles_for_item`."""


def articles_for_item(
    database: Database, index: SearchIndex, viewer: Viewer, item_id: str, *, as_of: date, k: int = 10
) -> Rules:
    """Articles that bear on a petition the viewer may see. Raises NotFound for others."""
    return find_for_item(database, index, viewer, item_id, wanted=Filter(as_of=as_of), k=k)


def find_for_item(
    database: Database, index: SearchIndex, viewer: Viewer, item_id: str, *, wanted: Filter, k: int = 10
) -> Rules:
    """Articles that bear on a petition, by `wanted`, as they stand on the day `wanted.as_of`.

    Raises NotFound for petitions the viewer may not see, InputError without a day.
    """
    if wanted.as_of is None:
        raise InputError("没有写明按哪一天的法律", "请给出日期，例如 2026-11-22")
    with database.read() as tx:
        ready = asked(tx, index, viewer, Query(like=item_id), corpus="articles")
        return _Search(tx, index, ready, wanted.as_of).rules(wanted, k)


def articles_in_like_cases(database: Database, viewer: Viewer, hits: Sequence[Hit]) -> list[Vote]:
    """Articles that the precedents cited, by summed score (类似案件引用的条文), ties by id.

    A case that was settled counts up to twice as much as one that was only passed on; a reply that a review or
    re-check did not let stand has no vote.
    """
    standing = [hit for hit in hits if hit.concluded and hit.similar and not hit.overturned]
    scores = {hit.item.id: hit.score * (1 + worth(hit.item)) / 2 for hit in standing}
    with database.read() as tx:
        links = cites_of_replies(tx, viewer, scores)
    weights: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for link in links:
        if link.target.startswith("article:"):
            weights[link.target] = weights.get(link.target, 0.0) + scores[link.source]
            counts[link.target] += 1
    votes = [Vote(target, counts[target], round(weight, 6)) for target, weight in weights.items()]
    return sorted(votes, key=lambda one: (-one.weight, one.article_id))


Ordered = tuple[Match, dict[str, float]]
"""A match and the parts of its score."""


def _in_order(found: list[Ordered]) -> list[Ordered]:
    return sorted(found, key=lambda one: (-round(sum(one[1].values()), 6), one[0].id))


class _Search:
    """One request over one generation."""

    def __init__(self, tx: Tx, index: SearchIndex, ready: Asked, as_of: date) -> None:
        self.tx, self.index, self.ready, self.as_of = tx, index, ready, as_of
        self.snapshot: Snapshot = index.snapshot("articles")
        self.words = content_words(ready.text, index.dictionary)
        self.tuning = index.tuning.articles

    def rules(self, wanted: Filter, k: int) -> Rules:
        shelf = shelf_for(self.tx, wanted)
        narrowed = shelf.narrowed(wanted)
        named = self._named()
        matches = self._matches(narrowed, k) if narrowed is not None else []
        ranked = [one for one in self._reranked(matches) if entity_of(one[0].id) not in named]
        deep = len(ranked) if wanted.standing or wanted.begun_from or wanted.begun_to else 2 * k
        texts = articles_on(self.tx, [entity_of(m.id) for m, _ in ranked[:deep]], self.as_of)
        hits = self._named_hits(named)
        first = len(hits)
        for match, parts in ranked[:deep]:
            found = texts.get(entity_of(match.id))
            if found is not None and keeps(wanted, found[1], found[2]):
                hits.append(self._hit(match, parts, found))
        kept = tuple([*hits[:first], *sorted_law(self.tx, hits[first:], wanted)][:k])
        return Rules(
            hits=kept,
            nothing_similar=not any(hit.similar for hit in kept),
            floor=self.tuning.floor.of(self.ready.question),
            generation=self.snapshot.manifest.generation,
            cut=self.ready.cut,
        )

    def _matches(self, wanted: Filter, k: int) -> Sequence[Match]:
        return self.index.search(
            self.ready.question, _NOBODY, wanted=wanted, k=max(DEPTH, k), snapshot=self.snapshot, corpus="articles"
        )

    def _named(self) -> dict[str, date]:
        """The articles the text cites by name and number, each with the day whose words are meant."""
        return named_articles(self.tx, self.ready.text, as_of=self.as_of)

    def _reranked(self, matches: Sequence[Match]) -> list[Ordered]:
        """Matches with the parts that order them, best first: the legs, how often the act is asked about, its rank."""
        weights, most = self.index.weights("articles"), self.tuning.parts
        ids = {entity_of(match.id) for match in matches}
        said = local_parts(self.tx, self.index, self.ready, ids, most=most.local)
        found = []
        for match in matches:
            parts = {
                "meaning": round(weights.meaning * (match.similarity or 0.0), 6),
                "words": round(weights.words * match.words, 6),
                "asked": round(most.asked * asked_share(self._act(match).removeprefix("regulation:")), 6),
                "rank": round(most.rank * self._rank(match), 6),
            } | said.get(entity_of(match.id), {})
            found.append((match, parts))
        return self._spread(_in_order(found))

    def _spread(self, found: list[Ordered]) -> list[Ordered]:
        """A letter touches several acts: each further article of one act counts a little less than the one before."""
        most = self.tuning.parts.again
        if not most or (self.ready.item is None and self.ready.question.short):
            return found
        before: Counter[str] = Counter()
        for match, parts in found:
            act = self._act(match)
            if before[act]:
                parts["again"] = -round(most * min(before[act], _AGAIN), 6)
            before[act] += 1
        return _in_order(found)

    def _act(self, match: Match) -> str:
        return "".join(self.snapshot.table.values("regulation", match.number)[:1])

    def _rank(self, match: Match) -> float:
        kinds = self.snapshot.table.values("kind", match.number)
        return max((RANKS.get(kind, 0.0) for kind in kinds), default=0.5)

    def _named_hits(self, named: Mapping[str, date]) -> list[ArticleHit]:
        """The cited articles in the words of the day meant, with the status of those words on the day asked for."""
        hits = []
        for id_, day in named.items():
            for text, version, _ in articles_on(self.tx, [id_], day).values():
                status = version.status_on(self.as_of)
                why = Why(parts={"named": 1.0}, sentence=f"原文点名引用，按 {self.as_of.isoformat()} {status}。")
                hits.append(ArticleHit(article=text, version=version, status=status, score=1.0, why=why, similar=True))
        return hits

    def _hit(
        self, match: Match, parts: Mapping[str, float], found: tuple[ArticleText, RegulationVersion, Status]
    ) -> ArticleHit:
        text, version, status = found
        words = self.snapshot.words
        terms = words_in_common(self.ready.text, text.text, words.frequency if words else None, self.index.dictionary)
        why = Why(parts=parts, similarity=match.similarity, words=terms)
        said = [f"“{word}”在法律上称“{term}”" for term, word in self.ready.legal.items() if term in text.text]
        why = replace(why, sentence=sentence(why, facts=(*said[:_SAID], f"按 {self.as_of.isoformat()} {status}")))
        similar = self.tuning.similar(match, self.ready.question)
        return ArticleHit(article=text, version=version, status=status, score=why.score, why=why, similar=similar)
