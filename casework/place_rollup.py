"""Where letters come from without a map (地点汇总): regions, towns, estates and projects, and repeats at one address.

A letter about an estate counts at the estate and once at its town, which the gazetteer names: a letter about two
estates of a town is one letter there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from casework.office import Office
from core.periods import Pair, Span
from core.viewer import Viewer
from records.database import Tx
from records.place_counts import PlaceCount, letters_at_places, letters_in_regions
from records.places import places

Level = Literal["region", "town", "place"]
LEVEL_LABELS: dict[str, str] = {"region": "区县", "town": "街道、镇", "place": "小区、村、路、项目"}
TOWNS = frozenset({"town", "community", "region"})
"""Kinds of places that others lie in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place with its letters in this period and the last; `town` is what it lies in."""

    level: Level
    name: str
    place_id: str
    town: str
    now: PlaceCount
    before: int

    @property
    def more(self) -> int:
        """Letters more than in the last period."""
        return self.now.letters - self.before


def rollup(
    office: Office, viewer: Viewer, pair: Pair, *, level: Level, town: str = "", code: str = ""
) -> list[PlaceRow]:
    """The places of a level, the most letters first; of one town only, or of one class only, when asked."""
    with office.database.read() as tx:
        inside = _parents(tx)
        now = _counts(tx, viewer, level, pair.this, code)
        before = {_key(one): one.letters for one in _counts(tx, viewer, level, pair.last, code)}
    rows = [
        PlaceRow(
            level=level,
            name=one.name,
            place_id=one.place_id,
            town=inside.get(one.place_id, ""),
            now=one,
            before=before.get(_key(one), 0),
        )
        for one in now
    ]
    kept = [row for row in rows if not town or town in (row.town, row.name)]
    return sorted(kept, key=lambda row: (-row.now.letters, -row.now.sides, row.name))


def _counts(tx: Tx, viewer: Viewer, level: Level, days: Span, code: str) -> list[PlaceCount]:
    if level == "region":
        return letters_in_regions(tx, viewer, days, code=code)
    found = letters_at_places(tx, viewer, days, code=code, by_town=level == "town")
    return [one for one in found if (one.kind in TOWNS) == (level == "town")]


def _key(one: PlaceCount) -> str:
    return one.place_id or one.name


def _parents(tx: Tx) -> dict[str, str]:
    """Place id → the name of the town it lies in."""
    known = {one.id: one for one in places(tx)}
    return {id_: known[one.parent].name for id_, one in known.items() if one.parent in known}
