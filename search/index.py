"""The search index of an office (检索库): three corpora, words and vectors, one encoder, one database.

Readers may be many, in any process; the worker alone writes, after `open_for_writing`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import Unavailable
from core.viewer import Viewer
from core.words import EMPTY, Dictionary, index_terms
from search.documents import CORPORA, Corpus, Document, split_title, weighted_text
from search.encoder import Encoder, Vectors
from search.filters import EVERYTHING, Filter
from search.letters import law_question_vector, question_vector
from search.locking import Lock
from search.manifest import NAME, Identity
from search.matching import Counts, above_floor, facet_counts
from search.nearest import nearest_among
from search.ranking import Match, Question, Weights, search
from search.shelf import Shelf, Snapshot
from search.shelf_writer import ShelfWriter
from search.tuning import DEFAULT, Tuning

PROBES = ("小区停水三天没人管", "住宅区断水多日无人处理", "拖欠农民工工资")
"""A text, one that says the same in other words, one that does not: a sound encoder tells them apart."""


@dataclass(frozen=True, slots=True)
class State:
    """How far one corpus is: documents found by words, those still without a vector, and the generation."""

    documents: int
    missing_vectors: int
    generation: int


class SearchIndex:
    """An index folder. Opening it reads nothing; each search reads the newest generation.

    Raises IndexMismatch (on first use) for a folder of another database, encoder or dictionary.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder | None,
        database_uuid: str,
        *,
        dictionary: Dictionary = EMPTY,
        tuning: Tuning = DEFAULT,
    ) -> None:
        self.folder = Path(folder)
        self.encoder = encoder
        self.dictionary = dictionary
        self.tuning = tuning
        self._identities = {corpus: self._identity(database_uuid, corpus) for corpus in CORPORA}
        self._shelves = self._fresh_shelves()
        self._writers: dict[Corpus, ShelfWriter] = {}
        self._lock = Lock(self.folder / "writer.lock")

    def tuned(self, tuning: Tuning) -> SearchIndex:
        """The same index, its writers included, with answers ordered by `tuning`."""
        other = copy(self)
        other.tuning = tuning
        return other

    def encoder_of(self, corpus: Corpus) -> Encoder | None:
        """What makes the vectors of a corpus: letters may have a model of their own."""
        return self.encoder.letters if self.encoder and corpus == "petitions" else self.encoder

    def _identity(self, database_uuid: str, corpus: Corpus) -> Identity:
        encoder = self.encoder_of(corpus)
        name, dimension = (encoder.name, encoder.dimension) if encoder else ("", 0)
        return Identity(database_uuid, name, dimension, self.dictionary.version)

    def _fresh_shelves(self) -> dict[Corpus, Shelf]:
        return {corpus: Shelf(self.folder / corpus, self._identities[corpus]) for corpus in CORPORA}

    def open_for_writing(self) -> None:
        """Takes the writer's place; does nothing when it is ours already. Unavailable while another holds it."""
        if self._writers:
            return
        self._lock.take()
        try:
            for corpus in CORPORA:
                self._writers[corpus] = ShelfWriter(self.folder / corpus, self._identities[corpus], self.dictionary)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Gives the writer's place back; reading goes on working."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
        self._lock.release()

    def reload(self) -> None:
        """Looks for a newer generation now; searches also do so by themselves."""
        for corpus in CORPORA:
            self.snapshot(corpus)

    def snapshot(self, corpus: Corpus = "petitions") -> Snapshot:
        """The newest generation of a corpus."""
        return self._shelves[corpus].snapshot()

    def state(self, corpus: Corpus = "petitions") -> State:
        """How far the corpus is."""
        now = self.snapshot(corpus)
        alive = int(now.table.alive[: now.table.count].sum())
        return State(alive, now.missing_vectors, now.manifest.generation)

    def self_test(self) -> None:
        """Returns when words are cut and found and meaning is told apart; raises IndexMismatch or Unavailable."""
        if not {"物业", "停水"} <= set(self.terms("物业停水")):
            raise Unavailable("分词自检没有通过：“物业停水”没有切出“停水”", "请重新安装依赖：make setup")
        for corpus in CORPORA:
            words = self.snapshot(corpus).words
            if words is not None:
                words.probe()
        for encoder in dict.fromkeys((self.encoder, self.encoder_of("petitions"))):
            if encoder is None:
                continue
            asked, near, far = encoder.encode_passages(PROBES)
            if not float(asked @ near) > float(asked @ far):
                raise Unavailable(
                    "语义模型自检没有通过：分不清相似与不相似的句子", "请运行：python cli.py doctor --fix"
                )

    def compact(self, corpus: Corpus = "petitions") -> None:
        """Rewrites the corpus without what is gone; what was erased is then in none of its vectors and lists."""
        self._writer(corpus).compact()

    def generation(self) -> tuple[str, int]:
        """Which folder this is and how many times it was written; acknowledged by the projector."""
        manifests = [self.snapshot(corpus).manifest for corpus in CORPORA]
        return "".join(m.epoch for m in manifests), sum(m.generation for m in manifests)

    def apply(self, corpus: Corpus, documents: Iterable[Document], gone: Iterable[str] = ()) -> int:
        """How many documents were added, changed or removed; found by words when this returns."""
        return self._writer(corpus).apply(documents, gone)

    def delete(self, ids: Iterable[str], corpus: Corpus = "petitions") -> int:
        """How many documents were there and are gone."""
        return self.apply(corpus, (), ids)

    def ids_from(self, corpus: Corpus, entity: str) -> list[str]:
        """Ids of the documents made from a record: its own, or one a version or member (`<entity>@…`)."""
        table = self._writer(corpus).table
        return [i for i in table.ids_of_entity(entity) if table.alive[table.number_of(i)]]

    def holds(self, corpus: Corpus, document: Document) -> bool:
        """True when the document is there with this very text."""
        table = self._writer(corpus).table
        number = table.number_of(document.id)
        return number >= 0 and bool(table.alive[number]) and table.versions[number] == document.version

    def has_vectors(self, corpus: Corpus, document: Document) -> bool:
        """True when the document's present text has vectors."""
        now = self.snapshot(corpus)
        number = now.table.number_of(document.id)
        return number >= 0 and now.vectors.has(number)

    def put_vectors(self, corpus: Corpus, vectors: Mapping[str, tuple[str, Vectors]]) -> int:
        """How many documents got vectors (id → text version, rows); others have changed meanwhile and wait."""
        return self._writer(corpus).put_vectors(vectors)

    def _writer(self, corpus: Corpus) -> ShelfWriter:
        if corpus not in self._writers:
            raise Unavailable("检索库没有以写入方式打开", "只有后台任务写检索库，请运行：python cli.py work")
        return self._writers[corpus]

    def question(
        self, text: str, *, title: str = "", exclude: Iterable[str] = (), corpus: Corpus = "petitions"
    ) -> Question:
        """A question ready to be put to a corpus; a pasted letter's short first line is taken as its title."""
        own_title, body = (title, text) if title else split_title(text)
        terms = self.terms(weighted_text(own_title, body))
        read = question_vector if corpus == "petitions" else law_question_vector
        vector = (
            read(self.encoder, Document(id="", title=own_title, text=body)) if self.encoder and text.strip() else None
        )
        return Question(terms=terms, vector=vector, exclude=frozenset(exclude))

    def terms(self, text: str) -> tuple[str, ...]:
        """The terms of a text as this index cuts it."""
        return tuple(index_terms(text, self.dictionary))

    def search(
        self,
        question: Question,
        viewer: Viewer,
        *,
        wanted: Filter = EVERYTHING,
        k: int = 10,
        snapshot: Snapshot | None = None,
        corpus: Corpus = "petitions",
    ) -> list[Match]:
        """The `k` best documents of the newest, or the given, generation, best first; see `search.ranking`."""
        now = snapshot or self.snapshot(corpus)
        return search(now, question, wanted, viewer, weights=self.weights(corpus), k=k)

    def facets(
        self,
        names: Sequence[str],
        viewer: Viewer,
        *,
        wanted: Filter = EVERYTHING,
        questions: Sequence[Question] = (),
        snapshot: Snapshot | None = None,
    ) -> Counts:
        """Field → (value, count) over the petitions that fulfil the filter and the viewer may see; see `facet_counts`.

        With questions only petitions above the floor of one of them are counted, so that counts follow the query.
        """
        now = snapshot or self.snapshot("petitions")
        seen = now.table.coded(EVERYTHING, viewer)
        matched = above_floor(now, questions, seen, self.tuning.petitions) if questions else now.table.bitmap(seen)
        return facet_counts(now, matched, wanted, viewer, names)

    def weights(self, corpus: Corpus) -> Weights:
        """The calibrated weights of a corpus; words alone while there is no encoder."""
        return self.tuning.of(corpus).weights if self.encoder else Weights(0.0, 1.0)

    def vectors(self, ids: Sequence[str], corpus: Corpus = "petitions") -> Vectors:
        """Letter vectors, shape (n, 512), unit length; a row of zeros where a document has none yet."""
        now = self.snapshot(corpus)
        rows, _ = now.vectors.letters([now.table.number_of(i) for i in ids])
        return rows

    def nearest_within(
        self, ids: Sequence[str], k: int, corpus: Corpus = "petitions"
    ) -> tuple[NDArray[np.int64], Vectors]:
        """For each document its `k` nearest among `ids`, itself left out: positions and cosines, shape (n, k)."""
        return nearest_among(self.vectors(ids, corpus), k)

    def wipe(self) -> None:
        """Deletes the whole index; everything must be marked afresh afterwards. Unavailable while it is written."""
        self.close()
        self._lock.take()
        for corpus in CORPORA:
            (self.folder / corpus / NAME).unlink(missing_ok=True)  # first: readers stay with what they have mapped
            shutil.rmtree(self.folder / corpus, ignore_errors=True)
        self._lock.release()
        self._shelves.update(self._fresh_shelves())  # in place: indexes tuned otherwise read the same shelves
