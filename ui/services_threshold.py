"""What the threshold bench asks of the office: the next pair, what was said of it, the curve, the choice."""

from __future__ import annotations

from datetime import datetime

from casework import threshold
from casework.threshold import Bench
from core.viewer import Viewer
from records import search_changes
from records.search_changes import SearchChange
from ui.wiring import the_office


def bench(viewer: Viewer) -> Bench:
    """The bench as it stands."""
    return threshold.bench(the_office(), viewer)


def label(viewer: Viewer, pair: tuple[str, str], *, same: bool, now: datetime) -> str:
    """Keeps what the person says of the pair; the id under which it can be taken back."""
    return threshold.label(the_office(), viewer, pair, same=same, now=now).id


def choose(viewer: Viewer, floor: float, *, reason: str, now: datetime) -> SearchChange:
    """Switches the floor on unless it works worse and no reason is given."""
    return threshold.choose(the_office(), viewer, floor, reason=reason, now=now)


def undo(viewer: Viewer, *, reason: str, now: datetime) -> SearchChange:
    """Takes the last choice back."""
    return threshold.undo(the_office(), viewer, reason=reason, now=now)


def last_choice() -> SearchChange | None:
    """The floor this office chose and did not take back."""
    with the_office().database.read() as tx:
        return search_changes.in_effect(tx, threshold.KIND)
