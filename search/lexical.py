"""The word index: tantivy over terms cut beforehand, filters as coded integers, one indexing thread."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from core.errors import IndexMismatch, Unavailable
from search.filters import CodedFilter
from search.manifest import REBUILD

log = logging.getLogger(__name__)

HEAP = 64_000_000
K1, B = 1.2, 0.75
"""tantivy's own BM25 constants, repeated here to know the best score a query can reach."""
Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Query = tantivy.Query
PROBE = 2**40
"""Number of a document every word index holds, so that one can tell an empty answer from a broken index."""
PROBE_TERMS = ("检索", "自检", "停水", "不动产权证")
MOST_REMEMBERED = 50_000
"""Terms whose frequency a state remembers, some 5 MB."""
Scored = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Numbers of documents and their scores."""
_NONE: Scored = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))


def _schema() -> Any:  # noqa: ANN401 - tantivy ships no types
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("facet", stored=False, indexed=True, fast=False)
    builder.add_integer_field("day", stored=False, indexed=True, fast=True)
    builder.add_integer_field("until", stored=False, indexed=True, fast=True)
    return builder.build()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordEntry:
    """One document for the word index: its terms in any order and its facets in codes."""

    number: int
    terms: Sequence[str]
    codes: Sequence[int]
    day: int
    until: int


class WordIndex:
    """The folder of one word index, for reading and, after `open_for_writing`, for writing."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._schema = _schema()
        self._writer: Any = None
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(self._schema, str(folder), reuse=True) if create else _open(folder)
        except ValueError as error:
            raise IndexMismatch(f"检索库的词索引打不开：{folder}", REBUILD) from error

    def open_for_writing(self, known: int) -> None:
        """Takes tantivy's lock and drops documents from number `known` on, left by a process that died."""
        try:
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        except ValueError as error:
            raise Unavailable(
                "检索库正被另一个后台任务写入", "同一资料夹只需一个后台任务，请先结束原来的进程"
            ) from error
        beyond = Query.range_query(self._schema, "number", tantivy.FieldType.Unsigned, known, None)
        with _told_in_our_words():  # the folder may be taken away just now
            self._writer.delete_documents_by_query(beyond)
            self.put([WordEntry(number=PROBE, terms=PROBE_TERMS, codes=(), day=-1, until=0)])
            self._writer.commit()
            self._index.reload()

    def put(self, entries: Iterable[WordEntry]) -> None:
        """Adds documents, each in place of what stood under its number; seen after `commit`. Unavailable as there."""
        with _told_in_our_words():
            for entry in entries:
                self._writer.delete_documents_by_term("number", entry.number)
                document = tantivy.Document()
                document.add_text("words", " ".join(entry.terms))
                document.add_unsigned("number", entry.number)
                document.add_integer("day", entry.day)
                document.add_integer("until", entry.until)
                for code in entry.codes:
                    document.add_unsigned("facet", code)
                self._writer.add_document(document)

    def remove(self, numbers: Iterable[int]) -> None:
        """Removes documents; they are gone after `commit`. Unavailable as there."""
        with _told_in_our_words():
            for number in numbers:
                self._writer.delete_documents_by_term("number", number)

    def commit(self) -> None:
        """Writes everything to disk. Raises Unavailable when the disk is full or gone."""
        with _told_in_our_words():
            self._writer.commit()

    def rollback(self) -> None:
        """Forgets what was put or removed since the last commit."""
        with _told_in_our_words():
            self._writer.rollback()

    def close(self) -> None:
        """Gives the lock back; merges under way are finished first, or given up where they cannot be written."""
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                writer.wait_merging_threads()
            except (ValueError, OSError) as error:  # what was committed stands; the next writer goes on from there
                log.warning("word index was not closed well: %s", error)

    def search(self) -> WordSearch:
        """The newest committed state, unchanging from here on."""
        self._index.reload()
        return WordSearch(self._index.searcher(), self._schema)


@contextmanager
def _told_in_our_words() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise Unavailable(f"检索库写不进去：{error}", "请检查磁盘空间和文件夹权限") from error


def _open(folder: Path) -> Any:  # noqa: ANN401 - tantivy ships no types
    return tantivy.Index.open(str(folder))


class WordSearch:
    """One unchanging state of a word index."""

    def __init__(self, searcher: Any, schema: Any) -> None:  # noqa: ANN401 - tantivy ships no types
        self._searcher = searcher
        self._schema = schema
        self._frequencies: dict[str, int] = {}
        self.documents = int(searcher.num_docs)
        """Documents that were not removed."""

    def probe(self) -> None:
        """Raises IndexMismatch when Chinese words that are surely there are not found."""
        for term in PROBE_TERMS:
            if self.scores([(term, 1.0)], [PROBE])[0].tolist() != [PROBE]:
                raise IndexMismatch(f"检索库自检没有通过：查不到“{term}”", REBUILD)

    def frequency(self, term: str) -> int:
        """How many documents hold `term`; common words are asked for again and again, so they are remembered."""
        known = self._frequencies.get(term)
        if known is None:
            known = int(self._searcher.doc_freq("words", term))
            if len(self._frequencies) < MOST_REMEMBERED:
                self._frequencies[term] = known
        return known

    def top(self, terms: Sequence[tuple[str, float]], wanted: CodedFilter, limit: int) -> Scored:
        """Numbers and BM25 scores of the best documents for weighted terms, best first, ties by number."""
        if not terms or wanted.impossible or limit < 1:
            return _NONE
        asked = self._any_of(terms)
        conditions = self._conditions(wanted)
        if conditions:  # bare words alone let whole blocks of documents be skipped
            asked = Query.boolean_query([(Must, asked), *conditions])
        return self._scored(asked, limit)

    def scores(self, terms: Sequence[tuple[str, float]], numbers: Sequence[int]) -> Scored:
        """The same for these documents alone; those without any of the terms are left out."""
        if not terms or not numbers:
            return _NONE
        these = [(Should, Query.term_query(self._schema, "number", number)) for number in numbers]
        found, scores = self._scored(
            Query.boolean_query([_silent(Query.boolean_query(these)), (Should, self._any_of(terms))]), len(numbers)
        )
        return found[scores > 0.0], scores[scores > 0.0]

    def _scored(self, query: Any, limit: int) -> Scored:  # noqa: ANN401 - tantivy ships no types
        hits = self._searcher.search(query, limit=limit, count=False).hits
        if not hits:
            return _NONE
        scores = np.array([score for score, _ in hits])
        numbers = np.array(self._searcher.fast_field_values("number", [address for _, address in hits]), dtype=np.int64)
        order = np.lexsort((numbers, -scores))
        return numbers[order], scores[order]

    def _any_of(self, terms: Sequence[tuple[str, float]]) -> Any:  # noqa: ANN401 - tantivy ships no types
        return Query.boolean_query([(Should, self._word(term, weight)) for term, weight in terms])

    def _word(self, term: str, weight: float) -> Any:  # noqa: ANN401 - tantivy ships no types
        word = Query.term_query(self._schema, "words", term, "freq")
        return word if weight == 1.0 else Query.boost_query(word, weight)

    def _conditions(self, wanted: CodedFilter) -> list[Any]:
        schema, integer = self._schema, tantivy.FieldType.Integer
        found = [_silent(Query.term_set_query(schema, "facet", list(codes))) for _, codes in wanted.groups]
        if wanted.day_from is not None or wanted.day_to is not None:
            lower = wanted.day_from if wanted.day_from is not None else 0
            found.append(_silent(Query.range_query(schema, "day", integer, lower, wanted.day_to)))
        if wanted.as_of is not None:
            found.append(_silent(Query.range_query(schema, "day", integer, 0, wanted.as_of)))
            found.append(_silent(Query.range_query(schema, "until", integer, wanted.as_of + 1, None)))
        if wanted.hidden is not None:
            found.append((MustNot, self._hidden(wanted.hidden, wanted.shown)))
        return found

    def _hidden(self, code: int, shown: Sequence[int]) -> Any:  # noqa: ANN401 - tantivy ships no types
        closed = Query.term_query(self._schema, "facet", code)
        if not shown:
            return closed
        opened = Query.term_set_query(self._schema, "number", list(shown))
        return Query.boolean_query([(Must, closed), (MustNot, opened)])


def _silent(query: Any) -> Any:  # noqa: ANN401 - a clause that must hold and adds nothing to the score
    return (Must, Query.const_score_query(query, 0.0))
