"""What looking for common issues in a part of the letters asks of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.common_issues import discover_within
from core.taxonomy import classes, path_of
from core.viewer import Viewer
from issues.common_issue import Discovery
from records.item_finding import ItemFilter, count_items
from records.units import units
from ui.wiring import the_office

MOST = 5000
"""Letters a page looks through at once, a few seconds' work; more are a command's."""


def letters_in(viewer: Viewer, wanted: ItemFilter) -> int:
    """How many letters are in the selection."""
    with the_office().database.read() as tx:
        return count_items(tx, viewer, wanted)


def found_in(viewer: Viewer, wanted: ItemFilter, *, as_of: date) -> Discovery:
    """The events and patterns among them."""
    return discover_within(the_office(), viewer, wanted, today=as_of)


def unit_choices() -> Mapping[str, str]:
    """Unit id → name, by name."""
    with the_office().database.read() as tx:
        own = units(tx)
    return dict(sorted(((one.id, one.name) for one in own.values()), key=lambda pair: pair[1]))


def class_choices() -> Mapping[str, str]:
    """Code → label of the first two levels of the taxonomy."""
    return {code: one.label if one.level == 1 else path_of(code) for code, one in classes().items() if one.level < 3}
