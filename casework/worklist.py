"""The work list (工作台): open cases by due date, with the days that are left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from casework.office import Office
from core.petition import Item
from core.taxonomy import label_of
from core.viewer import Viewer
from records.item_finding import ItemFilter, count_items, find_items
from records.units import unit_names

Due = Literal["all", "overdue", "soon", "none"]
SOON = 7
"""Days before the due date from which a case is shown as due soon; ours to choose, not from a rule."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One open case of the list."""

    item: Item
    days_left: int | None
    unit_name: str
    class_label: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """A page of open cases and how many there are of each sort."""

    rows: tuple[WorkRow, ...]
    total: int
    overdue: int
    soon: int


def work_list(
    office: Office, viewer: Viewer, *, today: date, unit: str = "", due: Due = "all", page: tuple[int, int] = (50, 0)
) -> WorkList:
    """Open cases the viewer may see, earliest due first; `page` is (limit, offset).

    Overdue means today is after the due date; the due date itself is in time (BR-06).
    """
    opened = ItemFilter(concluded=False, units=(unit,) if unit else ())
    late = replace(opened, due_to=today - timedelta(days=1))
    near = replace(opened, due_from=today, due_to=today + timedelta(days=SOON))
    chosen = {"all": opened, "overdue": late, "soon": near}.get(due, opened)
    limit, offset = page
    with office.database.read() as tx:
        found = find_items(tx, viewer, chosen, order="due", limit=limit, offset=offset)
        names = unit_names(tx, {item.unit_id for item in found})
        counts = [count_items(tx, viewer, one) for one in (chosen, late, near)]
    rows = tuple(
        WorkRow(
            item,
            days_left(item, today),
            names.get(item.unit_id, item.unit_text),
            label_of(item.issue_code) if item.issue_code else "",
        )
        for item in found
    )
    return WorkList(rows, *counts)


def days_left(item: Item, today: date) -> int | None:
    """Days until the due date, negative when it has passed; None without one or when the case is concluded."""
    return None if item.due_on is None or item.concluded else (item.due_on - today).days


def due_words(days: int | None) -> str:
    """`剩余 5 天`, `今天到期`, `超期 2 天`, or nothing."""
    if days is None:
        return ""
    return f"剩余 {days} 天" if days > 0 else "今天到期" if days == 0 else f"超期 {-days} 天"
