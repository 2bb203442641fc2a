"""A report as people read it: one row a system, each figure with its interval, what lies worse or better than ours."""

from __future__ import annotations

from collections.abc import Sequence

from eval.bootstrap import Interval
from eval.gold import KINDS
from eval.metrics import METRICS
from eval.report import Report, metrics_of, system_label


def title_of(report: Report) -> str:
    """`相似来信（检索，183 条）`."""
    return f"{report.gold.name}（{KINDS[report.gold.kind]}，{report.gold.size} 条）"


def columns_of(report: Report) -> dict[str, str]:
    """Metric → heading."""
    return {"system": "做法", **{name: METRICS[name].label for name in metrics_of(report.gold)}}


def table_of(report: Report) -> list[dict[str, str]]:
    """One row a system, ours first; ▼ where ours is surely better, ▲ where it is surely worse."""
    surely = {(one.system, one.metric): _mark(one.metric, one.is_) for one in report.differences}
    rows = []
    for system in report.outcomes:
        figures = {one.metric: one for one in report.figures if one.system == system}
        cells = {name: figure_text(name, one.is_) + surely.get((system, name), "") for name, one in figures.items()}
        rows.append({"system": system_label(system), **cells})
    return rows


def _mark(metric: str, less: Interval) -> str:
    if less.low is None or less.high is None or (less.low <= 0 <= less.high):
        return ""
    ours_better = (less.value > 0) == METRICS[metric].higher
    return " ▼" if ours_better else " ▲"


def figure_text(metric: str, one: Interval) -> str:
    """`0.957（0.941–0.970）`."""
    digits = METRICS[metric].digits
    if one.low is None or one.high is None:
        return f"{one.value:.{digits}f}"
    return f"{one.value:.{digits}f}（{one.low:.{digits}f}–{one.high:.{digits}f}）"


def difference_text(metric: str, one: Interval) -> str:
    """`+0.012（-0.003 至 +0.027）`."""
    digits = METRICS[metric].digits
    if one.low is None or one.high is None:
        return f"{one.value:+.{digits}f}"
    return f"{one.value:+.{digits}f}（{one.low:+.{digits}f} 至 {one.high:+.{digits}f}）"


def remarks_of(report: Report) -> Sequence[str]:
    """What stands below the table: best threshold, reliability, the set's hash and the version measured."""
    found = ["括号里是 95% 置信区间；▼ 表示该做法明显不如本办检索，▲ 表示明显更好，没有记号的分不出高下"]
    if "threshold" in report.notes:
        notes = report.notes
        found.append(
            f"F0.5 最好的阈值是 {notes['threshold']:.3f}：精确率 {notes['precision']:.3f}，召回率 {notes['recall']:.3f}"
        )
    if report.bins:
        parts = [f"{b.low:.1f}–{b.high:.1f}：{b.count} 件，说 {b.share:.2f}，对 {b.right:.2f}" for b in report.bins]
        found.append("把握与实际：" + "；".join(parts))
    return [*found, f"评测集指纹 {report.gold.digest}；{report.version.words}"]
