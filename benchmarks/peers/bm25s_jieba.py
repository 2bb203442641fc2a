"""bm25s over jieba's words, no vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.jieba_words import words
from benchmarks.peers.measure import Build, Search

PACKAGES = ("bm25s", "jieba")
SETUP = 'jieba\'s words, its own list of Chinese stop words (`stopwords="zh"`), defaults; filter by `weight_mask`'


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words alone."""
    import bm25s
    from bm25s.stopwords import STOPWORDS_CHINESE

    stop = frozenset(STOPWORDS_CHINESE)

    def cut(text: str) -> list[str]:
        return [word for word in words(text) if word not in stop]

    def build() -> Search:
        index = bm25s.BM25()
        index.index([cut(text) for text in corpus.texts], show_progress=False)
        mask = (corpus.groups == WANTED_GROUP).astype(np.float32)

        def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
            found, scores = index.retrieve(
                [cut(question.text)], k=k, show_progress=False, weight_mask=mask if filtered else None
            )
            return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]

        return search

    yield build
