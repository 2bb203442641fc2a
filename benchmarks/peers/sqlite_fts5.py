"""SQLite's full-text search over jieba's words, no vectors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.jieba_words import words
from benchmarks.peers.measure import Build, Search

PACKAGES = ("jieba",)
VERSIONS = {"SQLite": sqlite3.sqlite_version}
SETUP = (
    "on disk, jieba's words joined by spaces under `unicode61` (none of its "
    "tokenizers cuts Chinese; `trigram` finds no word of two characters); any word may match, `bm25` order"
)
_STATEMENT = "SELECT rowid FROM document WHERE document MATCH ? {filter} ORDER BY rank LIMIT ?"


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words alone."""
    with closing(sqlite3.connect(work / "documents.db")) as database:

        def build() -> Search:
            database.execute("CREATE VIRTUAL TABLE document USING fts5(words, belongs UNINDEXED, tokenize='unicode61')")
            rows = enumerate(zip(corpus.texts, corpus.groups.tolist(), strict=True))
            database.executemany(
                "INSERT INTO document(rowid, words, belongs) VALUES (?, ?, ?)",
                ((place, " ".join(words(text)), group) for place, (text, group) in rows),
            )
            database.commit()

            def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
                phrase = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question.text.replace('"', " "))))
                statement = _STATEMENT.format(filter=f"AND belongs = {WANTED_GROUP}" if filtered else "")
                return [place for (place,) in database.execute(statement, (phrase, k))]

            return search

        yield build
