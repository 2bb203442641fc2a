"""The worker's watch over new letters: within seconds each waits at the known issue it looks like a member of.

No discovery is run. The book of members is made after each discovery or decision and then asked for every letter;
letters are looked at once search holds their vectors. What nobody knows yet is left to the next discovery.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from casework.office import Office
from core.viewer import WORKER
from issues.joining import Book, make_book, propose
from issues.known import read_groups
from issues.reading import read_letters
from records import marks
from records.database import Tx
from records.issue_arrivals import Arriving, drop_arrivals, put_arrivals
from records.issue_life import issues_stamp
from records.issues import member_ids
from records.item_finding import ItemFilter
from records.marks import Mark
from search.index import SearchIndex

AT_ONCE = 200
LOOK_EVERY = 0.5
REST = 10
"""Seconds between looks, or so many times as long as a look took: while an import runs a look is long."""


class IssueWatch:
    """Called again and again by the worker; looks at letters that came or changed."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._book: Book | None = None
        self._stamp = self._seen = ""
        self._next = 0.0

    def __call__(self) -> int:
        """How many letters were looked at; 0 until it is time to look again."""
        begun = time.monotonic()
        if begun < self._next:
            return 0
        with self._office.database.read() as tx:
            ready = marks.take_ready(tx, "issues", AT_ONCE, behind=self._before())
            stamp = issues_stamp(tx)
        index = self._office.index
        reads = index.encoder_of("petitions")
        stamp = f"{stamp} {reads.name if reads else ''}"  # vectors of two models are not compared
        self._next = begun + max(LOOK_EVERY, REST * (time.monotonic() - begun))
        quiet, self._seen = stamp == self._seen, stamp
        if stamp != self._stamp and (ready or quiet):
            self._book, self._stamp = self._new_book(index), stamp
        if ready:
            self._keep(ready, self._propose(index, [one.entity for one in ready]))
        return len(ready)

    def _before(self) -> tuple[str, ...]:
        """What a letter waits for first: its words, and its vector where there is a model."""
        return ("words", "vectors") if self._office.encoder is not None else ("words",)

    def _new_book(self, index: SearchIndex) -> Book | None:
        with self._office.database.read() as tx:
            known = read_groups(tx, WORKER)
            letters = read_letters(tx, WORKER, ItemFilter(ids=known.items)).letters if known.items else ()
        if not letters:
            return None
        groups = known.at({letter.id: row for row, letter in enumerate(letters)})
        return make_book(letters, index.vectors([one.id for one in letters]), groups)

    def _propose(self, index: SearchIndex, entities: Sequence[str]) -> list[Arriving]:
        items = [one for one in entities if one.startswith("item:")]
        if self._book is None or not items:
            return []
        with self._office.database.read() as tx:
            members = member_ids(tx, items)
            new = tuple(sorted(set(items) - members))
            letters = read_letters(tx, WORKER, ItemFilter(ids=new)).letters if new else ()
        vectors = index.vectors([one.id for one in letters])
        return [
            Arriving(issue_id=one.issue_id, item_id=one.item_id, reason=one.reason, score=one.score)
            for one in propose(self._book, letters, vectors)
        ]

    def _keep(self, looked_at: Sequence[Mark], found: Sequence[Arriving]) -> None:
        with self._office.database.write() as tx:
            drop_arrivals(tx, [one.entity for one in looked_at])
            put_arrivals(tx, _still_there(tx, found), now=self._office.now())
            marks.clear_marks(tx, "issues", looked_at)


def _still_there(tx: Tx, found: Sequence[Arriving]) -> list[Arriving]:
    """Without letters that became members meanwhile."""
    members = member_ids(tx, [one.item_id for one in found])
    return [one for one in found if one.item_id not in members]
