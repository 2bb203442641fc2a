"""The product's whole answers: `rank_petitions` and `find_articles`, with records, reasons and the state of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from benchmarks.peers.corpus import Corpus, Question
from benchmarks.peers.data import KINDS, places_by_source, with_vectors
from benchmarks.peers.measure import Build, Search
from benchmarks.peers.offices import Remembering, fresh_index, office_of, unlearned
from benchmarks.peers.ours import GROUP
from benchmarks.peers.ours import PACKAGES as PACKAGES
from casework.office import Office
from core.viewer import OFFICE
from search.asking import Query
from search.filters import EVERYTHING
from search.index import SearchIndex
from search.precedents import rank_petitions
from search.statutes import find_articles

SETUP = (
    "what a caseworker gets: records read and checked, demands of a letter searched one by one, places, units and "
    "people compared, a reason for each hit, articles with their status; every text's vector was made before"
)
Answer = Callable[[SearchIndex, Question, int, bool], Sequence[int]]


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Answers as the pages and commands do."""
    kind = KINDS[corpus.name]
    with office_of(kind) as office:
        encoder = Remembering()
        pairs = with_vectors(office, encoder, corpus.name)
        answer = (_letters if kind == "petitions" else _articles)(office, corpus)
        _remember(office, encoder, corpus, answer)

        def build() -> Search:
            index = fresh_index(office, encoder, work / "index", kind, pairs)
            return lambda question, k, filtered: answer(index, question, k, filtered)

        yield build


def _remember(office: Office, encoder: Remembering, corpus: Corpus, answer: Answer) -> None:
    """Lets the encoder see every text that the questions will ask it for."""
    index = copy(office.index.tuned(unlearned()))
    index.encoder = encoder
    for questions in corpus.sets.values():
        for question in questions:
            answer(index, question, 1, False)


def _letters(office: Office, corpus: Corpus) -> Answer:
    place_of = {id_: place for place, id_ in enumerate(corpus.ids)}

    def answer(index: SearchIndex, question: Question, k: int, filtered: bool) -> Sequence[int]:
        whole = question.text == corpus.texts[question.itself]
        query = Query(like=corpus.ids[question.itself]) if whole else Query(text=question.text)
        hits = rank_petitions(office.database, index, OFFICE, query, wanted=GROUP if filtered else EVERYTHING, k=k)
        return [place_of[hit.item.id] for hit in hits]

    return answer


def _articles(office: Office, corpus: Corpus) -> Answer:
    place_of = places_by_source(office, corpus.ids)

    def answer(index: SearchIndex, question: Question, k: int, filtered: bool) -> Sequence[int]:
        wanted = GROUP if filtered else EVERYTHING
        found = find_articles(
            office.database, index, Query(text=question.text), as_of=office.today(), wanted=wanted, k=k
        )
        return [place_of[hit.article.source_id] for hit in found.hits if hit.article.source_id in place_of]

    return answer
