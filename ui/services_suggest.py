"""What pages ask about suggestions: advice on a case, a person's word on it, returns, how far shares hold."""

from __future__ import annotations

from datetime import datetime

from casework import returns, suggest, suggest_decide
from casework.returns import Unclear
from casework.suggest import Advice
from casework.suggest_decide import Choice
from core.errors import InputError
from core.units import unit_table
from core.viewer import Viewer
from records import units
from search.reliability import Reliability
from ui.wiring import the_office


def advise(viewer: Viewer, item_id: str) -> tuple[Advice, Advice | None]:
    """Class and unit suggested for the case; no unit where too few cases name theirs."""
    return suggest.advise(the_office(), viewer, item_id)


def reliability(kind: str) -> Reliability | None:
    """How far shares hold, or None while too little is labelled."""
    try:
        return suggest.reliability_of(the_office(), kind)
    except InputError:
        return None


def all_units() -> dict[str, str]:
    """Unit id → name: the office's own, then those of the general table."""
    with the_office().database.read() as tx:
        own = {one.id: one.name for one in units.units(tx).values()}
    return own or {one.id: one.name for one in unit_table().values()}


def decide_unit(viewer: Viewer, item_id: str, choice: Choice, *, now: datetime) -> None:
    """Writes the unit the person chose."""
    suggest_decide.decide_unit(the_office(), viewer, item_id, choice, now=now)


def decide_class(viewer: Viewer, item_id: str, choice: Choice, *, now: datetime) -> None:
    """Writes the class the person chose."""
    suggest_decide.decide_class(the_office(), viewer, item_id, choice, now=now)


def record_return(viewer: Viewer, item_id: str, unit_id: str, *, reason: str, now: datetime) -> None:
    """Writes that the unit sent the case back."""
    returns.record_return(the_office(), viewer, item_id, unit_id, reason=reason, now=now)


def unclear(viewer: Viewer) -> list[Unclear]:
    """Kinds of matter whose duty is unclear, most bounced first."""
    return returns.unclear(the_office(), viewer)
