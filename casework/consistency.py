"""The consistency radar (处理不一): near-identical cases with opposite outcomes, and what differs between them (N12).

A list for supervision of matters, never of persons: it names letters, units, places and rules, not who decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from casework.office import Office
from casework.standing import Library
from core.dates import local_day
from core.elements import find_elements
from core.petition import Item
from core.taxonomy import label_of
from core.viewer import Viewer
from issues.consistency import Opposed, opposed
from issues.reading import read_letters
from records.citations import cites_of_replies
from records.item_finding import EVERYTHING, ItemFilter
from records.items import items
from records.transactions import Tx
from records.units import unit_names

GRANTED, REFUSED = "support", "not_support"
_DAYS_APART = 90
"""Days between two replies from which they are told apart in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two cases, as far as it may be shown."""

    item_id: str
    number: str
    title: str
    outcome: str
    unit: str
    place: str
    region: str
    day: date | None
    basis: tuple[str, ...]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An element in which the two differ: its name, and what it is at the refused and at the granted case."""

    name: str
    refused: str
    granted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistent:
    """A refused and a granted case that ask for the same, how alike they are, and what differs."""

    refused: Side
    granted: Side
    alike: float
    class_label: str
    differences: tuple[Difference, ...]

    @property
    def across(self) -> str:
        """Whether they differ in district, in unit or in time, in Chinese; empty when in none."""
        names = {one.name for one in self.differences}
        return "、".join(name for name in ("地区", "地点", "单位", "时间") if name in names)


def inconsistent(
    office: Office, viewer: Viewer, wanted: ItemFilter = EVERYTHING, *, across_only: bool = True
) -> list[Inconsistent]:
    """Near-identical cases with opposite outcomes in a selection, the most alike first.

    With `across_only` only those that differ in district, place, unit or time: the rest is one dispute told twice.
    """
    with office.database.read() as tx:
        letters = read_letters(tx, viewer, replace(wanted, outcomes=(GRANTED, REFUSED))).letters
        known = items(tx, viewer, [one.id for one in letters])
    granted = np.array([known[one.id].outcome == GRANTED for one in letters], dtype=np.bool_)
    pairs = opposed(letters, office.index.vectors([one.id for one in letters]), granted)
    ids = [(letters[pair.refused].id, letters[pair.granted].id) for pair in pairs]
    with office.database.read() as tx:
        sides = _sides(tx, viewer, office.today(), {one: known[one] for pair in ids for one in pair})
    found = [_compared(sides[no], sides[yes], pair, known[no]) for (no, yes), pair in zip(ids, pairs, strict=True)]
    return [one for one in found if one.across or not across_only]


def _sides(tx: Tx, viewer: Viewer, today: date, known: Mapping[str, Item]) -> dict[str, Side]:
    names = unit_names(tx, {item.unit_id for item in known.values() if item.unit_id})
    cited: dict[str, list[str]] = {}
    for link in cites_of_replies(tx, viewer, sorted(known)):
        cited.setdefault(link.source, []).append(link.target)
    library = Library(tx, {target for targets in cited.values() for target in targets}, today=today)
    return {
        id_: Side(
            item_id=id_,
            number=item.item_no or item.source_id,
            title=item.title_masked or item.content_masked[:60],
            outcome=item.outcome,
            unit=names.get(item.unit_id, item.unit_text),
            place=item.place_text,
            region=item.region_text or item.region_code,
            day=_day(item),
            basis=tuple(library.label(target) for target in sorted(set(cited.get(id_, ())))),
            elements=find_elements(item.letter),
        )
        for id_, item in known.items()
    }


def _day(item: Item) -> date | None:
    at = item.replied_at or item.received_at
    return local_day(at) if at else None


def _compared(no: Side, yes: Side, pair: Opposed, item: Item) -> Inconsistent:
    return Inconsistent(
        refused=no,
        granted=yes,
        alike=pair.alike,
        class_label=label_of(item.issue_code) if item.issue_code else "",
        differences=tuple(_differences(no, yes)),
    )


def _differences(no: Side, yes: Side) -> list[Difference]:
    told = [("地区", no.region, yes.region), ("地点", no.place, yes.place), ("单位", no.unit, yes.unit)]
    found = [
        Difference(name=name, refused=a or "未写明", granted=b or "未写明")
        for name, a, b in told
        if a != b and (a and b)
    ]
    if no.day and yes.day and abs((no.day - yes.day).days) >= _DAYS_APART:
        found.append(Difference(name="时间", refused=no.day.isoformat(), granted=yes.day.isoformat()))
    if set(no.basis) != set(yes.basis):
        found.append(Difference(name="依据", refused=_only(no.basis, yes.basis), granted=_only(yes.basis, no.basis)))
    if set(no.elements) != set(yes.elements):
        only = _only(no.elements, yes.elements), _only(yes.elements, no.elements)
        found.append(Difference(name="要素", refused=only[0], granted=only[1]))
    return found


def _only(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    return "、".join(one for one in mine if one not in theirs) or "—"
