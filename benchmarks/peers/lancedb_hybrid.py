"""LanceDB's hybrid search: its own full-text index beside vectors, joined by reciprocal rank."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.measure import Build, Search

PACKAGES = ("lancedb", "jieba")
SETUP = (
    'full-text index with `base_tokenizer="jieba/default"` as its guide to tokenizers says, jieba\'s own dictionary as '
    "language model, no stemming; vectors scanned exactly (no vector index, as advised below 100,000 rows), cosine; "
    "`RRFReranker`; filter before the search (its default)"
)


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words and vectors."""
    _put_dictionary(work / "models")
    import lancedb
    import pyarrow as pa
    from lancedb.rerankers import RRFReranker

    def build() -> Search:
        size = corpus.vectors.shape[1]
        rows = pa.table(
            {
                "place": pa.array(range(len(corpus.ids)), pa.int32()),
                "belongs": pa.array(corpus.groups, pa.int32()),
                "text": pa.array(corpus.texts),
                "vector": pa.FixedSizeListArray.from_arrays(pa.array(corpus.vectors.ravel()), size),
            }
        )
        table = lancedb.connect(work / "database").create_table("documents", rows)
        table.create_fts_index(
            "text", base_tokenizer="jieba/default", stem=False, remove_stop_words=False, ascii_folding=False
        )
        joined = RRFReranker()

        def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
            query = (
                table.search(query_type="hybrid").vector(question.vector).text(question.text).distance_type("cosine")
            )
            if filtered:
                query = query.where(f"belongs = {WANTED_GROUP}")
            found = query.rerank(joined).select(["place"]).limit(k).to_arrow()
            return [int(place) for place in found["place"].to_pylist()][:k]

        return search

    yield build


def _put_dictionary(models: Path) -> None:
    """Lays jieba's dictionary where LanceDB looks for it; it reads the setting once, before it is imported."""
    import jieba

    folder = models / "jieba" / "default"
    folder.mkdir(parents=True)
    shutil.copyfile(Path(jieba.__file__).parent / "dict.txt", folder / "dict.txt")
    os.environ["LANCE_LANGUAGE_MODEL_HOME"] = str(models)
