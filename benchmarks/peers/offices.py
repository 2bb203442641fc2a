"""Our side: the offices the comparison is made in, the encoder all vectors come from, and an index built afresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.peers.corpus import GROUPS
from benchmarks.quality_offices import kept_office
from casework.office import Office
from core.settings import Settings
from core.viewer import WORKER
from records.nodes import iter_nodes
from records.transactions import chunks
from search.documents import Corpus as Kind
from search.documents import Document
from search.encoder import Encoder, OnnxEncoder, Vectors
from search.index import SearchIndex
from search.letters import assemble, pieces
from search.model import model_files
from search.projector import AT_ONCE, encoded
from search.sources import documents_of
from search.tuning import DEFAULT, Tuning

CACHE = Settings(home=Path.home()).cache / "peers"
OFFICE_OF = {"petitions": "teddy", "articles": "stard"}
ENTITY_OF: Mapping[Kind, str] = {"petitions": "item", "articles": "article"}


class Remembering:
    """The base encoder, which reads questions to the law as it reads passages; a text it knows costs nothing.

    The question model that comes with the product was trained on the questions asked here, so it is left out.
    """

    def __init__(self) -> None:
        files = model_files(Settings(home=Path.home()).cache)
        self._encoder: Encoder = OnnxEncoder(replace(files, questions=None, questions_sha256=""))
        self._known: dict[str, Vectors] = {}
        self.name, self.question_name = self._encoder.name, self._encoder.question_name
        self.dimension = self._encoder.dimension

    @property
    def letters(self) -> Encoder:
        """Letters are read with the same model."""
        return self

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, one row a text."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(unknown, self._encoder.encode_passages(unknown), strict=True)
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    encode_queries = encode_passages


@contextmanager
def office_of(kind: Kind) -> Iterator[Office]:
    """The office with the documents of this kind, built when the cache does not hold it yet."""
    with kept_office(OFFICE_OF[kind], CACHE / "offices") as office:
        yield office


def documents(
    office: Office, kind: Kind, size: int | None = None, first: frozenset[str] = frozenset()
) -> list[Document]:
    """The documents of the office by id; of `size` records those in `first` and then others by hash of id."""
    with office.database.read() as tx:
        entities = [one.id for one in chain.from_iterable(iter_nodes(tx, WORKER, (ENTITY_OF[kind],)))]
        entities.sort(key=lambda id_: (id_ not in first, crc32(id_.encode())))
        found = [
            d for part in chunks(entities[:size], AT_ONCE) for its in documents_of(tx, kind, part).values() for d in its
        ]
    return sorted(found, key=lambda document: document.id)


def vectors_of(office: Office, encoder: Encoder, kind: Kind, several: Sequence[Document]) -> list[Vectors]:
    """All vectors of each document, letter vector first, from the records' cache where they are there."""
    made: list[Vectors] = []
    for part in chunks(several, AT_ONCE):
        parts = [pieces(document, titled=kind != "articles") for document in part]
        made += assemble(parts, encoded(office.database, encoder, parts, [d.id.partition("@")[0] for d in part]))
    return made


def group_of(document: Document) -> int:
    """The group of the comparison's filter that a document is dealt into, 0 to 99."""
    return crc32(f"group {document.id}".encode()) % GROUPS


def grouped(document: Document) -> Document:
    """The document with its group as a tag (标签), a facet of the product."""
    return replace(document, facets={**document.facets, "tag": (f"g{group_of(document)}",)})


def fresh_index(
    office: Office, encoder: Encoder, folder: Path, kind: Kind, several: Sequence[tuple[Document, Vectors]]
) -> SearchIndex:
    """A new index of these documents, words and vectors in place."""
    index = SearchIndex(folder, encoder, office.database.uuid, dictionary=office.index.dictionary, tuning=unlearned())
    index.open_for_writing()
    for part in chunks(several, AT_ONCE):
        index.apply(kind, [document for document, _ in part])
        index.put_vectors(kind, {document.id: (document.version, rows) for document, rows in part})
    index.close()
    return index


def unlearned() -> Tuning:
    """The product's tuning without what was counted in the very questions asked here."""
    return replace(DEFAULT, articles=replace(DEFAULT.articles, parts=replace(DEFAULT.articles.parts, asked=0.0)))
