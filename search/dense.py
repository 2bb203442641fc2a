"""The vectors of one corpus: FAISS exact scan in half precision over sealed files, and one growing file.

A row belongs to (document number, text count) and lives while the document's text count is still that one.
Sealed files are mapped into memory and never change; the growing file is only added to.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from core.errors import IndexMismatch, Unavailable
from search.distinct import distinct
from search.encoder import Vectors
from search.growing import Owners
from search.manifest import REBUILD, Sealed
from search.table import Bitmap, Numbers

faiss: Any = _faiss
"""Its type hints describe the C++ side, not the Python wrappers that are called here."""


SIDE_BY_SIDE = 300_000
"""Rows from which the files of a corpus are scanned on all cores: below, handing over costs what it saves. The answer
does not depend on the number of cores."""


_FEW = 8
"""Of so many rows at most one wanted: taking these out costs less than comparing all."""


@dataclass(frozen=True)
class Segment:
    """Rows with their owners; either a sealed FAISS index or an array of the growing file."""

    owners: Owners
    rows: int
    sealed: Any = None
    growing: Vectors | None = None

    def nearest(self, query: Vectors, mask: Bitmap, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Row numbers and inner products of the best rows let through by `mask`, best first."""
        if self.growing is not None:
            return _nearest_rows(self.growing[: self.rows], query, mask, limit)
        chosen = None if mask.all() else _only(mask)
        scores, rows = self.sealed.search(query[None, :], min(limit, self.rows), params=chosen)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def within(self, query: Vectors, mask: Bitmap, least: float) -> NDArray[np.int64]:
        """Row numbers let through by `mask` whose inner product is at least about `least`."""
        if self.growing is not None:
            return np.flatnonzero(mask & (self.growing[: self.rows] @ query >= least))
        _, _, rows = self.sealed.range_search(query[None, :], least, params=_only(mask))
        return np.asarray(rows, dtype=np.int64)

    @cached_property
    def _by_owner(self) -> tuple[NDArray[np.int64], Numbers]:
        order = np.argsort(self.owners[:, 0], kind="stable")
        return order, self.owners[order, 0]

    def rows_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """All rows, living and dead, of documents with these numbers, which are sorted; rows ascend."""
        order, owners = self._by_owner
        begins = np.searchsorted(owners, numbers)
        several = np.searchsorted(owners, numbers, side="right") - begins
        within = np.arange(several.sum()) - np.repeat(np.cumsum(several) - several, several)
        return np.sort(order[np.repeat(begins, several) + within])

    def rows_for(self, documents: int) -> int:
        """How many of the best rows will usually be of so many documents."""
        return documents + math.ceil(2 * documents * (self._passages - 1))

    @cached_property
    def _passages(self) -> float:
        return self.rows / len(np.unique(self.owners[:, 0]))

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, float32."""
        if self.growing is not None:
            return self.growing[rows]
        taken: Vectors = self.sealed.reconstruct_batch(rows)
        return taken


def _nearest_rows(vectors: Vectors, query: Vectors, mask: Bitmap, limit: int) -> tuple[NDArray[np.int64], Vectors]:
    if mask.all():
        rows, scores = None, vectors @ query
    else:
        rows = np.flatnonzero(mask)
        few = len(rows) * _FEW < len(vectors)
        scores = vectors[rows] @ query if few else (vectors @ query)[rows]
    best = np.argpartition(scores, -limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
    return (best if rows is None else rows[best]), scores[best]


def _only(mask: Bitmap) -> Any:  # noqa: ANN401 - faiss has types for its C++ side alone
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little")))


class VectorSearch:
    """One unchanging state of a corpus's vectors against one state of its table."""

    def __init__(self, segments: Sequence[Segment], alive: Bitmap, counts: Numbers) -> None:
        self._segments = [s for s in segments if s.rows]
        self._live = [_live(s, alive, counts) for s in self._segments]
        self._starts = np.cumsum([0, *(s.rows for s in self._segments)])
        self._first = self._first_rows(len(alive))

    def _first_rows(self, documents: int) -> NDArray[np.int64]:
        first = np.full(documents, -1, dtype=np.int64)
        for start, segment, live in reversed(list(zip(self._starts, self._segments, self._live, strict=False))):
            rows = np.flatnonzero(live)[::-1]
            first[segment.owners[rows, 0]] = rows + start
        return first

    @property
    def documents(self) -> int:
        """Documents that have a vector of their present text."""
        return int((self._first >= 0).sum())

    @property
    def dead_rows(self) -> int:
        """Rows whose document is gone or says something else now."""
        return int(sum(len(live) - live.sum() for live in self._live))

    def has(self, number: int) -> bool:
        """True when the document has a vector of its present text."""
        return number < len(self._first) and bool(self._first[number] >= 0)

    def top(self, query: Vectors, allowed: Bitmap, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Numbers and cosines of the `limit` documents with the nearest passages among the allowed ones, best first.

        The last digits of a cosine depend on the file it comes from; `similarity` gives it exactly.
        """
        everything = bool(allowed.all())

        def scan(segment: Segment, live: Bitmap) -> tuple[Numbers, Vectors]:
            mask = live if everything else live & allowed[np.minimum(segment.owners[:, 0], len(allowed) - 1)]
            return _documents(segment, query, mask, limit)

        mapped = map if self._starts[-1] < SIDE_BY_SIDE else _scanners().map
        found = list(mapped(scan, self._segments, self._live))
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        numbers = np.concatenate([one for one, _ in found]).astype(np.int64)
        scores = np.concatenate([one for _, one in found])
        order = np.lexsort((numbers, -scores))
        _, first = np.unique(numbers[order], return_index=True)
        best = order[np.sort(first)[:limit]]
        return numbers[best], scores[best]

    def within(self, query: Vectors, allowed: Bitmap, least: float) -> NDArray[np.int64]:
        """Numbers of all allowed documents with a passage at least about this near; their exact figure may be less."""
        found = [
            segment.owners[
                segment.within(query, live & allowed[np.minimum(segment.owners[:, 0], len(allowed) - 1)], least), 0
            ]
            for segment, live in zip(self._segments, self._live, strict=True)
        ]
        return np.unique(np.concatenate(found)).astype(np.int64) if found else np.empty(0, dtype=np.int64)

    def similarity(self, query: Vectors, numbers: NDArray[np.int64]) -> dict[int, float]:
        """Cosine of the nearest passage of each document that has vectors; the same figure wherever its rows lie."""
        numbers = distinct(numbers)
        best = np.full(len(numbers), -2.0, dtype=np.float32)
        for segment, live in zip(self._segments, self._live, strict=True):
            rows = segment.rows_of(numbers)
            rows = rows[live[rows]]
            if len(rows):
                # a sum row by row, since a matrix product's last bits depend on the rows beside
                places = np.searchsorted(numbers, segment.owners[rows, 0])
                np.maximum.at(best, places, (segment.take(rows) * query).sum(axis=1))
        known = np.flatnonzero(best > -2.0)
        return dict(zip(numbers[known].tolist(), best[known].tolist(), strict=True))

    def letters(self, numbers: Sequence[int]) -> tuple[Vectors, Bitmap]:
        """The first vector of each document, zeros where there is none, and which documents have one."""
        dimension = self._segments[0].take(np.array([0])).shape[1] if self._segments else 1
        found = np.zeros((len(numbers), dimension), dtype=np.float32)
        rows = np.array([self._first[n] if 0 <= n < len(self._first) else -1 for n in numbers], dtype=np.int64)
        for start, segment in zip(self._starts, self._segments, strict=False):
            here = (rows >= start) & (rows < start + segment.rows)
            if here.any():
                found[here] = segment.take(rows[here] - start)
        return found, rows >= 0


@lru_cache(maxsize=1)
def _scanners() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="scan")


def _live(segment: Segment, alive: Bitmap, counts: Numbers) -> Bitmap:
    numbers, of_text = segment.owners[:, 0], segment.owners[:, 1]
    known = numbers < len(alive)
    at = np.where(known, numbers, 0)
    live: Bitmap = known & alive[at] & (counts[at] == of_text) if len(alive) else known & False
    return live


def _documents(segment: Segment, query: Vectors, mask: Bitmap, limit: int) -> tuple[Numbers, Vectors]:
    """Owners and scores of the best rows, until they cover `limit` documents or all allowed rows are seen."""
    allowed, rows_wanted = int(mask.sum()), segment.rows_for(limit)
    while allowed:
        rows, scores = segment.nearest(query, mask, rows_wanted)
        numbers = segment.owners[rows, 0]
        if len(rows) >= allowed or len(distinct(numbers)) >= limit:
            return numbers, scores
        rows_wanted *= 2
    return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)


def open_sealed(folder: Path, sealed: Sealed, dimension: int) -> Segment:
    """A sealed file, mapped into memory. Raises IndexMismatch when it is missing or not whole."""
    file = folder / sealed.file
    try:
        index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
        owners = np.load(file.with_suffix(".owners.npy"))
    except (RuntimeError, OSError, ValueError) as error:
        raise IndexMismatch(f"检索库的向量文件打不开：{file}", REBUILD) from error
    if index.ntotal != sealed.rows or len(owners) != sealed.rows or index.d != dimension:
        raise IndexMismatch(f"检索库的向量文件不完整：{file}", REBUILD)
    return Segment(owners, sealed.rows, sealed=index)


def seal(folder: Path, name: str, vectors: Vectors, owners: Owners) -> Sealed:
    """Writes rows as a sealed file, complete under its name or not there at all."""
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    file = folder / f"{name}.faiss"
    try:
        faiss.write_index(index, f"{file}.new")
        with file.with_suffix(".owners.npy").open("wb") as stream:
            np.save(stream, owners)
            os.fsync(stream.fileno())
        with Path(f"{file}.new").open("rb") as stream:
            os.fsync(stream.fileno())
        Path(f"{file}.new").replace(file)
    except (RuntimeError, OSError) as error:
        raise Unavailable(f"检索库写不进去：{error}", "请检查磁盘空间和文件夹权限") from error
    return Sealed(file.name, len(owners))


CELLS, CELLS_LOOKED_AT = 512, 24
_EACH, _ROUNDS = 40, 10
"""Vectors a cell is learned from, and how often the cells are shifted."""


def nearest_by_cells(vectors: Vectors, k: int) -> Callable[[NDArray[np.int64]], tuple[NDArray[np.int64], Vectors]]:
    """A question for the `k` nearest of some rows, those that share or border on a cell: columns (-1: none), cosines.

    The cells are learned from the vectors with a fixed seed; threads may ask side by side.
    """
    cells = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFFlat(cells, vectors.shape[1], CELLS, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = _ROUNDS
    step = max(1, len(vectors) // (CELLS * _EACH))
    index.train(np.ascontiguousarray(vectors[::step]))
    index.add(vectors)
    index.nprobe = CELLS_LOOKED_AT

    def ask(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Vectors]:
        cosines, columns = index.search(vectors[rows], k)
        return columns, cosines

    return ask
