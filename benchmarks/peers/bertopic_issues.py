"""BERTopic over the given vectors: topics as common issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.jieba_words import words
from benchmarks.peers.topics import Find, Groups

PACKAGES = ("bertopic", "umap-learn", "hdbscan", "jieba")
SETUP = (
    "embeddings given, `CountVectorizer(tokenizer=jieba)` as its FAQ says for Chinese, UMAP and HDBSCAN as BERTopic "
    "sets them; once as it comes, else with UMAP's `random_state=42`, which its FAQ gives for repeatable results; "
    "sizes below its smallest topic of 10 are tried too, since half of the known issues are smaller; outliers "
    "(topic -1) are no group; installed light, without transformers"
)
SEED = 42


@contextmanager
def finder(corpus: Corpus) -> Iterator[Mapping[str, Find]]:
    """Topics with the defaults, and with smaller and smaller least sizes."""
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    def topics(least: int, seed: int | None) -> Groups:
        umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
        model = BERTopic(
            language="chinese (simplified)",
            umap_model=umap,
            vectorizer_model=CountVectorizer(tokenizer=words, token_pattern=None),
            min_topic_size=least,
        )
        labels, _ = model.fit_transform(list(corpus.texts), corpus.vectors)
        found: dict[int, list[int]] = {}
        for place, label in enumerate(labels):
            found.setdefault(label, []).append(place)
        return [places for label, places in found.items() if label != -1]

    yield {"as it comes": lambda: topics(10, None)} | {
        f"seeded, topics of {least} and more": lambda least=least: topics(least, SEED) for least in (10, 5, 3)
    }
