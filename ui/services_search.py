"""What the search page asks of the office: precedents of a letter or an item, and the values one can filter by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.basis import CitedArticle
from core.petition import Unit
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from records.item_finding import EVERYTHING, facets
from records.units import units
from search.filters import Filter
from ui.wiring import the_office

MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A pasted letter or words, or the id of an item whose like is looked for."""

    text: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """One similar case: how it ended, on what basis, and why it was found; `parts` add up to `score`."""

    id: str
    number: str
    title: str
    letter: str
    reply: str
    class_label: str
    unit_name: str
    place: str
    outcome: str
    received: datetime | None
    concluded: datetime | None
    score: float
    parts: Mapping[str, float]
    why: str
    cited: tuple[CitedArticle, ...]

    @property
    def days(self) -> int | None:
        """Days from receipt to reply, or None where a date is missing."""
        if self.received is None or self.concluded is None:
            return None
        return (self.concluded.date() - self.received.date()).days


@dataclass(frozen=True, slots=True)
class Answer:
    """Concluded cases that are alike, best first, open ones apart; `nothing_similar` when none is close enough."""

    hits: tuple[Precedent, ...]
    also_open: tuple[Precedent, ...]
    nothing_similar: bool
    note: str = ""


def facet_values(viewer: Viewer, names: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Field → (value, label with count) of what occurs in the items the person may see, most frequent first."""
    with the_office().database.read() as tx:
        counted = {name: facets(tx, viewer, EVERYTHING, name, limit=MOST_VALUES) for name in names}
        known = units(tx) if "unit_id" in names else {}
    return {
        name: [(value, f"{_label(name, value, known)}（{count:,}）") for value, count in rows if value]
        for name, rows in counted.items()
    }


def _label(name: str, value: str, known: Mapping[str, Unit]) -> str:
    if name == "issue_code":
        return label_of(value) or value
    if name in ("state", "outcome", "channel"):
        return label(name, value) or value
    return known[value].name if value in known else value


def precedents(viewer: Viewer, question: Question, wanted: Filter, *, today: date) -> Answer:
    """Similar cases."""
    return Answer((), (), True)
