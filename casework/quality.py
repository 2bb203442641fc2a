"""How good this office's search is, measured by the worker in the background (检索质量), and tunings proposed there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.evaluation import own_sets, where
from casework.jobs import Progress, Stopped
from casework.office import Office
from casework.tuning_change import propose_tuning
from core.errors import InputError
from core.viewer import Viewer
from eval.report import report_json, system_label
from eval.running import evaluate
from records.database import Tx
from records.jobs import last_done
from search.tuning import from_json

MEASURE, PROPOSE = "measure_search", "propose_tuning"


def measure_own(office: Office, viewer: Viewer, progress: Progress) -> Mapping[str, Any]:
    """The reports on all sets of the office beside plain ways; figures, names of sets and hashes, no letters."""
    reports, left_out = [], {}
    sets = own_sets(office, viewer)
    for number, gold in enumerate(sets):
        told = _teller(progress, number, len(sets))
        try:
            reports.append(report_json(evaluate(where(office, viewer), gold, told=told)))
        except InputError as error:
            left_out[gold.name] = error.detail
    progress(len(sets), len(sets), f"量完 {len(reports)} 个评测集")
    return {"reports": reports, "left_out": left_out}


def propose(office: Office, viewer: Viewer, figures: object, progress: Progress) -> Mapping[str, Any]:
    """The id of the proposed change, what the gate says of it, and its sentence."""
    told = _teller(progress, 0, 1)
    change = propose_tuning(office, viewer, from_json(figures), told=told)
    progress(1, 1, change.note)
    return {"change": change.id, "decision": change.decision, "note": change.note}


def _teller(progress: Progress, number: int, total: int) -> Callable[[str], None]:
    """Tells which system or set is being measured, and stops where a person asked to."""

    def told(what: str) -> None:
        if not progress(number, total, f"正在量：{system_label(what)}"):
            raise Stopped

    return told


def last_measured(tx: Tx) -> tuple[Mapping[str, Any], str] | None:
    """The reports measured last and when that ended; None before the first time."""
    job = last_done(tx, MEASURE)
    return None if job is None or job.finished_at is None else (job.result, job.finished_at.isoformat())
