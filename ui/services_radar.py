"""What the page of lists for policy staff asks of the office: bursts, several units, opposite outcomes, places."""

from __future__ import annotations

from casework.consistency import Inconsistent, inconsistent
from casework.cross_unit import CrossUnit, cross_unit
from casework.issue_bursts import Bursts, bursts
from casework.issue_periods import Chosen
from casework.place_rollup import Level, PlaceRow, rollup
from core.periods import Pair
from core.viewer import Viewer
from ui.wiring import the_office


def unusual(viewer: Viewer, *, level: str) -> Bursts:
    """Issues of a level against what was to be expected."""
    office = the_office()
    return bursts(office, viewer, level=level, as_of=office.today())


def several_units(viewer: Viewer, *, level: str) -> list[CrossUnit]:
    """Issues whose letters lie with several units, most returns first."""
    return cross_unit(the_office(), viewer, level=level)


def opposite(viewer: Viewer) -> list[Inconsistent]:
    """Near-identical cases with opposite outcomes, across places, units or time."""
    return inconsistent(the_office(), viewer)


def by_place(viewer: Viewer, chosen: Chosen, *, level: Level, town: str) -> tuple[Pair, list[PlaceRow]]:
    """The places of a level in the chosen period against the one before, and which periods these are."""
    office = the_office()
    pair = chosen.pair(office.today())
    return pair, rollup(office, viewer, pair, level=level, town=town)
