"""The gate (F82): a change of search is switched on only when it is not worse on any of the office's own sets.

Pure: it weighs outcomes of two settings on the same sets, whatever changed between them. The rule is explained in
docs/decisions/2026-11-22-gate.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.bootstrap import Interval
from eval.gold import GoldSet, Kind
from eval.metrics import METRICS
from eval.outcomes import Outcome

LEAST_UNITS = 10
"""A set with fewer questions is shown and decides nothing: one question more or less would turn it."""
TOLERANCE = 0.01
"""A loss within which two settings count as alike while the interval does not exclude that they are."""
GATED: Mapping[Kind, tuple[str, ...]] = {
    "ranking": ("recall_10", "mrr_10", "map"),
    "pairs": ("f05", "average_precision"),
    "clusters": ("match_f1", "lookalikes"),
    "labels": ("top_1", "macro_f1", "calibration"),
}
COUNTED = frozenset({"lookalikes"})
"""Counts, of which not one more is allowed."""
Standing = Literal["better", "same", "worse", "too_few"]
STANDINGS: Mapping[Standing, str] = {"better": "更好", "same": "不相上下", "worse": "更差", "too_few": "太少，不作数"}
Decision = Literal["passed", "worse", "unproven"]
DECISIONS: Mapping[Decision, str] = {"passed": "可以启用", "worse": "变差了", "unproven": "无从比较"}


def decision_label(decision: str) -> str:
    """The Chinese word for a kept decision."""
    return next((label for name, label in DECISIONS.items() if name == decision), decision)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One set measured before and after a change."""

    gold: GoldSet
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: a figure of one set before and after, the paired difference, and how it stands."""

    set: str
    kind: str
    units: int
    metric: str
    before: float
    after: float
    difference: Interval
    standing: Standing


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says, with the table it rests on and the hash of each set."""

    decision: Decision
    rows: tuple[Row, ...]
    datasets: Mapping[str, Mapping[str, Any]]
    why: str = ""
    """What to say instead of the usual sentence."""

    @property
    def sentence(self) -> str:
        """One Chinese sentence for the person who decides."""
        if self.why:
            return self.why
        worse = sorted({row.set for row in self.rows if row.standing == "worse"})
        if self.decision == "worse":
            return f"在 {'、'.join(worse)} 上变差了，不能直接启用；确要启用须由具名的人写明理由"
        if self.decision == "unproven":
            return f"本办没有一个够 {LEAST_UNITS} 条的评测集，无从比较；确要启用须由具名的人写明理由"
        better = sorted({row.set for row in self.rows if row.standing == "better"})
        return f"没有变差，可以启用；变好的有 {'、'.join(better)}" if better else "没有变差，也没有明显变好，可以启用"


def weigh(measured: Sequence[Weighed]) -> Verdict:
    """The verdict over all sets: worse when any counted figure is, unproven when no set counts."""
    rows = tuple(row for one in measured for row in _rows(one))
    counted = [row for row in rows if row.standing != "too_few"]
    decision: Decision = "unproven" if not counted else "passed"
    if any(row.standing == "worse" for row in counted):
        decision = "worse"
    datasets = {one.gold.name: {"digest": one.gold.digest, "size": one.gold.size} for one in measured}
    return Verdict(decision, rows, datasets)


def _rows(one: Weighed) -> list[Row]:
    found = []
    for metric in GATED[one.gold.kind]:
        less = one.after.less(one.before, metric)
        before = one.before.figure_alone(metric)
        found.append(
            Row(
                set=one.gold.name,
                kind=one.gold.kind,
                units=one.before.units,
                metric=metric,
                before=before,
                after=before + less.value,
                difference=less,
                standing=standing(metric, less, one.before.units),
            )
        )
    return found


def standing(metric: str, less: Interval, units: int) -> Standing:
    """How a figure stands after the change: surely or noticeably worse, surely better, or alike."""
    if units < LEAST_UNITS:
        return "too_few"
    sign = 1 if METRICS[metric].higher else -1
    gain = sign * less.value
    surely = less.low is not None and less.high is not None and (less.low > 0 or less.high < 0)
    if gain < 0 and (surely or gain < -(0.0 if metric in COUNTED else TOLERANCE)):
        return "worse"
    return "better" if gain > 0 and (surely or metric in COUNTED) else "same"


def rows_json(verdict: Verdict) -> list[dict[str, Any]]:
    """The table as it is kept and shown."""
    return [
        {
            "set": row.set,
            "kind": row.kind,
            "units": row.units,
            "metric": row.metric,
            "label": METRICS[row.metric].label,
            "before": round(row.before, 6),
            "after": round(row.after, 6),
            "difference": round(row.difference.value, 6),
            "low": None if row.difference.low is None else round(row.difference.low, 6),
            "high": None if row.difference.high is None else round(row.difference.high, 6),
            "standing": row.standing,
            "standing_label": STANDINGS[row.standing],
        }
        for row in verdict.rows
    ]
