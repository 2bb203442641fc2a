"""Changing the office's search figures (检索参数变更) behind the gate, and taking a change back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.evaluation import own_sets, where
from casework.office import Office
from casework.search_changes import Switch, Told, apply_change, compared, kept, named
from casework.tuning import office_tuning, put_tuning, without
from core.errors import Conflict, InputError
from core.viewer import Viewer
from eval.gold import Kind
from eval.running import told_nobody
from records import audit
from records.database import Tx
from records.search_changes import SearchChange, in_effect, mark_undone, search_change
from search.documents import CORPORA
from search.tuning import Tuning, from_stored, to_json

KIND = "tuning"
BY_TUNING: frozenset[Kind] = frozenset({"ranking", "pairs"})
"""Kinds of sets a tuning can change anything of; clusters and labels do not read it."""
UNMEASURED = "相似的下限和本办反馈的份量不由这些评测集衡量（下限请在阈值台上定）；确要启用须由具名的人写明理由"


def propose_tuning(office: Office, viewer: Viewer, tuning: Tuning, *, told: Told = told_nobody) -> SearchChange:
    """The proposed change with its table, kept. Raises Conflict when the tuning is the present one already."""
    with office.database.read() as tx:
        present = office_tuning(tx)
    if tuning == present:
        raise Conflict("提出的检索参数与现在的一样", "请先修改参数再提出；现在的参数：python cli.py tuning show")
    here = where(office, viewer)
    sets = [one for one in own_sets(office, viewer) if one.kind in BY_TUNING]
    verdict = compared(here, here.tuned(tuning).unlearned(), sets, told=told)
    if verdict.decision == "passed" and _unmeasured(present) != _unmeasured(tuning):
        verdict = replace(verdict, decision="unproven", why=UNMEASURED)
    return kept(office, viewer, KIND, (to_json(present), to_json(tuning)), verdict)


def _unmeasured(tuning: Tuning) -> tuple[object, ...]:
    """What no ranking tells of: floors, and how much judgments count."""
    return tuple((tuning.of(corpus).floor, tuning.of(corpus).parts.local) for corpus in CORPORA)


def apply_tuning(office: Office, viewer: Viewer, change_id: str, *, reason: str = "") -> SearchChange:
    """A proposed tuning, switched on. Raises Conflict when the present tuning is no longer the one compared with."""
    with office.database.read() as tx:
        change, present = search_change(tx, change_id), office_tuning(tx)
    _is_tuning(change)
    if change.state == "proposed" and from_stored(dict(change.before)) != present:
        raise Conflict("比较之后检索参数已经改过", "请重新提出，再比较一次")
    return apply_change(office, viewer, change_id, reason=reason, switch=_switch(office, viewer))


def undo_tuning(office: Office, viewer: Viewer, change_id: str = "", *, reason: str = "") -> SearchChange:
    """The last tuning switched on, or the named one, taken back: its figures are as before, what others set stays.

    Raises Forbidden without a named person, Conflict when nothing is in effect or a later change set the same figures.
    """
    named(viewer)
    now = office.now()
    with office.database.write() as tx:
        chosen = search_change(tx, change_id) if change_id else in_effect(tx, KIND)
        if chosen is None:
            raise Conflict("现在用的就是产品自带的检索参数，没有可撤回的", "请运行：python cli.py tuning history")
        _is_tuning(chosen)
        undone = mark_undone(tx, chosen.id, person=viewer.name, now=now, reason=reason.strip())
        put_tuning(tx, without(tx, chosen), now=now, person=viewer.name)
        audit.record(tx, viewer, "undo_search_change", chosen.id, now=now, reason=reason.strip())
    return undone


def _is_tuning(change: SearchChange) -> None:
    if change.kind != KIND:
        raise InputError(f"{change.id} 不是检索参数的变更", "请运行 python cli.py tuning history 查看清单")


def _switch(office: Office, viewer: Viewer) -> Switch:
    """Writes a tuning into the settings."""

    def switch(tx: Tx, value: Mapping[str, Any]) -> None:
        put_tuning(tx, from_stored(dict(value)), now=office.now(), person=viewer.name)

    return switch
