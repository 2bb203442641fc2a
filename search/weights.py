"""How much meaning and words count in each corpus, set on labelled data (see `benchmarks/`), few and global."""

from __future__ import annotations

from search.documents import Corpus
from search.ranking import Weights

WEIGHTS: dict[Corpus, Weights] = {
    "petitions": Weights(meaning=0.6, words=0.4),
    "articles": Weights(meaning=0.6, words=0.4),
    "members": Weights(meaning=0.6, words=0.4),
}
