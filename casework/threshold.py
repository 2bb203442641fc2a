"""阈值台: a person says 同/不同 of pairs, sees the curve, and chooses the floor of likeness for this office (N17).

A floor that works worse on the labelled pairs than the present one is refused with both figures, unless a reason is
given; every change is kept, audited, and can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from casework import tuning
from casework.office import Office
from core.errors import Conflict, InputError
from core.petition import Item
from core.viewer import OFFICE, Viewer
from eval.threshold import (
    CurvePoint,
    Labelled,
    Neighbours,
    Pair,
    best,
    columns_of,
    curve,
    difference,
    f05_at,
    neighbours,
    to_label,
)
from records import audit, search_changes
from records.item_reading import iter_items
from records.items import items
from records.judgments import Judgment, judge, judged_pairs
from records.search_changes import SearchChange
from records.transactions import Tx
from search.index_version import index_version
from search.tuning import Tuning, to_json

KIND = "threshold"
MOST = 50
FEWEST = 10
"""Labelled pairs, below which no floor is chosen."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the bench shows: pairs to label next, labels so far, the curve, the floor in use and the best one."""

    waiting: tuple[tuple[Item, Item, float], ...]
    labelled: int
    same: int
    points: tuple[CurvePoint, ...]
    present: float
    best: CurvePoint | None


def bench(office: Office, viewer: Viewer, *, most: int = MOST) -> Bench:
    """The bench as it stands for the letters and labels of now; pairs come in the same order every time."""
    near = _near(office)
    with office.database.read() as tx:
        said = _said(tx, viewer)
        chosen = to_label(near, said, most=most)
        letters = items(tx, viewer, sorted({id_ for pair in chosen for id_ in pair}))
    rows = columns_of(near, said)
    points = curve(rows)
    waiting = [(letters[a], letters[b], near.shares[a, b]) for a, b in chosen if a in letters and b in letters]
    floor = office.index.tuning.petitions.floor.letter
    return Bench(tuple(waiting), len(rows.same), int(rows.same.sum()), tuple(points), floor, best(points))


def _near(office: Office) -> Neighbours:
    index = office.index
    return _neighbours(office, (*index.generation(), index.tuning.version, index.dictionary.version))


@lru_cache(maxsize=4)
def _neighbours(office: Office, version: tuple[object, ...]) -> Neighbours:
    """Made once for a state of the index (`version`). Only letters everybody may see are asked about, whoever looks."""
    with office.database.read() as tx:
        ids = [one.id for part in iter_items(tx, OFFICE) for one in part if not one.restricted]
        return neighbours(tx, office.index, OFFICE, ids)


def _said(tx: Tx, viewer: Viewer) -> dict[Pair, bool]:
    return {pair: verdict == "same" for pair, verdict in judged_pairs(tx, viewer).items()}


def label(office: Office, viewer: Viewer, pair: Pair, *, same: bool, now: datetime) -> Judgment:
    """What the person says of the pair, kept as 同/不同 like any other."""
    said = Judgment(
        person=viewer.name, asked=pair[0], hit=pair[1], verdict="same" if same else "not_same", origin="bench"
    )
    with office.database.write() as tx:
        kept = judge(tx, viewer, said, now=now)
        audit.record(tx, viewer, "feedback", kept.id, now=now, reason="阈值台")
    return kept


def choose(office: Office, viewer: Viewer, floor: float, *, reason: str, now: datetime) -> SearchChange:
    """The floor as the office's own, after it was compared with the present one on the labelled pairs.

    Raises InputError for a floor outside 0..1 and for too few labels, Conflict with both figures for one that works
    worse while no reason is given.
    """
    if not 0.0 < floor < 1.0:
        raise InputError(f"阈值应在 0 到 1 之间，写的是 {floor:g}", "例如：0.5")
    with office.database.read() as tx:
        rows = columns_of(_near(office), _said(tx, viewer))
        before = tuning.office_tuning(tx)
    if len(rows.same) < FEWEST or not 0 < rows.same.sum() < len(rows.same):
        raise InputError(
            f"只评了 {len(rows.same)} 对（同 {int(rows.same.sum())} 对），还定不了阈值",
            f"请先评至少 {FEWEST} 对，同与不同都要有",
        )
    row = compared(rows, before.petitions.floor.letter, floor)
    if row["worse"] and not reason.strip():
        figures = f"{row['after']:.3f}，不如现在的 {row['floor_before']:g}（{row['before']:.3f}）"
        raise Conflict(f"阈值 {floor:g} 的 F0.5 为 {figures}，没有启用", "可选曲线上更好的点；一定要用请写明理由")
    after = replace(before, petitions=replace(before.petitions, floor=replace(before.petitions.floor, letter=floor)))
    return _applied(office, viewer, (before, after), row, reason=reason.strip() or "评测没有变差", now=now)


def compared(rows: Labelled, before: float, after: float) -> dict[str, Any]:
    """F0.5 of both floors on the labelled pairs, the difference with its interval, and whether it is worse."""
    less = difference(rows, before, after)
    of = {floor: f05_at(rows, floor) for floor in (before, after)}
    return {
        "set": "office:threshold",
        "metric": "F0.5",
        "pairs": len(rows.same),
        "floor_before": before,
        "floor_after": after,
        "before": of[before],
        "after": of[after],
        "low": less.low,
        "high": less.high,
        "worse": less.value < 0,
    }


def _applied(
    office: Office,
    viewer: Viewer,
    both: tuple[Tuning, Tuning],
    row: Mapping[str, Any],
    *,
    reason: str,
    now: datetime,
) -> SearchChange:
    before, after = (to_json(one) for one in both)
    change = SearchChange(
        id="",
        kind=KIND,
        decision="worse" if row["worse"] else "not_worse",
        before=before,
        after=after,
        compared=(row,),
        version=index_version(office.index, office.today()).words,
        person=viewer.name,
    )
    with office.database.write() as tx:
        kept = search_changes.propose_change(tx, change, now=now)
        done = search_changes.mark_applied(tx, kept.id, person=viewer.name, reason=reason, now=now)
        tuning.put_tuning(tx, both[1], now=now, person=viewer.name)
        audit.record(tx, viewer, "threshold", done.id, now=now, reason=reason)
    return done


def undo(office: Office, viewer: Viewer, *, reason: str, now: datetime) -> SearchChange:
    """The last floor that was chosen, undone: the floor before it holds again.

    Raises Conflict when there is none, or when a later tuning set this floor again.
    """
    if not reason.strip():
        raise InputError("撤回阈值要写明理由", "例如：漏掉的太多")
    with office.database.write() as tx:
        last = search_changes.in_effect(tx, KIND)
        if last is None:
            raise Conflict("没有启用过本办自己的阈值，无从撤回", "现在用的是产品自带的阈值")
        done = search_changes.mark_undone(tx, last.id, person=viewer.name, reason=reason.strip(), now=now)
        tuning.put_tuning(tx, tuning.without(tx, last), now=now, person=viewer.name)
        audit.record(tx, viewer, "threshold_undo", done.id, now=now, reason=reason.strip())
    return done
