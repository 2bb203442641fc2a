"""The product's events among the letters (共性问题), vectors at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.offices import office_of
from benchmarks.peers.topics import Find, Groups
from core.viewer import WORKER
from issues.discovery import discover
from records.item_finding import EVERYTHING

PACKAGES = ("faiss-cpu", "rjieba")
SETUP = "`issues.discovery` with its defaults: events, then patterns above them; only the events are compared"


@contextmanager
def finder(corpus: Corpus) -> Iterator[Mapping[str, Find]]:
    """Events of the office the letters come from."""
    with office_of("petitions") as office:
        place_of = {id_: place for place, id_ in enumerate(corpus.ids)}

        def events() -> Groups:
            found = discover(office.database, office.index, WORKER, EVERYTHING, as_of=office.today())
            return [[place_of[id_] for id_ in event.item_ids] for event in found.events]

        yield {"as it comes": events}
