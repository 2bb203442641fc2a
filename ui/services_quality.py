"""What the page of search quality asks of the office: sets, figures measured last, tunings and their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework import evaluation, jobs, tuning_change
from casework.quality import MEASURE, PROPOSE, last_measured
from casework.tuning import office_tuning
from core.viewer import Viewer
from eval.gold import GoldSet
from records import search_changes
from records.search_changes import SearchChange, in_effect
from search.tuning import to_json
from ui.wiring import the_office


def sets(viewer: Viewer) -> list[GoldSet]:
    """The office's own gold sets."""
    return evaluation.own_sets(the_office(), viewer)


def measured() -> tuple[Mapping[str, Any], str] | None:
    """The reports measured last, and when."""
    with the_office().database.read() as tx:
        return last_measured(tx)


def measure(viewer: Viewer) -> str:
    """Asks the worker to measure all sets; the id of the job."""
    return jobs.submit(the_office(), viewer, MEASURE, {"person": viewer.name})


def figures() -> dict[str, dict[str, Any]]:
    """The figures search orders by now: corpus → name → figure."""
    with the_office().database.read() as tx:
        return to_json(office_tuning(tx))


def propose(viewer: Viewer, changed: Mapping[str, Mapping[str, Any]]) -> str:
    """Asks the worker to compare the changed figures with the present ones; the id of the job."""
    return jobs.submit(the_office(), viewer, PROPOSE, {"person": viewer.name, "figures": dict(changed)})


def changes(*, limit: int) -> Sequence[SearchChange]:
    """Changes of search, newest first."""
    with the_office().database.read() as tx:
        return search_changes.search_changes(tx, limit=limit)


def may_undo(change: SearchChange) -> bool:
    """True for the tuning that is in effect."""
    with the_office().database.read() as tx:
        last = in_effect(tx, tuning_change.KIND)
    return change.kind == tuning_change.KIND and last is not None and last.id == change.id


def apply(viewer: Viewer, change_id: str, *, reason: str) -> None:
    """Switches a compared tuning on."""
    tuning_change.apply_tuning(the_office(), viewer, change_id, reason=reason)


def undo(viewer: Viewer, change_id: str, *, reason: str) -> None:
    """Takes the tuning in effect back."""
    tuning_change.undo_tuning(the_office(), viewer, change_id, reason=reason)
