"""txtai's hybrid search: BM25 beside FAISS, its own weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.jieba_words import words
from benchmarks.peers.measure import Build, Search

PACKAGES = ("txtai", "faiss-cpu", "jieba")
SETUP = (
    "`hybrid`, vectors given (`method: external`), jieba's words with `tokenizer: {whitespace: true}` (its own "
    "tokenizer cuts Chinese into single characters), without content for the plain questions; the filter needs "
    "content and is written as the documentation shows, `similar(:words) AND belongs = 7`; without torch, which only "
    "its own models need"
)
_SCORING = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}
_FILTERED = "SELECT id, score FROM txtai WHERE similar(:words) AND belongs = {group} LIMIT {k}"


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words and vectors; the index for the filter is built when the first filtered question comes."""
    from txtai import Embeddings

    def build() -> Search:
        cut = [" ".join(words(text)) for text in corpus.texts]
        known = dict(zip(cut, corpus.vectors, strict=True))

        def vectors(texts: list[str]) -> np.ndarray:
            return np.stack([known[text] for text in texts])

        def built(content: bool) -> Embeddings:
            index = Embeddings({"method": "external", "transform": vectors, "scoring": _SCORING, "content": content})
            rows = zip(cut, corpus.groups.tolist(), strict=True)
            index.index(
                (p, {"text": text, "belongs": group} if content else text, None) for p, (text, group) in enumerate(rows)
            )
            return index

        plain = built(content=False)
        with_content: list[Embeddings] = []

        def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
            text = " ".join(words(question.text))
            known[text] = question.vector
            if not filtered:
                return [place for place, _ in plain.search(text, k)]
            if not with_content:
                with_content.append(built(content=True))
            statement = _FILTERED.format(group=WANTED_GROUP, k=k)
            return [int(row["id"]) for row in with_content[0].search(statement, limit=k, parameters={"words": text})]

        return search

    yield build
