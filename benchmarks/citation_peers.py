"""Search engines asked the same look-up questions: bm25s and SQLite FTS5 over jieba's words, txtai keyword and hybrid.

Install `requirements-bench.txt` to have them all; what is not there is said in the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.law_books import RESPELLINGS, Asked, Book, respelt
from core.words import words

Row = tuple[str, str, str, str]
Ask = Callable[[str], int]
"""A question in words → the place of the best article among those indexed, -1 for none."""
ASKED = ("as asked", *RESPELLINGS)
ENCODER_CACHE = Path.home() / ".cache" / "petition-graph"


def peer_rows(book: Book, questions: Sequence[Asked]) -> Iterator[Row]:
    """One row an engine: top-1 as asked, and the lowest and highest over the eight respellings.

    Engines that need vectors search the acts asked about only, which is easier for them.
    """
    acts = {one.doc_id for one in questions}
    some = [row for row in book.articles if row["doc_id"] in acts]
    engines: list[tuple[str, Sequence[Mapping[str, Any]], Callable[[Sequence[str]], Ask]]] = [
        ("bm25s with jieba", book.articles, _bm25s),
        ("SQLite FTS5 with jieba", book.articles, _fts5),
        ("txtai keyword with jieba", book.articles, _txtai_keyword),
        ("txtai hybrid with jieba, acts asked about only", some, _txtai_hybrid),
    ]
    for name, articles, build in engines:
        try:
            ask = build([_words(_text(row)) for row in articles])
        except ImportError as missing:
            yield f"peer: {name}", "–", f"not installed ({missing.name})", "–"
            continue
        yield f"peer: {name}", f"{len(articles)} articles", _score(book, articles, questions, ask), "–"


def _text(row: Mapping[str, Any]) -> str:
    return f"{row['title']} {row['article']} {row['text']}"


def _words(text: str) -> list[str]:
    return [word for word in words(text) if word.strip()]


def _score(book: Book, articles: Sequence[Mapping[str, Any]], questions: Sequence[Asked], ask: Ask) -> str:
    def right(one: Asked, text: str) -> bool:
        place = ask(" ".join(_words(text)))
        row = articles[place] if place >= 0 else None
        meant = book.documents[one.doc_id].title
        return row is not None and row["title"] == meant and (row["no"], row["sub"]) == (one.number, one.sub)

    def share(how: str) -> float:
        texts = (one.query if how == ASKED[0] else respelt(one, how) for one in questions)
        return sum(right(one, text) for one, text in zip(questions, texts, strict=True)) / len(questions)

    plain, *others = (share(how) for how in ASKED)
    return f"{plain:.3f}; respelt {min(others):.3f} to {max(others):.3f}"


def _bm25s(texts: Sequence[list[str]]) -> Ask:
    import bm25s

    index = bm25s.BM25()
    index.index(list(texts), show_progress=False)

    def ask(question: str) -> int:
        found, scores = index.retrieve([question.split()], k=1, show_progress=False)
        return int(found[0][0]) if scores[0][0] > 0 else -1

    return ask


def _fts5(texts: Sequence[list[str]]) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE article USING fts5(words, tokenize='unicode61')")
    rows = ((place, " ".join(cut)) for place, cut in enumerate(texts))
    database.executemany("INSERT INTO article(rowid, words) VALUES (?, ?)", rows)

    def ask(question: str) -> int:
        phrase = " OR ".join(f'"{word}"' for word in question.replace('"', " ").split())
        statement = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 1"
        found = database.execute(statement, (phrase,)).fetchone()
        return int(found[0]) if found else -1

    return ask


_WORDS = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}
"""What txtai calls keyword search, with the words cut by jieba instead of single characters."""


def _txtai_keyword(texts: Sequence[list[str]]) -> Ask:
    from txtai import Embeddings

    return _txtai(Embeddings({"scoring": _WORDS, "defaults": False, "content": False}), texts)


def _txtai_hybrid(texts: Sequence[list[str]]) -> Ask:
    from txtai import Embeddings

    from search.encoder import open_encoder

    encoder = open_encoder(ENCODER_CACHE)

    def vectors(texts: list[str]) -> Any:  # noqa: ANN401 - an array, as txtai wants it
        return encoder.encode_passages(texts)

    return _txtai(Embeddings({"method": "external", "transform": vectors, "scoring": _WORDS, "content": False}), texts)


def _txtai(engine: Any, texts: Sequence[list[str]]) -> Ask:  # noqa: ANN401 - txtai is not typed
    engine.index([(place, " ".join(cut), None) for place, cut in enumerate(texts)])

    def ask(question: str) -> int:
        found = engine.search(question, 1)
        return int(found[0][0]) if found else -1

    return ask
