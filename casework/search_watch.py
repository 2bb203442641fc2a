"""The worker's watch over saved searches: once something was indexed they are asked again, a few at a time.

What is new then stands in the records, and a list of saved searches is shown without asking any of them. While an
import changes the index again and again it waits, but never for long.
"""

from __future__ import annotations

import time
from collections import deque

from casework import saved_searches as searches
from casework.office import Office
from records import saved_searches as stored

LOOK_EVERY = 5.0
AT_LEAST_EVERY = 60.0
"""Seconds between looks at the index, and how long an index that never rests may put the searches off."""
AT_ONCE = 1.0
REST = 4.0
"""Seconds of searching before the other work has its turn, and so many times as long a rest."""


class SearchWatch:
    """Called again and again by the worker; asks the saved searches of every person after the index has changed."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._waiting: deque[stored.SavedSearch] = deque()
        self._next = self._asked = 0.0
        self._asked_of = self._seen = ""

    def __call__(self) -> int:
        """How many searches were asked; 0 until it is time to look again."""
        begun = time.monotonic()
        if begun < self._next:
            return 0
        if not self._waiting:
            self._next = begun + LOOK_EVERY
            self._look(begun)
        done = 0
        while self._waiting and time.monotonic() < begun + AT_ONCE:
            searches.ask_for_its_person(self._office, self._waiting.popleft())
            done += 1
        if done:
            self._next = time.monotonic() + REST * (time.monotonic() - begun)
        return done

    def _look(self, moment: float) -> None:
        """Finds out whether it is time to ask all searches again: the index is another, and rests or changed long."""
        with self._office.database.read() as tx:
            kept = stored.every_saved_search(tx)
        if not kept:
            return
        now = searches.made_with(self._office)
        quiet, self._seen = now == self._seen, now
        if now != self._asked_of and (quiet or moment >= self._asked + AT_LEAST_EVERY):
            self._waiting.extend(one for one in kept if one.made_with != now)
            self._asked_of, self._asked = now, moment
