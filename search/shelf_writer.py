"""Writing one corpus: words at once, vectors when they are made, each step published as a generation.

Files are written and synced first, the manifest last, so that a process killed anywhere leaves the last
published generation as it was; what it had begun is overwritten by the next writer.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from core.errors import PetitionGraphError, Unavailable
from core.words import Dictionary, index_terms
from search import dense
from search.document_log import Entry, read_log
from search.documents import Document, weighted_text
from search.encoder import Vectors
from search.growing import Owners, append_growing, read_growing
from search.lexical import WordEntry, WordIndex
from search.manifest import Identity, Manifest, Sealed, check, read_manifest, write_manifest
from search.table import Table, rewritten

SEAL_AT = 8192
"""Rows of the growing file that make it worth a sealed one; below, a plain product is as fast."""
MERGE_AT = 8
MERGE_BELOW = 100_000


class ShelfWriter:
    """Writes one corpus. Whatever fails leaves the last published generation as it was."""

    def __init__(self, folder: Path, identity: Identity, dictionary: Dictionary) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._identity = identity
        self._dictionary = dictionary
        known = read_manifest(folder)
        manifest = known or Manifest(
            database=identity.database, dictionary=identity.dictionary, epoch=secrets.token_hex(8)
        )
        check(manifest, identity, folder)
        if identity.encoder and not manifest.encoder:
            manifest = manifest.next(encoder=identity.encoder, dimension=identity.dimension)
        self._manifest = manifest
        self._table = self._read_table()
        self._words = WordIndex(folder / manifest.words, create=known is None)  # lost words are said, not begun anew
        self._words.open_for_writing(self._table.count)
        if manifest != known:
            write_manifest(folder, manifest)

    @property
    def table(self) -> Table:
        """The table as last published by this writer."""
        return self._table

    def close(self) -> None:
        """Gives the word index's lock back."""
        self._words.close()

    def apply(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> int:
        """How many documents were added, changed or removed; findable by words when this returns."""
        latest = {document.id: document for document in documents}
        terms = {i: index_terms(weighted_text(d.title, d.text), self._dictionary) for i, d in latest.items()}
        found = self._table.entries(list(latest.values()), [len(terms[i]) for i in latest])
        written = [entry for entry in found if entry is not None]
        dead = [self._table.dead(n) for n in self._numbers(gone) if self._table.ids[n] not in latest]
        if not written and not dead:
            return 0
        try:
            self._write(written, dead, terms)
        except BaseException:
            self._words.rollback()  # what was begun must not shine through
            self._table = self._read_table()
            raise
        return len(written) + len(dead)

    def _numbers(self, ids: Iterable[str]) -> list[int]:
        numbers = {self._table.number_of(i) for i in ids} - {-1}
        return sorted(n for n in numbers if self._table.alive[n])

    def _write(self, written: Sequence[Entry], dead: Sequence[Entry], terms: Mapping[str, list[str]]) -> None:
        table = self._table.with_entries([*written, *dead])
        self._words.remove(e.number for e in dead)
        self._words.put(
            WordEntry(number=e.number, terms=terms[e.id], codes=table.codes_at(e), day=e.day, until=e.until)
            for e in written
        )
        size = self._append_table([*written, *dead])
        self._words.commit()
        self._publish(self._manifest.next(table_bytes=size), table)

    def _read_table(self) -> Table:
        file = self._folder / self._manifest.table
        return Table().after(read_log(file, 0, self._manifest.table_bytes))

    def put_vectors(self, vectors: Mapping[str, tuple[str, Vectors]]) -> int:
        """How many documents got their vectors; each comes with the version of the text it was made from."""
        rows, owners = [], []
        for id_, (version, passages) in vectors.items():
            number = self._table.number_of(id_)
            if number < 0 or not self._table.alive[number] or self._table.versions[number] != version:
                continue
            rows.append(passages)
            owners.append(np.full((len(passages), 2), (number, self._table.counts[number]), dtype=np.int32))
        if not rows:
            return 0
        before = self._manifest
        append_growing(self._folder, before.growing, before.growing_rows, np.concatenate(rows), np.concatenate(owners))
        grown = before.growing_rows + sum(len(o) for o in owners)
        self._publish(before.next(growing_rows=grown), self._table)
        if grown >= SEAL_AT:
            self._seal()
        return len(rows)

    def _seal(self) -> None:
        before = self._manifest
        vectors, owners = read_growing(self._folder, before.growing, before.dimension, 0, before.growing_rows)
        mark = before.generation + 1
        sealed = [*before.sealed, dense.seal(self._folder, f"sealed-{mark}", vectors, owners)]
        small = [one for one in sealed if one.rows < MERGE_BELOW]
        if len(small) >= MERGE_AT:
            sealed = [one for one in sealed if one not in small] + self._merged(small, f"sealed-{mark}-merged")
        self._publish(before.next(sealed=tuple(sealed), growing=f"growing-{mark}", growing_rows=0), self._table)
        self._sweep()

    def _merged(self, several: Sequence[Sealed], name: str) -> list[Sealed]:
        """One sealed file with what lives in several; none when nothing does."""
        vectors, owners = self._living([dense.open_sealed(self._folder, o, self._manifest.dimension) for o in several])
        return [dense.seal(self._folder, name, vectors, owners)] if len(owners) else []

    def compact(self) -> None:
        """Rewrites table and vectors without anything of documents that are gone or said something else before."""
        before, mark = self._manifest, self._manifest.generation + 1
        sealed: list[Sealed] = []
        for place, one in enumerate(before.sealed):
            whole = len(self._living([dense.open_sealed(self._folder, one, before.dimension)])[1]) == one.rows
            sealed += [one] if whole else self._merged([one], f"sealed-{mark}-{place}")
        rows, growing = 0, f"growing-{mark}"
        if before.growing_rows:
            vectors, owners = read_growing(self._folder, before.growing, before.dimension, 0, before.growing_rows)
            vectors, owners = self._living([dense.Segment(owners, len(owners), growing=vectors)])
            rows = len(owners)
            append_growing(self._folder, growing, 0, vectors, owners)
        text = rewritten(self._table)
        table = f"documents-{mark}.jsonl"
        size = self._write_table(table, 0, text)
        self._publish(
            before.next(sealed=tuple(sealed), growing=growing, growing_rows=rows, table=table, table_bytes=size),
            self._table,
        )
        self._sweep()

    def _living(self, segments: Sequence[dense.Segment]) -> tuple[Vectors, Owners]:
        table = self._table
        vectors, owners = [], []
        for one in segments:
            numbers = one.owners[:, 0]
            rows = np.flatnonzero(table.alive[numbers] & (table.counts[numbers] == one.owners[:, 1]))
            vectors.append(one.take(rows))
            owners.append(one.owners[rows])
        return np.concatenate(vectors), np.concatenate(owners)

    def _append_table(self, entries: Sequence[Entry]) -> int:
        lines = "".join(entry.line() for entry in entries)
        return self._write_table(self._manifest.table, self._manifest.table_bytes, lines)

    def _write_table(self, name: str, start: int, lines: str) -> int:
        """The length of the log after `lines` were written from `start` on, over what an unfinished writing left."""
        file, data = self._folder / name, lines.encode("utf-8")
        try:
            with file.open("r+b" if file.exists() else "w+b") as stream:
                stream.seek(start)
                stream.truncate()
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise Unavailable(f"检索库写不进去：{error.strerror}", "请检查磁盘空间和文件夹权限") from error
        return start + len(data)

    def _publish(self, manifest: Manifest, table: Table) -> None:
        write_manifest(self._folder, manifest)
        self._manifest, self._table = manifest, table

    def _sweep(self) -> None:
        """Removes files that no manifest names; readers that mapped them keep them till they let go."""
        now = self._manifest
        named = {now.growing, now.table.removesuffix(".jsonl"), *(o.file.removesuffix(".faiss") for o in now.sealed)}
        for file in self._folder.iterdir():
            stem = file.name.partition(".")[0]
            if stem.startswith(("growing-", "sealed-", "documents-")) and stem not in named:
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    raise PetitionGraphError(f"旧的检索文件删不掉：{file}", "请检查文件夹权限") from error
