"""The table of documents of one corpus: ids, versions, coded facets and days, kept as an append-only log.

In memory it is columns of numbers, so that a filter becomes a bitmap in a fraction of a millisecond. A
document keeps its number for good; facets may change under it, text changes raise its version count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.viewer import Viewer
from search.document_log import Entry, Log
from search.documents import FACET_FIELDS, Document
from search.filters import CodedFilter, Filter

Numbers = NDArray[np.int32]
Bitmap = NDArray[np.bool_]
NO_DAY = np.int32(-1)
LATEST = np.int32(2**31 - 1)
_FIRST_ROOM = 1024


class Table:
    """Columns over document numbers. A published table is never changed: `with_entries` gives a new one."""

    def __init__(self) -> None:
        self.count = 0
        self.ids: list[str] = []
        self.numbers: dict[str, int] = {}
        self.versions: list[str] = []
        self.codes: dict[tuple[str, str], int] = {}
        self.named: list[tuple[str, str]] = []
        self.by_entity: dict[str, list[str]] = {}
        self.alive: Bitmap = np.zeros(_FIRST_ROOM, dtype=np.bool_)
        self.counts: Numbers = np.zeros(_FIRST_ROOM, dtype=np.int32)
        self.days: Numbers = np.full(_FIRST_ROOM, NO_DAY, dtype=np.int32)
        self.untils: Numbers = np.full(_FIRST_ROOM, LATEST, dtype=np.int32)
        self.lengths: Numbers = np.zeros(_FIRST_ROOM, dtype=np.int32)
        self.facets: dict[str, Numbers] = {n: np.full((_FIRST_ROOM, 1), -1, dtype=np.int32) for n in FACET_FIELDS}

    def after(self, log: Log) -> Table:
        """The table after a stretch of the log."""
        for name, value in log.codes:
            self.code(name, value)
        return self.with_entries(log.entries)

    def with_entries(self, entries: Iterable[Entry]) -> Table:
        """The table after `entries`; ids and codes are shared, since they are only ever added to."""
        fresh = Table.__new__(Table)
        fresh.count, fresh.ids, fresh.numbers = self.count, self.ids, self.numbers
        fresh.codes, fresh.named, fresh.by_entity = self.codes, self.named, self.by_entity
        fresh.versions = list(self.versions)
        fresh.alive, fresh.counts = self.alive.copy(), self.counts.copy()
        fresh.days, fresh.untils, fresh.lengths = self.days.copy(), self.untils.copy(), self.lengths.copy()
        fresh.facets = {name: column.copy() for name, column in self.facets.items()}
        for entry in entries:
            fresh._take(entry)
        return fresh

    def _take(self, entry: Entry) -> None:
        number = entry.number
        if number == self.count:
            self._make_room(number)
            if number == len(self.ids):
                self.ids.append(entry.id)
                self.numbers[entry.id] = number
                self.by_entity.setdefault(entry.id.partition("@")[0], []).append(entry.id)
            self.versions.append("")
            self.count += 1
        else:
            for column in self.facets.values():
                column[number] = -1
        self.versions[number] = entry.version
        self.alive[number], self.counts[number] = entry.alive, entry.texts
        self.days[number], self.untils[number], self.lengths[number] = entry.day, entry.until, entry.length
        for name, values in entry.facets:
            self._set_facet(name, number, values)

    def code(self, name: str, value: str) -> int:
        """The code of a facet value, a new one when it was not seen before."""
        known = self.codes.get((name, value))
        if known is None:
            known = self.codes[name, value] = len(self.named)
            self.named.append((name, value))
        return known

    def _set_facet(self, name: str, number: int, values: Sequence[str]) -> None:
        column = self.facets[name]
        if len(values) > column.shape[1]:
            wider = np.full((column.shape[0], len(values)), -1, dtype=np.int32)
            wider[:, : column.shape[1]] = column
            self.facets[name] = column = wider
        for place, value in enumerate(values):
            column[number, place] = self.code(name, value)

    def _make_room(self, number: int) -> None:
        if number < len(self.alive):
            return
        more = len(self.alive)
        self.alive = np.concatenate([self.alive, np.zeros(more, dtype=np.bool_)])
        self.counts = np.concatenate([self.counts, np.zeros(more, dtype=np.int32)])
        self.days = np.concatenate([self.days, np.full(more, NO_DAY, dtype=np.int32)])
        self.untils = np.concatenate([self.untils, np.full(more, LATEST, dtype=np.int32)])
        self.lengths = np.concatenate([self.lengths, np.zeros(more, dtype=np.int32)])
        for name, column in self.facets.items():
            room = np.full((more, column.shape[1]), -1, dtype=np.int32)
            self.facets[name] = np.concatenate([column, room])

    def number_of(self, id_: str) -> int:
        """The number of a document this state knows, dead or alive; -1 for others."""
        number = self.numbers.get(id_, -1)
        return number if number < self.count else -1

    def ids_of_entity(self, entity: str) -> list[str]:
        """Ids of documents ever made from a record: the record's own, or `<entity>@…`."""
        return [id_ for id_ in self.by_entity.get(entity, ()) if self.number_of(id_) >= 0]

    def entries(self, documents: Sequence[Document], lengths: Sequence[int]) -> list[Entry | None]:
        """For each document the log entry that brings the table to it; None where it is there already.

        `lengths` are the numbers of terms. An id may come only once.
        """
        found: list[Entry | None] = []
        fresh = self.count
        for document, length in zip(documents, lengths, strict=True):
            number = self.number_of(document.id)
            found.append(self._entry(document, length, fresh if number < 0 else number))
            fresh += number < 0
        return found

    def _entry(self, document: Document, length: int, number: int) -> Entry | None:
        facets = tuple((name, tuple(values)) for name, values in sorted(document.facets.items()) if values)
        day = document.day.toordinal() if document.day else int(NO_DAY)
        until = document.until.toordinal() if document.until else int(LATEST)
        if number >= self.count:
            return Entry(number, document.id, document.version, 1, True, day, until, length, facets)
        same_text = bool(self.alive[number]) and self.versions[number] == document.version
        count = int(self.counts[number]) + (not same_text)
        if same_text and (day, until) == (self.days[number], self.untils[number]) and self._has(number, facets):
            return None
        return Entry(number, document.id, document.version, count, True, day, until, length, facets)

    def _has(self, number: int, facets: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
        wanted = dict(facets)
        for name, column in self.facets.items():
            codes = [self.codes.get((name, value), -2) for value in wanted.get(name, ())]
            if [c for c in column[number].tolist() if c >= 0] != codes:
                return False
        return True

    def dead(self, number: int) -> Entry:
        """The entry that removes a document and everything it said."""
        count = int(self.counts[number]) + 1
        return Entry(number, self.ids[number], "", count, False, int(NO_DAY), int(LATEST), 0, ())

    def present(self, number: int) -> Entry:
        """The entry that says all this table knows of a document."""
        facets = tuple((name, values) for name in sorted(self.facets) if (values := self.values(name, number)))
        return Entry(
            number,
            self.ids[number],
            self.versions[number],
            int(self.counts[number]),
            bool(self.alive[number]),
            int(self.days[number]),
            int(self.untils[number]),
            int(self.lengths[number]),
            facets,
        )

    def coded(self, wanted: Filter, viewer: Viewer) -> CodedFilter:
        """The filter in this table's codes, with what the viewer may not see taken out."""
        groups = tuple(
            (name, tuple(sorted(self._codes_of(name, values, prefixed)))) for name, values, prefixed in wanted.wanted()
        )
        shown = tuple(sorted(n for i in viewer.assigned if (n := self.number_of(i)) >= 0))
        return CodedFilter(
            groups,
            wanted.date_from.toordinal() if wanted.date_from else None,
            wanted.date_to.toordinal() if wanted.date_to else None,
            wanted.as_of.toordinal() if wanted.as_of else None,
            None if viewer.sees_restricted else self.codes.get(("restricted", "1")),
            shown,
        )

    def _codes_of(self, name: str, values: Sequence[str], prefixed: bool) -> Iterable[int]:
        if not prefixed:
            return {self.codes[name, value] for value in values if (name, value) in self.codes}
        starts = tuple(values)
        return {c for (field, value), c in list(self.codes.items()) if field == name and value.startswith(starts)}

    def bitmap(self, wanted: CodedFilter) -> Bitmap:
        """Which document numbers the filter lets through, dead ones left out."""
        n = self.count
        keep: Bitmap = self.alive[:n].copy()
        for name, codes in wanted.groups:
            table = np.zeros(len(self.codes) + 1, dtype=np.bool_)
            table[list(codes)] = True
            keep &= table[self.facets[name][:n]].any(axis=1)
        if wanted.day_from is not None:
            keep &= self.days[:n] >= wanted.day_from
        if wanted.day_to is not None:
            keep &= (self.days[:n] <= wanted.day_to) & (self.days[:n] >= 0)
        if wanted.as_of is not None:
            keep &= (self.days[:n] <= wanted.as_of) & (self.days[:n] >= 0) & (self.untils[:n] > wanted.as_of)
        if wanted.hidden is not None:
            closed = (self.facets["restricted"][:n] == wanted.hidden).any(axis=1)
            closed[[s for s in wanted.shown if s < n]] = False
            keep &= ~closed
        return keep

    def facet_counts(self, name: str, keep: Bitmap) -> list[tuple[str, int]]:
        """How many of the kept documents have each value of a facet, most frequent first, ties by value."""
        column = self.facets[name][: len(keep)][keep]
        codes, counts = np.unique(column[column >= 0], return_counts=True)
        found = [(self.named[int(code)][1], int(count)) for code, count in zip(codes, counts, strict=True)]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def values(self, name: str, number: int) -> tuple[str, ...]:
        """The facet values of one document."""
        return tuple(self.named[c][1] for c in self.facets[name][number].tolist() if c >= 0)

    def with_value(self, name: str, value: str, numbers: Sequence[int]) -> list[bool]:
        """Which of the documents have a facet value."""
        code, column = self.codes.get((name, value), -2), self.facets[name]
        has: list[bool] = (column[np.asarray(numbers, dtype=np.int64)] == code).any(axis=1).tolist()
        return has

    def codes_at(self, entry: Entry) -> list[int]:
        """The codes of an entry's facets."""
        return [self.codes[name, value] for name, values in entry.facets for value in values]


def rewritten(table: Table) -> str:
    """The shortest log that gives the same table, codes first, since the word index holds them too."""
    head = json.dumps({"codes": table.named}, ensure_ascii=False, separators=(",", ":")) + "\n"
    return head + "".join(table.present(number).line() for number in range(table.count))
