"""Changing search (检索变更): measured first, switched on by a named person, taken back by one.

What a change consists of is its caller's: a tuning, an encoder, a threshold, a dictionary. `compared` takes any two
surroundings, `weigh` any outcomes, and a `Switch` writes what really changes, in the transaction of its audit row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.evaluation import own_sets
from casework.office import Office
from core.errors import Conflict, Forbidden, InputError
from core.viewer import OFFICE, Viewer
from eval.gate import Verdict, Weighed, decision_label, rows_json, weigh
from eval.gold import GoldSet
from eval.ranking import Surroundings
from eval.running import outcome_of, told_nobody
from records import audit
from records.database import Tx
from records.search_changes import SearchChange, in_effect, mark_applied, mark_undone, propose_change, search_change
from search.index_version import index_version

Told = Callable[[str], None]
Switch = Callable[[Tx, Mapping[str, Any]], None]
"""Writes a setting into the records, as part of the transaction that also notes the change and its audit row."""


def compared(
    before: Surroundings, after: Surroundings, sets: Sequence[GoldSet], *, told: Told = told_nobody
) -> Verdict:
    """The verdict on two settings over the sets, told the name of each. Sets too small to learn from are left out."""
    measured = []
    for gold in sets:
        told(gold.name)
        try:
            measured.append(Weighed(gold, outcome_of(before, gold), outcome_of(after, gold)))
        except InputError:
            continue  # too few labels to learn from is as good as no set
    return weigh(measured)


def kept(
    office: Office, viewer: Viewer, kind: str, change: tuple[Mapping[str, Any], Mapping[str, Any]], verdict: Verdict
) -> SearchChange:
    """A proposed change of any kind, (before, after), kept with the verdict on it and an audit row."""
    now = office.now()
    proposed = SearchChange(
        id="",
        kind=kind,
        decision=verdict.decision,
        before=change[0],
        after=change[1],
        compared=rows_json(verdict),
        datasets=verdict.datasets,
        note=verdict.sentence,
        version=index_version(office.index, office.today()).words,
        person=viewer.name,
    )
    with office.database.write() as tx:
        stored = propose_change(tx, proposed, now=now)
        audit.record(tx, viewer, "propose_search_change", stored.id, now=now, reason=verdict.sentence)
    return stored


def apply_change(office: Office, viewer: Viewer, change_id: str, *, reason: str = "", switch: Switch) -> SearchChange:
    """The change, switched on. A change that did not pass needs a reason; all need a named person.

    Raises Forbidden without a name or reason, Conflict when the setting or the office's sets have changed since.
    """
    named(viewer)
    sets = own_sets(office, viewer)
    now = office.now()
    with office.database.write() as tx:
        change = search_change(tx, change_id)
        if change.decision != "passed" and not reason.strip():
            raise Forbidden(
                f"{change_id} 的比较结论是“{decision_label(change.decision)}”，没有理由不能启用",
                "确要启用，请写明理由（命令里用 --reason），它会进入审计",
            )
        _still_as_compared(change, sets)
        applied = mark_applied(tx, change_id, person=viewer.name, now=now, reason=reason.strip())
        switch(tx, change.after)
        audit.record(tx, viewer, "apply_search_change", change_id, now=now, reason=reason.strip() or change.note)
    return applied


def _still_as_compared(change: SearchChange, sets: Sequence[GoldSet]) -> None:
    present = {one.name: one.digest for one in sets}
    changed = sorted(name for name, told in change.datasets.items() if present.get(name) != told["digest"])
    if changed:
        raise Conflict(f"比较之后评测集 {'、'.join(changed)} 有了变化", "请重新提出，再比较一次")


def undo_change(office: Office, viewer: Viewer, change_id: str, *, reason: str, switch: Switch) -> SearchChange:
    """The change, taken back: what was before it counts again. Only the one in effect can be taken back.

    Raises Forbidden without a named person, Conflict for a change that is not the last one switched on.
    """
    named(viewer)
    now = office.now()
    with office.database.write() as tx:
        change = search_change(tx, change_id)
        last = in_effect(tx, change.kind)
        if last is not None and change.state == "applied" and last.id != change_id:
            raise Conflict(f"{change_id} 之后又启用了 {last.id}", f"请先撤回 {last.id}")
        undone = mark_undone(tx, change_id, person=viewer.name, now=now, reason=reason.strip())
        switch(tx, change.before)
        audit.record(tx, viewer, "undo_search_change", change_id, now=now, reason=reason.strip())
    return undone


def named(viewer: Viewer) -> None:
    """Returns for a person; raises Forbidden for the machine itself."""
    if viewer == OFFICE or viewer.sees_restricted or not viewer.name:
        raise Forbidden("启用和撤回检索变更要由具名的人决定", "请用 --as 写明账号")
