"""What the pages ask of the office about saved searches, one call each."""

from __future__ import annotations

from datetime import datetime

from casework import saved_searches as casework
from casework.saved_searches import Asks, Watched
from core.viewer import Viewer
from records.saved_searches import SavedSearch
from search.asking import Query
from search.filters import Filter
from ui.wiring import the_office


def keep(viewer: Viewer, query: Query, wanted: Filter, *, now: datetime) -> SavedSearch:
    """The search as it was saved for the person."""
    return casework.save(the_office(), viewer, Asks(query, wanted), now=now)


def watched(viewer: Viewer, *, now: datetime) -> list[Watched]:
    """The person's saved searches with what is new in each."""
    return casework.watched(the_office(), viewer, now=now)


def look(viewer: Viewer, id_: str, *, now: datetime) -> Watched:
    """One saved search with what is new in it, which is no longer new from now on."""
    return casework.look(the_office(), viewer, id_, now=now)


def remove(viewer: Viewer, id_: str) -> None:
    """Forgets a saved search."""
    casework.remove(the_office(), viewer, id_)


def filter_of(one: SavedSearch) -> Filter:
    """The filter a search was saved with."""
    return casework.filter_of_saved(one)
