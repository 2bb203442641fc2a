"""What the page of an issue asks about its life: number, owner, history, several units, effect of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from casework import issue_life
from casework.cross_unit import CrossUnit, cross_unit_of
from casework.issue_effect import Effect, effects
from casework.issue_life import Charge, Life, Part
from core.viewer import Viewer
from records.units import units
from ui.wiring import the_office


def life(viewer: Viewer, issue_id: str) -> Life:
    """Number, owner and history."""
    return issue_life.life_of(the_office(), viewer, issue_id)


def crossed(viewer: Viewer, issue_id: str) -> CrossUnit:
    """Its table unit × class and the letters that were sent back."""
    return cross_unit_of(the_office(), viewer, issue_id)


def measured(viewer: Viewer, issue_id: str, *, as_of: date) -> list[Effect]:
    """What each measure did."""
    return effects(the_office(), viewer, issue_id, as_of=as_of)


def unit_choices() -> Mapping[str, str]:
    """Unit id → name, of the office's own units, by name."""
    with the_office().database.read() as tx:
        own = units(tx)
    return dict(sorted(((one.id, one.name) for one in own.values()), key=lambda pair: pair[1]))


def assign(viewer: Viewer, issue_id: str, *, unit_id: str, owner: str, now: datetime) -> None:
    """Makes a unit and a person responsible."""
    issue_life.assign_issue(the_office(), viewer, issue_id, Charge(unit_id=unit_id, owner=owner), now=now)


def take_in(viewer: Viewer, issue_id: str, other: str, *, reason: str, now: datetime) -> None:
    """Puts another issue, named by number or id, into this one."""
    office = the_office()
    issue_life.merge_issues(office, viewer, issue_id, issue_life.find_issue(office, other), reason=reason, now=now)


def split(viewer: Viewer, issue_id: str, item_ids: Sequence[str], *, label: str, reason: str, now: datetime) -> str:
    """The id of the new issue made of the letters."""
    part = Part(item_ids=tuple(item_ids), label=label, reason=reason)
    return issue_life.split_issue(the_office(), viewer, issue_id, part, now=now)
