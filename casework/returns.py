"""Returns (退回): learned from, listed where duties are unclear (权责不清), and recorded by a named person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.office import Office
from core.errors import InputError
from core.masking import mask
from core.petition import Evidence, HandlingEvent, Item, Link
from core.taxonomy import path_of
from core.viewer import Viewer
from records import audit
from records.events import add_events, events_of
from records.item_saving import update_item
from records.items import item
from records.links import put_links
from records.returns import RETURNED, Returned, returns
from records.transactions import Tx
from records.units import unit_names

CHAIN = ("register", "transfer", "assign", RETURNED, "accept")
BOUNCED = 2
"""Returns of one item from which its duty counts as unclear [D]."""
OFTEN = 3
"""Returned items of one class, by two units or more, from which the class counts as unclear [D]."""
MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A kind of matter that units send back: how many items, how often, by whom, with the latest examples."""

    issue: str
    label: str
    items: int
    returns: int
    bounced: int
    """Items sent back twice or more."""
    units: tuple[tuple[str, int], ...]
    examples: tuple[tuple[str, str], ...]
    """(id, number) of items, those sent back most often first."""


def chain(office: Office, viewer: Viewer, item_id: str) -> list[HandlingEvent]:
    """To whom the item went and who sent it back, earliest first. Raises NotFound."""
    with office.database.read() as tx:
        item(tx, viewer, item_id)
        return events_of(tx, viewer, [item_id], CHAIN).get(item_id, [])


def kind_of_matter(issue_code: str, class_text: str) -> str:
    """What counts as the same kind of matter: the class of level 2, else as much as the source's own class says."""
    return issue_code[:4] if len(issue_code) > 2 else class_text or issue_code


def unclear(office: Office, viewer: Viewer) -> list[Unclear]:
    """Kinds of matter whose duty is unclear (权责不清), most bounced first."""
    with office.database.read() as tx:
        found = returns(tx, viewer)
        names = unit_names(tx, {one.unit_id for one in found})
    kinds: dict[str, list[Returned]] = defaultdict(list)
    for one in found:
        kinds[kind_of_matter(one.issue_code, one.class_text)].append(one)
    rows = [_unclear(kind, several, names) for kind, several in kinds.items()]
    kept = [row for row in rows if row.bounced or (row.items >= OFTEN and len(row.units) > 1)]
    return sorted(kept, key=lambda row: (-row.bounced, -row.items, row.issue))


def _unclear(kind: str, several: list[Returned], names: dict[str, str]) -> Unclear:
    times = Counter(one.item_id for one in several)
    numbers = {one.item_id: one.number for one in several}
    by_unit = Counter(names[one.unit_id] for one in several)
    often = sorted(times, key=lambda id_: (-times[id_], id_))[:MOST_EXAMPLES]
    return Unclear(
        issue=kind,
        label=path_of(kind) or kind or "未分类",
        items=len(times),
        returns=len(several),
        bounced=sum(count >= BOUNCED for count in times.values()),
        units=tuple(sorted(by_unit.items(), key=lambda one: (-one[1], one[0]))),
        examples=tuple((id_, numbers[id_]) for id_ in often),
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """How much less a unit is suggested because of what it sent back, and why; factor 1 is no less."""

    factor: float
    why: str


def doubts_about(found: Iterable[Returned], one: Item, handled: int) -> Doubt:
    """What the returns of one unit say about sending it `one`; `handled` such items it kept.

    Each return of the same kind of matter weighs as one kept the other way: (kept + 1) / (kept + returned + 1). A
    unit that sent back this very item is hardly suggested again.
    """
    several = list(found)
    own = [back for back in several if one.id and back.item_id == one.id]
    if own:
        return Doubt(0.05, f"该单位 {own[-1].at:%Y-%m-%d} 已退回本件" + (f"：{own[-1].note}" if own[-1].note else ""))
    kind = kind_of_matter(one.issue_code, one.class_text)
    alike = [back for back in several if kind and kind_of_matter(back.issue_code, back.class_text) == kind]
    if not alike:
        return Doubt(1.0, "")
    numbers = "、".join(dict.fromkeys(back.number for back in alike[-3:]))
    factor = (handled + 1) / (handled + len(alike) + 1)
    return Doubt(factor, f"该单位曾退回同类 {len(alike)} 件（如 {numbers}），办理 {handled} 件")


def record_return(office: Office, viewer: Viewer, item_id: str, unit_id: str, *, reason: str, now: datetime) -> Item:
    """The item after its return by a unit was recorded. Raises InputError without unit or reason, NotFound."""
    if not unit_id or not reason.strip():
        raise InputError("退回要写明单位和理由（条例 23¶3）", "例如：该路段由街道办事处管养，不属于本单位职权范围")
    note = mask(reason.strip()).text
    with office.database.write() as tx:
        before = item(tx, viewer, item_id)
        step = HandlingEvent(
            item_id=item_id, at=now, event=RETURNED, unit_id=unit_id, from_state=before.state, to_state="objected",
            person=viewer.name, note=note,
        )  # fmt: skip
        add_events(tx, [step])
        why = Evidence(record=item_id, field="history", rule="person", quote=note, person=viewer.name)
        put_links(tx, [Link(source=item_id, kind="returned_by", target=unit_id, evidence=(why,))], now=now)
        done = _back(tx, before, unit_id)
        audit.record(tx, viewer, "record_return", item_id, now=now, reason=f"{unit_id}：{note}")
    return done


def _back(tx: Tx, before: Item, unit_id: str) -> Item:
    """The item without the unit that sent it back; another unit that holds it meanwhile keeps it."""
    if before.unit_id and before.unit_id != unit_id:
        return update_item(tx, before.id, state="objected")
    return update_item(tx, before.id, by_person=True, state="objected", unit_id="", unit_text="")
