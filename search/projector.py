"""Brings the search index up to the records: reads what is marked as it is now, words first, then vectors.

Applying is idempotent; a mark is cleared only after the generation that holds its change was published.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime
from itertools import islice

import numpy as np

from core.viewer import WORKER
from records import vectors as cache
from records.database import Database, Tx
from records.marks import Mark, acknowledge, clear_marks, mark, projected, take_marks
from records.nodes import iter_nodes
from records.transactions import chunks
from search.documents import CORPORA, Corpus, Document
from search.encoder import Encoder, Vectors
from search.index import SearchIndex
from search.letters import Pieces, assemble, pieces, text_hash
from search.sources import CORPUS_OF, READING, by_corpus, documents_of

log = logging.getLogger(__name__)
CONSUMERS = ("words", "vectors")
AT_ONCE = 500


def apply_search_marks(database: Database, index: SearchIndex, consumer: str, limit: int) -> int:
    """How many marks of the consumer, `words` or `vectors`, were applied; 0 when it has caught up.

    The index must be open for writing. A folder that is not the one written last is filled anew.
    """
    _see_that_it_is_ours(database, index)
    with database.read() as tx:
        taken = take_marks(tx, consumer, limit=limit)
        if consumer == "words":
            taken = _in_one_lane(taken)
        wanted = by_corpus(dict.fromkeys(one.entity for one in taken))
        found = {corpus: documents_of(tx, corpus, entities) for corpus, entities in wanted.items()}
    if not taken:
        return 0
    early: set[str] = set()
    for corpus, documents in found.items():
        if consumer == "words":
            _put_words(index, corpus, documents)
        else:
            early |= _put_vectors(database, index, corpus, documents)
    with database.write() as tx:
        clear_marks(tx, consumer, [one for one in taken if one.entity not in early])
        _acknowledge(database, index, tx)
    return len(taken) - len(early)


def _in_one_lane(taken: list[Mark]) -> list[Mark]:
    """What a person typed goes by itself: with a batch of an import behind it, it would be found when that is done."""
    return [one for one in taken if one.lane == taken[0].lane]


def _put_words(index: SearchIndex, corpus: Corpus, documents: dict[str, list[Document]]) -> None:
    now = {document.id for several in documents.values() for document in several}
    gone = [id_ for entity in documents for id_ in index.ids_from(corpus, entity) if id_ not in now]
    index.apply(corpus, [d for several in documents.values() for d in several], gone)
    if gone and corpus == "petitions":
        index.compact(corpus)  # an erased petition must not linger in files


def _put_vectors(
    database: Database, index: SearchIndex, corpus: Corpus, documents: dict[str, list[Document]]
) -> set[str]:
    """Records whose words are not there yet, so that their vectors have to wait."""
    if (encoder := index.encoder_of(corpus)) is None:
        return set(documents)
    every = [(entity, document) for entity, several in documents.items() for document in several]
    early = {entity for entity, document in every if not index.holds(corpus, document)}
    waiting = [(e, d) for e, d in every if e not in early and not index.has_vectors(corpus, d)]
    if waiting:
        parts = [pieces(document, titled=corpus != "articles") for _, document in waiting]
        rows = encoded(database, encoder, parts, [entity for entity, _ in waiting])
        made = zip(waiting, assemble(parts, rows), strict=True)
        index.put_vectors(corpus, {document.id: (document.version, its) for (_, document), its in made})
    return early


def encoded(database: Database, encoder: Encoder, every: Sequence[Pieces], owners: Sequence[str]) -> Vectors:
    """Vectors of all pieces in order, shape (n, dimension), from the records' cache or newly made and cached.

    All go through half precision, so that a vector from the cache is the vector that was made.
    """
    keys = [text_hash(text) for one in every for text in one.texts]
    texts = dict(zip(keys, (text for one in every for text in one.texts), strict=True))
    with database.read() as tx:
        known = cache.cached(tx, encoder.name, texts)
    missing = sorted(texts.keys() - known.keys())
    fresh = encoder.encode_passages([texts[key] for key in missing]).astype(np.float16)
    new = {key: row.tobytes() for key, row in zip(missing, fresh, strict=True)}
    owned = {o: [text_hash(t) for t in one.texts] for o, one in zip(owners, every, strict=True)}
    with database.write() as tx:
        cache.store(tx, encoder.name, new, owned)
    known |= new
    return np.stack([np.frombuffer(known[key], dtype=np.float16) for key in keys]).astype(np.float32)


def _see_that_it_is_ours(database: Database, index: SearchIndex) -> None:
    epoch, generation = index.generation()
    with database.read() as tx:
        noted = projected(tx, "words")
    if noted is not None:
        then, count, read = [*noted.generation.split(":"), "", ""][:3]
        if then == epoch and int(count or 0) <= generation:
            if read != READING:
                _read_again(database, index)
            return
    number = mark_for_search(database)
    log.info("search index is filled anew: %d records", number)
    with database.write() as tx:
        _acknowledge(database, index, tx)


def _read_again(database: Database, index: SearchIndex) -> None:
    """Facets that are read from letters are read anew; texts and vectors stay as they are."""
    number = mark_for_search(database, ("item",), consumers=("words",))
    log.info("facets of %d petitions are read anew", number)
    with database.write() as tx:
        _acknowledge(database, index, tx)


def _acknowledge(database: Database, index: SearchIndex, tx: Tx) -> None:
    epoch, generation = index.generation()
    acknowledge(
        tx,
        "words",
        generation=f"{epoch}:{generation}:{READING}",
        database_uuid=database.uuid,
        now=datetime.now(UTC),
    )


def mark_for_search(
    database: Database, kinds: Sequence[str] = tuple(CORPUS_OF), *, consumers: Sequence[str] = CONSUMERS
) -> int:
    """How many records of these kinds were marked to be searched afresh: petitions, articles and packages."""
    number, last = 0, ""
    while True:
        with database.read() as tx:
            part = next(islice(iter_nodes(tx, WORKER, kinds, after=last, batch=5000), 1), [])
        if not part:
            return number
        with database.write() as tx:
            mark(tx, [one.id for one in part], lane="bulk", consumers=consumers)
        number, last = number + len(part), part[-1].id


def fill_beside(
    database: Database, index: SearchIndex, *, told: Callable[[int, int], None], encode: bool = False
) -> set[str]:
    """The records that still lack vectors after another index than the one in use was brought up to all records.

    What is there already stays. Marks are left alone: they are for the index in use. Vectors come from the records'
    cache, and from it alone unless those missing are to be made (`encode`); one made stays in the cache, so that
    filling that was cut off goes on. `told` hears how many records are done, of how many.
    """
    present: set[str] = set()
    lacking: set[str] = set()
    with database.read() as tx:
        entities = [one.id for part in iter_nodes(tx, WORKER, tuple(CORPUS_OF)) for one in part]
    for done, part in enumerate(chunks(entities, AT_ONCE), start=1):
        with database.read() as tx:
            found = {corpus: documents_of(tx, corpus, its) for corpus, its in by_corpus(part).items()}
        for corpus, documents in found.items():
            fresh = {e: its for e, its in documents.items() if not all(index.holds(corpus, d) for d in its)}
            if fresh:
                _put_words(index, corpus, fresh)
            put = _put_vectors if encode else _put_known_vectors
            lacking |= put(database, index, corpus, documents)
            present |= {document.id for its in documents.values() for document in its}
        told(min(done * AT_ONCE, len(entities)), len(entities))
    _drop_absent(index, present)
    return lacking


def _put_known_vectors(
    database: Database, index: SearchIndex, corpus: Corpus, documents: dict[str, list[Document]]
) -> set[str]:
    """Records with a document whose vectors nobody has made yet; those of the others are put into the index."""
    if (encoder := index.encoder_of(corpus)) is None:
        return set()
    texts = {d.id: pieces(d, titled=corpus != "articles").texts for its in documents.values() for d in its}
    with database.read() as tx:
        known = cache.cached(tx, encoder.name, {text_hash(text) for its in texts.values() for text in its})
    made = {id_ for id_, its in texts.items() if all(text_hash(text) in known for text in its)}
    whole = {e: its for e, its in documents.items() if all(d.id in made for d in its)}
    return (documents.keys() - whole.keys()) | _put_vectors(database, index, corpus, whole)


def _drop_absent(index: SearchIndex, present: Set[str]) -> None:
    for corpus in CORPORA:
        table = index.snapshot(corpus).table
        gone = [
            id_ for number, id_ in enumerate(table.ids[: table.count]) if table.alive[number] and id_ not in present
        ]
        if gone:
            index.delete(gone, corpus)
            index.compact(corpus)


def take_over(database: Database, index: SearchIndex, tx: Tx, lacking: Set[str]) -> None:
    """Makes `index` the one that marks are applied to; the records `lacking` vectors are marked to get theirs."""
    mark(tx, sorted(lacking), lane="bulk", consumers=("vectors",))
    _acknowledge(database, index, tx)


def rebuild_search(database: Database, index: SearchIndex) -> int:
    """How many records were marked after the index was deleted; the worker fills it again."""
    index.wipe()
    return mark_for_search(database)
