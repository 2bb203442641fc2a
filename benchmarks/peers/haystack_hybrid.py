"""Haystack's in-memory store: BM25 and embedding retrievers joined by reciprocal rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.jieba_words import words
from benchmarks.peers.measure import Build, Search

PACKAGES = ("haystack-ai", "jieba")
SETUP = (
    "the documented hybrid pipeline: BM25 and embedding retrievers, `DocumentJoiner` by reciprocal rank; jieba's words "
    'with `bm25_tokenization_regex=r"\\S+"` (its own expression cuts Chinese into single characters); filters before'
)


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words and vectors."""
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    def build() -> Search:
        store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+")
        rows = enumerate(zip(corpus.texts, corpus.groups.tolist(), corpus.vectors.tolist(), strict=True))
        store.write_documents(
            [
                Document(id=str(place), content=" ".join(words(text)), embedding=vector, meta={"belongs": group})
                for place, (text, group, vector) in rows
            ]
        )
        pipeline = Pipeline()
        pipeline.add_component("words", InMemoryBM25Retriever(store))
        pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store))
        pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("words", "joined")
        pipeline.connect("meaning", "joined")
        wanted = {"field": "meta.belongs", "operator": "==", "value": WANTED_GROUP}

        def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
            both = {"top_k": k, "filters": wanted if filtered else None}
            found = pipeline.run(
                {
                    "words": {"query": " ".join(words(question.text)), **both},
                    "meaning": {"query_embedding": question.vector.tolist(), **both},
                    "joined": {"top_k": k},
                }
            )
            return [int(document.id) for document in found["joined"]["documents"]]

        return search

    yield build
