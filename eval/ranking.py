"""Ranked answers of every system to the questions of a gold set: ours as it is set, its legs alone, plain BM25."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from core.viewer import Viewer
from eval.bm25 import Bm25, characters, words
from eval.gold import Ask, GoldSet
from eval.outcomes import Outcome, of_ranking
from eval.texts import Names, Text, texts_of
from records.database import Database
from records.items import item
from search.asking import Query
from search.documents import CORPORA
from search.filters import Filter
from search.index import SearchIndex
from search.members import find_members
from search.precedents import rank_petitions
from search.ranking import Weights
from search.statutes import find_articles, find_for_item
from search.tuning import Parts, Tuning

DEPTHS = {"petitions": 200, "articles": 100, "members": 50}
Ranker = Callable[[Ask, int], Sequence[Names]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a set is measured: records, index, for whose eyes, on which day."""

    database: Database
    index: SearchIndex
    viewer: Viewer
    day: date

    def tuned(self, tuning: Tuning) -> Surroundings:
        """The same with answers ordered by `tuning`."""
        return replace(self, index=self.index.tuned(tuning))

    def unlearned(self) -> Surroundings:
        """The same without what judgments add: hits judged useful are no proof of a ranking that they lift."""
        several = {c: self.index.tuning.of(c) for c in CORPORA}
        bare = {c: replace(one, parts=replace(one.parts, local=0.0)) for c, one in several.items()}
        return self.tuned(Tuning(**bare))

    def meaning_alone(self, gold: GoldSet) -> Surroundings:
        """The same with answers ordered by the vectors alone."""
        one = replace(self.index.tuning.of(gold.corpus), weights=Weights(1.0, 0.0), parts=Parts(), reranker={})
        return self.tuned(replace(self.index.tuning, **{gold.corpus: one}))

    def without_model(self) -> Surroundings:
        """The same as if there were no encoder, so that one sees what the model is worth."""
        bare = copy(self.index)
        bare.encoder = None
        return replace(self, index=bare)


def ranked_outcome(gold: GoldSet, rank: Ranker) -> Outcome:
    """The outcome of one system on a set with resolved ids."""
    depth = gold.depth or DEPTHS[gold.corpus]
    return of_ranking(gold.asks, [_list(ask, rank(ask, depth)) for ask in gold.asks])


def _list(ask: Ask, hits: Iterable[Names]) -> list[str]:
    """Each answer by the name the question knows it by, each name once."""
    called = (next((name for name in names if name in ask.relevant or name in ask.among), names[0]) for names in hits)
    once = dict.fromkeys(called)
    return [name for name in once if name in ask.among] if ask.among else list(once)


def ours(where: Surroundings, gold: GoldSet) -> Ranker:
    """The product's own answers."""
    of: Mapping[str, Callable[[Surroundings, GoldSet, Ask, int], Sequence[Names]]] = {
        "petitions": _petitions,
        "articles": _articles,
        "members": _members,
    }
    everything = max(len(where.index.snapshot(gold.corpus).table.ids), 1)
    return lambda ask, depth: of[gold.corpus](where, gold, ask, everything if ask.among else depth)


def _query(ask: Ask) -> Query:
    return Query(like=ask.like) if ask.like else Query(text=ask.text)


def _petitions(where: Surroundings, gold: GoldSet, ask: Ask, k: int) -> Sequence[Names]:
    hits = rank_petitions(where.database, where.index, where.viewer, _query(ask), k=k)
    return [(hit.item.id,) for hit in hits]


def _articles(where: Surroundings, gold: GoldSet, ask: Ask, k: int) -> Sequence[Names]:
    day = ask.as_of or where.day
    if ask.like:
        wanted = Filter(as_of=day)
        found = find_for_item(where.database, where.index, where.viewer, ask.like, wanted=wanted, k=k)
    else:
        found = find_articles(where.database, where.index, _query(ask), as_of=day, k=k)
    if gold.level == "regulation":
        return [(hit.article.regulation_id,) for hit in found.hits]
    return [(hit.article.id, hit.article.source_id) for hit in found.hits]


def _members(where: Surroundings, gold: GoldSet, ask: Ask, k: int) -> Sequence[Names]:
    day = ask.as_of or where.day
    found = find_members(where.database, where.index, _query(ask), as_of=day, k=k)
    return [(hit.package.id,) for hit in found.hits]


def baselines(where: Surroundings, gold: GoldSet) -> dict[str, Ranker]:
    """BM25 over characters and pairs of them, and over words, on the texts the index holds."""
    with where.database.read() as tx:
        texts = texts_of(tx, where.index, where.viewer, gold, where.day)
    return {"bm25_characters": _bm25(where, texts, characters), "bm25_words": _bm25(where, texts, words)}


def _bm25(where: Surroundings, texts: Sequence[Text], cut: Callable[[str], Sequence[str]]) -> Ranker:
    engine = Bm25([one.text for one in texts], cut)

    def rank(ask: Ask, depth: int) -> list[Names]:
        scores = engine.scores(asked_text(where, ask))
        best = np.argsort(-scores, kind="stable")
        hits = (texts[place].names for place in best if scores[place] > 0)
        kept = [names for names in hits if not ask.like or ask.like not in names]
        return kept if ask.among else kept[:depth]

    return rank


def asked_text(where: Surroundings, ask: Ask) -> str:
    """The words of a question; of an item its masked letter."""
    if ask.text:
        return ask.text
    with where.database.read() as tx:
        return item(tx, where.viewer, ask.like).letter
