"""One corpus of the index: table, words and vectors together, in generations.

A reader takes a `Snapshot` for each request and keeps it; a writer builds the next generation beside it
and publishes it by replacing the manifest. Words come first, vectors when they are made.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import IndexMismatch
from search import dense
from search.document_log import read_log
from search.encoder import Vectors
from search.growing import Owners, read_growing
from search.lexical import WordIndex, WordSearch
from search.manifest import Identity, Manifest, check, read_manifest, stamp
from search.table import Table


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation: everything a request needs, unchanging."""

    manifest: Manifest
    table: Table
    words: WordSearch | None
    vectors: dense.VectorSearch
    average_length: float

    @property
    def missing_vectors(self) -> int:
        """Documents that are found by their words only, so far."""
        return int(self.table.alive[: self.table.count].sum()) - self.vectors.documents


class Shelf:
    """The folder of one corpus. Many readers; one writer, whose lock the index holds."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._folder = folder
        self._identity = identity
        self._lock = threading.Lock()
        self._seen: bytes | None = None
        self._word_index: WordIndex | None = None
        self._sealed: dict[str, dense.Segment] = {}
        self._growing: tuple[str, Vectors, Owners] = (
            "",
            np.empty((0, 0), np.float32),
            np.empty((0, 2), np.int32),
        )
        self._snapshot = Snapshot(
            self._fresh_manifest(),
            Table(),
            None,
            dense.VectorSearch((), np.zeros(0, np.bool_), np.zeros(0, np.int32)),
            1.0,
        )

    def _fresh_manifest(self) -> Manifest:
        mine = self._identity
        return Manifest(
            database=mine.database, encoder=mine.encoder, dimension=mine.dimension, dictionary=mine.dictionary
        )

    def snapshot(self) -> Snapshot:
        """The newest published generation. Raises IndexMismatch for a foreign or damaged folder."""
        while (now := stamp(self._folder)) != self._seen:
            with self._lock:
                try:
                    self._look(now)
                except IndexMismatch:
                    if stamp(self._folder) == now:
                        raise  # else a newer generation took the place of the one that was being read
        return self._snapshot

    def _look(self, now: bytes) -> None:
        manifest = read_manifest(self._folder)
        if manifest is not None and (self._seen is None or self._differs(manifest)):
            check(manifest, self._identity, self._folder)
            self._snapshot = self._load(manifest)
        self._seen = now

    def _differs(self, manifest: Manifest) -> bool:
        old = self._snapshot.manifest
        return (manifest.epoch, manifest.generation) != (old.epoch, old.generation)

    def _load(self, manifest: Manifest) -> Snapshot:
        old = self._snapshot.manifest
        if manifest.epoch != old.epoch:  # another folder under the same name: nothing that was read counts
            self._seen, self._word_index, self._sealed = None, None, {}
            self._growing = ("", np.empty((0, 0), np.float32), np.empty((0, 2), np.int32))
        grown = manifest.table == old.table and manifest.table_bytes >= old.table_bytes and self._seen is not None
        table, start = (self._snapshot.table, old.table_bytes) if grown else (Table(), 0)
        table = table.after(read_log(self._folder / manifest.table, start, manifest.table_bytes))
        if self._word_index is None or manifest.words != old.words:
            self._word_index = WordIndex(self._folder / manifest.words)
            self._word_index.search().probe()
        return self._put_together(manifest, table, self._word_index.search())

    def _put_together(self, manifest: Manifest, table: Table, words: WordSearch | None) -> Snapshot:
        alive = table.alive[: table.count]
        lengths = table.lengths[: table.count][alive]
        vectors = dense.VectorSearch(self._segments(manifest), alive, table.counts[: table.count])
        return Snapshot(manifest, table, words, vectors, float(lengths.mean()) if len(lengths) else 1.0)

    def _segments(self, manifest: Manifest) -> list[dense.Segment]:
        names = {one.file for one in manifest.sealed}
        self._sealed = {name: segment for name, segment in self._sealed.items() if name in names}
        for one in manifest.sealed:
            if one.file not in self._sealed:
                self._sealed[one.file] = dense.open_sealed(self._folder, one, manifest.dimension)
        found = [self._sealed[one.file] for one in manifest.sealed]
        return [*found, self._growing_segment(manifest)] if manifest.growing_rows else found

    def _growing_segment(self, manifest: Manifest) -> dense.Segment:
        name, vectors, owners = self._growing
        have = len(owners) if name == manifest.growing else 0
        more, theirs = read_growing(self._folder, manifest.growing, manifest.dimension, have, manifest.growing_rows)
        if have:
            more, theirs = np.concatenate([vectors, more]), np.concatenate([owners, theirs])
        self._growing = (manifest.growing, more, theirs)
        return dense.Segment(theirs, len(theirs), growing=more)
