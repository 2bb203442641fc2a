"""A named person takes a suggestion or says something else (采纳或更改): in the item, its time line, the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.office import Office
from core.errors import InputError, NotFound
from core.ids import issue_class_id
from core.petition import Evidence, HandlingEvent, Item, Link
from core.taxonomy import classes, path_of
from core.viewer import Viewer
from ingest.linking.issue_classes import class_node
from records import audit
from records.events import add_events
from records.item_saving import update_item
from records.items import item
from records.link_saving import replace_many
from records.nodes import nodes, put_nodes
from records.transactions import Tx
from records.units import unit_names

MOVES_ON = frozenset({"received", "registered", "objected"})
"""States from which naming a unit is a transfer (条例 22¶1); later it only corrects the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person chose, and what had been suggested first, with its share (0 when nothing was)."""

    code: str
    suggested: str = ""
    share: float = 0.0
    reason: str = ""

    @property
    def told(self) -> str:
        """The row of the audit in words."""
        if not self.suggested:
            return f"人工指定 {self.code}。{self.reason}"
        same = "采纳建议" if self.suggested == self.code else f"未采纳建议 {self.suggested}，改为"
        return f"{same} {self.code}（把握 {self.share:.2f}）。{self.reason}"


def decide_unit(office: Office, viewer: Viewer, item_id: str, choice: Choice, *, now: datetime) -> Item:
    """The item with its unit as the person chose. Raises NotFound for an unknown item or unit, InputError for none."""
    if not choice.code:
        raise InputError("没有选单位", "请选一个承办单位")
    with office.database.write() as tx:
        before = item(tx, viewer, item_id)
        if choice.code not in nodes(tx, viewer, [choice.code]):
            raise NotFound(f"没有单位 {choice.code}", "请从列表中选，或先用 ingest names 导入单位")
        name = unit_names(tx, [choice.code])[choice.code]
        moves = before.state in MOVES_ON
        state = "transferred" if moves else before.state
        done = update_item(tx, item_id, by_person=True, unit_id=choice.code, unit_text=name, state=state)
        if moves:
            add_events(tx, [_transfer(before, choice.code, viewer, now)])
        _link(tx, viewer, item_id, ("handled_by", choice.code), now)
        audit.record(tx, viewer, "decide_unit", item_id, now=now, reason=choice.told)
    return done


def decide_class(office: Office, viewer: Viewer, item_id: str, choice: Choice, *, now: datetime) -> Item:
    """The item with its class as the person chose. Raises NotFound, InputError for a code the taxonomy lacks."""
    if choice.code not in classes():
        raise InputError(f"没有问题分类“{choice.code}”", "请用分类代码，例如 010903")
    with office.database.write() as tx:
        item(tx, viewer, item_id)
        put_nodes(tx, [class_node(choice.code)])
        done = update_item(
            tx, item_id, by_person=True, issue_code=choice.code, issue_confidence=1.0, class_text=path_of(choice.code)
        )
        _link(tx, viewer, item_id, ("classified_as", issue_class_id(choice.code)), now)
        audit.record(tx, viewer, "decide_class", item_id, now=now, reason=choice.told)
    return done


def _transfer(before: Item, unit_id: str, viewer: Viewer, now: datetime) -> HandlingEvent:
    return HandlingEvent(
        item_id=before.id, at=now, event="transfer", unit_id=unit_id, from_state=before.state, to_state="transferred",
        person=viewer.name,
    )  # fmt: skip


def _link(tx: Tx, viewer: Viewer, item_id: str, end: tuple[str, str], now: datetime) -> None:
    """The item's one link of this kind, with the person as its evidence."""
    kind, target = end
    why = Evidence(record=item_id, field="register", rule="person", person=viewer.name)
    replace_many(tx, {item_id: [Link(source=item_id, kind=kind, target=target, evidence=(why,))]}, (kind,), now)
