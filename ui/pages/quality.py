"""检索质量: the office's gold sets and their figures, the figures search orders by, and every change with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from core.viewer import Viewer
from eval.bootstrap import Interval
from eval.gate import decision_label
from eval.gold import KINDS, GoldSet
from eval.metrics import METRICS
from eval.office_sets import SETS
from eval.report_table import difference_text, figure_text
from records.search_changes import KINDS as CHANGE_KINDS
from records.search_changes import STATES, SearchChange
from search.tuning import DEFAULT, to_json
from search.why import PART_LABELS
from ui import services_quality as service
from ui.identity import current_user
from ui.incidents import plain
from ui.jobs import running_jobs
from ui.render import PAGE, Table, choose, empty, moment, show
from ui.words import word

SHOWN = ("petitions", "articles")
"""Corpora whose figures are changed on the page; all of them are with the command."""


def draw() -> None:
    """Draws the three tabs."""
    viewer = current_user()
    st.title(word("page.quality"))
    st.text(word("quality.note"))
    names = [word(f"quality.{name}") for name in ("sets", "figures", "changes")]
    first, second, third = st.tabs(names, key="quality_tabs", on_change="rerun")
    if first.open:
        with first:
            _sets(viewer)
    if second.open:
        with second:
            _figures(viewer)
    if third.open:
        with third:
            _changes(viewer)


def _sets(viewer: Viewer) -> None:
    own = service.sets(viewer)
    if not own:
        empty("quality.no_sets", page="issues")
        return
    show(Table("quality_sets", word("quality.sets"), [_set_row(one) for one in own]))
    if st.button(word("quality.measure"), key="quality_measure"):
        service.measure(viewer)
    running_jobs(then_rerun=True)
    measured = service.measured()
    if measured is None:
        st.text(word("quality.never"))
        return
    result, at = measured
    st.subheader(word("quality.last", at=moment(datetime.fromisoformat(at))))
    st.text(word("quality.reading"))
    for report in result["reports"]:
        _report(report)
    for name, why in result["left_out"].items():
        st.markdown(plain(word("quality.left_out", name=name, why=why)))


def _set_row(one: GoldSet) -> dict[str, object]:
    label, _, origin = SETS[one.name].partition("：")
    return {
        word("quality.set"): label,
        word("quality.kind"): KINDS[one.kind],
        word("quality.size"): one.size,
        word("quality.origin"): origin,
        word("quality.code"): one.name,
    }


def _name(code: str) -> str:
    return SETS.get(code, code).partition("：")[0]


def _report(report: Mapping[str, Any]) -> None:
    name = _name(report["set"])
    rows: dict[str, dict[str, object]] = {}
    for one in report["figures"]:
        row = rows.setdefault(one["system"], {word("quality.system"): one["system_label"]})
        row[METRICS[one["metric"]].label] = figure_text(one["metric"], _interval(one))
    st.markdown(f"**{plain(name)}**　{word('quality.rows', size=report['size'])}")
    show(Table(f"quality_{report['set']}", name, list(rows.values())))
    if report["reliability"]:
        _reliability(report["reliability"])
    version = report["version"]
    st.text(word("quality.version", **version | {"encoder": version["encoder"] or word("quality.no_model")}))


def _reliability(bins: Sequence[Mapping[str, Any]]) -> None:
    """For each tenth of the scale what was promised and what was right."""
    rows = [
        {
            word("quality.promised"): f"{one['share']:.2f}",
            word("quality.right"): f"{one['right']:.2f}",
            word("quality.size"): one["count"],
        }
        for one in bins
    ]
    st.text(word("quality.reliability"))
    show(Table("quality_reliability_" + "_".join(str(one["count"]) for one in bins), word("quality.promised"), rows))


def _interval(one: Mapping[str, Any], value: str = "value") -> Interval:
    return Interval(one[value], one["low"], one["high"])


def _figures(viewer: Viewer) -> None:
    present = service.figures()
    st.text(word("quality.figures_note"))
    labels = {name: label for name, label in PART_LABELS.items() if name != "local"}  # no set measures that
    own = to_json(DEFAULT)  # what neither this office nor the product uses is not asked about
    with st.form("quality_form"):
        changed = {corpus: dict(present[corpus]) for corpus in present}
        for corpus, column in zip(SHOWN, st.columns(len(SHOWN)), strict=True):
            with column:
                st.markdown(f"**{word(f'quality.corpus.{corpus}')}**")
                for name, label in labels.items():
                    if present[corpus].get(name) or own[corpus].get(name):
                        changed[corpus][name] = st.number_input(
                            label, 0.0, 1.0, float(present[corpus][name]), 0.01, key=f"quality_{corpus}_{name}"
                        )
        if st.form_submit_button(word("quality.propose")):
            if changed == present:
                st.warning(word("quality.unchanged"))
            else:
                service.propose(viewer, changed)
    running_jobs(then_rerun=True)


def _changes(viewer: Viewer) -> None:
    found = service.changes(limit=PAGE)
    if not found:
        empty("quality.no_changes")
        return
    ticked = choose(Table("quality_changes", word("quality.changes"), [_change_row(one) for one in found]), many=False)
    if not ticked:
        st.text(word("quality.tick"))
        return
    change = found[ticked[0]]
    st.markdown(plain(change.note or decision_label(change.decision)))
    if change.compared:
        show(Table("quality_compared", word("quality.compared"), [_compared_row(row) for row in change.compared]))
    st.text(change.version)
    _decide(viewer, change)


def _change_row(one: SearchChange) -> dict[str, object]:
    return {
        word("quality.number"): one.id.removeprefix("change:"),
        word("quality.what"): CHANGE_KINDS.get(one.kind, one.kind),
        word("quality.decision"): decision_label(one.decision),
        word("quality.state"): STATES.get(one.state, one.state),
        word("column.at"): moment(one.at),
        word("quality.proposed_by"): one.person,
        word("quality.applied_by"): one.applied_by,
        word("quality.reason"): one.apply_reason,
        word("quality.undone_by"): one.undone_by,
    }


def _compared_row(row: Mapping[str, Any]) -> dict[str, object]:
    """A line of the table; those of models and thresholds say less."""
    metric = row.get("metric", "")
    if "difference" not in row:
        return {word("quality.set"): _name(row.get("set", "")), word("quality.metric"): metric} | {
            word("quality.before"): str(row.get("before", "")),
            word("quality.after"): str(row.get("after", "")),
        }
    return {
        word("quality.set"): _name(row["set"]),
        word("quality.size"): row["units"],
        word("quality.metric"): row["label"],
        word("quality.before"): figure_text(metric, Interval(row["before"])),
        word("quality.after"): figure_text(metric, Interval(row["after"])),
        word("quality.difference"): difference_text(metric, _interval(row, "difference")),
        word("quality.standing"): row["standing_label"],
    }


def _decide(viewer: Viewer, change: SearchChange) -> None:
    """The button that switches the change on or takes it back, for tunings."""
    undoing = service.may_undo(change)
    if not undoing and not (change.kind == "tuning" and change.state == "proposed"):
        return
    needed = not undoing and change.decision != "passed"
    reason = st.text_input(
        word("quality.why_needed" if needed else "quality.why"), key=f"quality_reason_{change.id}_{change.state}"
    )
    if st.button(word("quality.undo" if undoing else "quality.apply"), key=f"quality_do_{change.id}"):
        (service.undo if undoing else service.apply)(viewer, change.id, reason=reason)
        st.rerun()
