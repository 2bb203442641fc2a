"""One problem under several units (权责不清): issue × unit × class code, and the chains of returns (退回) inside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.office import Office
from core.petition import HandlingEvent
from core.taxonomy import label_of
from core.viewer import Viewer
from records.events import events_of
from records.issue_uses import Filed, filed
from records.issues import StoredIssue, issue, issues
from records.items import items
from records.transactions import Tx
from records.units import unit_names

LEAST_UNITS = 2
ROUTE = ("transfer", "assign", "object", "accept")
"""Steps of the time line that say at which unit a letter was."""
RETURN = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Letters of an issue at one unit under one class; names in Chinese."""

    unit_id: str
    unit: str
    class_code: str
    class_label: str
    letters: int
    sides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a letter's way: when, what, at which unit, and the note."""

    at: datetime
    event: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A letter that was returned: its way through the units, earliest first, and how often it came back."""

    item_id: str
    number: str
    title: str
    returns: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossUnit:
    """An issue whose letters lie with several units: its table, and the letters that were sent back."""

    issue: StoredIssue
    cells: tuple[Cell, ...]
    chains: tuple[Chain, ...] = ()

    @property
    def units(self) -> int:
        """How many units handle letters of the issue."""
        return len({cell.unit_id for cell in self.cells if cell.unit_id})

    @property
    def codes(self) -> int:
        """How many class codes its letters are filed under."""
        return len({cell.class_code for cell in self.cells if cell.class_code})

    @property
    def outside(self) -> int:
        """Letters that lie elsewhere than with the unit that has most of them."""
        counts = Counter[str]()
        for cell in self.cells:
            counts[cell.unit_id] += cell.letters if cell.unit_id else 0
        return sum(counts.values()) - max(counts.values(), default=0)

    @property
    def returned(self) -> int:
        """How often letters of the issue were sent back."""
        return sum(chain.returns for chain in self.chains)


def cross_unit(office: Office, viewer: Viewer, *, level: str = "event", least: int = LEAST_UNITS) -> list[CrossUnit]:
    """Issues whose letters are with `least` units or more; returns first, then letters elsewhere, then by id."""
    with office.database.read() as tx:
        known = [one for one in issues(tx, viewer, level=level) if one.state != "dismissed"]
        tables = filed(tx, viewer, [one.id for one in known])
        wide = [one for one in known if len({row.unit_id for row in tables.get(one.id, ()) if row.unit_id}) >= least]
        found = _described(tx, viewer, wide, tables)
    return sorted(found, key=lambda one: (-one.returned, -one.outside, one.issue.id))


def cross_unit_of(office: Office, viewer: Viewer, issue_id: str) -> CrossUnit:
    """The same of one issue, however few units it has. Raises NotFound."""
    with office.database.read() as tx:
        one = issue(tx, viewer, issue_id)
        return _described(tx, viewer, [one], filed(tx, viewer, [issue_id]))[0]


def _described(
    tx: Tx, viewer: Viewer, several: Sequence[StoredIssue], tables: Mapping[str, Sequence[Filed]]
) -> list[CrossUnit]:
    members = {one.id: [m.item_id for m in one.members if m.role == "member"] for one in several}
    chains = _chains(tx, viewer, {item for ids in members.values() for item in ids})
    names = unit_names(tx, {row.unit_id for one in several for row in tables.get(one.id, ()) if row.unit_id})
    return [
        CrossUnit(
            issue=one,
            cells=tuple(_cell(row, names) for row in tables.get(one.id, ())),
            chains=tuple(chains[item] for item in sorted(members[one.id]) if item in chains),
        )
        for one in several
    ]


def _cell(row: Filed, names: Mapping[str, str]) -> Cell:
    return Cell(
        unit_id=row.unit_id,
        unit=names.get(row.unit_id, "未定单位"),
        class_code=row.class_code,
        class_label=label_of(row.class_code) if row.class_code else "未分类",
        letters=row.letters,
        sides=row.sides,
    )


def _chains(tx: Tx, viewer: Viewer, item_ids: set[str]) -> dict[str, Chain]:
    """Item → its way, for items that were sent back at least once."""
    returned = events_of(tx, viewer, sorted(item_ids), (RETURN,))
    ways = events_of(tx, viewer, sorted(returned), ROUTE)
    known = items(tx, viewer, sorted(returned))
    names = unit_names(tx, {event.unit_id for events in ways.values() for event in events if event.unit_id})
    return {
        id_: Chain(
            item_id=id_,
            number=known[id_].item_no or known[id_].source_id,
            title=known[id_].title_masked or known[id_].content_masked[:60],
            returns=len(returned[id_]),
            steps=tuple(_step(event, names) for event in ways.get(id_, ())),
        )
        for id_ in returned
        if id_ in known
    }


def _step(event: HandlingEvent, names: Mapping[str, str]) -> Step:
    return Step(at=event.at, event=event.event, unit=names.get(event.unit_id, ""), note=event.note)
