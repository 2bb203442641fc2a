"""The product's search as such: `SearchIndex.search`, ids and scores, as the peers give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.data import KINDS, with_vectors
from benchmarks.peers.measure import Build, Search
from benchmarks.peers.offices import Remembering, fresh_index, office_of
from core.viewer import OFFICE
from search.documents import split_title, weighted_text
from search.filters import EVERYTHING, Filter
from search.ranking import Question as Asked

PACKAGES = ("tantivy", "faiss-cpu", "rjieba")
SETUP = (
    "one index of words and vectors as the worker writes it; a question is cut into words, its vector given; the "
    "product's default weights; passages of long letters have vectors of their own (the peers get the letter's)"
)
GROUP = Filter(tag=(f"g{WANTED_GROUP}",))


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words and vectors; documents and vectors are read from the records before the clock starts."""
    kind = KINDS[corpus.name]
    with office_of(kind) as office:
        encoder = Remembering()
        pairs = with_vectors(office, encoder, corpus.name)

        def build() -> Search:
            index = fresh_index(office, encoder, work / "index", kind, pairs)
            place_of = {id_: place for place, id_ in enumerate(corpus.ids)}

            def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
                asked = Asked(terms=index.terms(weighted_text(*split_title(question.text))), vector=question.vector)
                found = index.search(asked, OFFICE, wanted=GROUP if filtered else EVERYTHING, k=k, corpus=kind)
                return [place_of[one.id] for one in found]

            return search

        yield build
