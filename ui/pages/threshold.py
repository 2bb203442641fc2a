"""阈值台: pairs of letters one after another, 同 or 不同 by key; the F0.5 curve they give; the point to choose."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from casework.threshold import FEWEST, MOST, Bench
from core.petition import Item
from core.viewer import Viewer
from eval.threshold import CurvePoint
from ui import services_feedback
from ui import services_threshold as service
from ui.identity import current_user
from ui.incidents import plain
from ui.links import link
from ui.render import assisted, day, empty, letter, line, short
from ui.wiring import now
from ui.words import word

LONGEST = 700


def draw() -> None:
    """Draws the pair to label on the left and the curve with the choice on the right."""
    viewer = current_user()
    st.title(word("page.threshold"))
    st.text(word("threshold.note", most=MOST))
    if said := st.session_state.pop("threshold_said", ""):
        st.info(plain(said))
    found = service.bench(viewer)
    done = min(found.labelled, MOST)
    st.progress(done / MOST, text=word("threshold.done", done=found.labelled, same=found.same, most=MOST))
    _pair(viewer, found)
    _curve(viewer, found)
    assisted()


def _pair(viewer: Viewer, found: Bench) -> None:
    if not found.waiting:
        empty("threshold.none")
        return
    one, other, _ = found.waiting[0]
    left, right = st.columns(2, gap="medium")
    for side, item in ((left, one), (right, other)):
        with side:
            _letter(item)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(word("threshold.asked"), width="content")
        same = st.button(word("threshold.same"), key="threshold_same", type="primary", shortcut="s")
        apart = st.button(word("threshold.apart"), key="threshold_apart", shortcut="d")
        back = st.button(word("threshold.back"), key="threshold_back", shortcut="b")
    if same or apart:
        st.session_state["threshold_last"] = service.label(viewer, (one.id, other.id), same=same, now=now())
        st.rerun()
    if back and (last := st.session_state.pop("threshold_last", "")):
        services_feedback.undo(viewer, last, now=now())
        st.rerun()


def _letter(item: Item) -> None:
    st.markdown(f"**{plain(short(item.title_masked or item.content_masked, 50))}**")
    line(word("column.number"), f"{item.item_no or item.source_id}　{day(item.received_at)}　{item.place_text}")
    letter(item.content_masked[:LONGEST], height=230)
    link("case", word("case.open"), id=item.id)


def _curve(viewer: Viewer, found: Bench) -> None:
    st.subheader(word("threshold.curve"))
    if not found.points or found.best is None:
        st.text(word("threshold.no_curve", fewest=FEWEST))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.vega_lite_chart(spec=_chart(found.points, found.present), alt=word("threshold.curve_alt"))
    with right:
        line(word("threshold.present"), f"{found.present:g}")
        line(word("threshold.best"), _told(found.best))
        _choose(viewer, found)


def _told(point: CurvePoint) -> str:
    low, high = point.f05.low, point.f05.high
    bounds = f"（{low:.2f}–{high:.2f}）" if low is not None and high is not None else ""
    return word(
        "threshold.point",
        threshold=f"{point.threshold:g}",
        f05=f"{point.f05.value:.2f}{bounds}",
        precision=f"{point.precision:.2f}",
        recall=f"{point.recall:.2f}",
    )


def _choose(viewer: Viewer, found: Bench) -> None:
    assert found.best is not None
    with st.form("threshold_choose"):
        floor = st.number_input(
            word("threshold.floor"), 0.05, 0.99, value=min(0.99, max(0.05, found.best.threshold)), step=0.01
        )
        reason = st.text_input(word("threshold.reason"), placeholder=word("threshold.example"), max_chars=200)
        with st.container(horizontal=True):
            chosen = st.form_submit_button(word("threshold.choose"), type="primary")
            undone = service.last_choice() is not None and st.form_submit_button(word("threshold.undo"))
    if chosen:
        row = service.choose(viewer, float(floor), reason=reason, now=now()).compared[0]
        figures = {"floor": f"{floor:g}", "before": f"{row['before']:.3f}", "after": f"{row['after']:.3f}"}
        st.session_state["threshold_said"] = word("threshold.chosen", **figures)
        st.rerun()
    if undone:
        service.undo(viewer, reason=reason or word("threshold.undone_by"), now=now())
        st.session_state["threshold_said"] = word("threshold.undone")
        st.rerun()


def _chart(points: Sequence[CurvePoint], present: float) -> dict[str, object]:
    """F0.5 with its interval, precision and recall over the floor; the floor in use as an upright line."""
    lines = [
        {"floor": one.threshold, "value": value, "figure": word(f"threshold.figure.{name}")}
        for one in points
        for name, value in (("f05", one.f05.value), ("precision", one.precision), ("recall", one.recall))
    ]
    bounds = [
        {"floor": one.threshold, "low": one.f05.low, "high": one.f05.high} for one in points if one.f05.low is not None
    ]
    across = {"field": "floor", "type": "quantitative", "title": word("threshold.floor"), "scale": {"zero": False}}
    figure = {"field": "figure", "type": "nominal", "title": None, "legend": {"orient": "bottom"}}
    up = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
    band = {"x": across, "y": {"field": "low", **up}, "y2": {"field": "high"}}
    line_ = {"x": across, "y": {"field": "value", **up}, "color": figure, "strokeDash": figure}
    return {
        "height": 300,
        "layer": [
            {"data": {"values": bounds}, "mark": {"type": "area", "opacity": 0.2}, "encoding": band},
            {"data": {"values": lines}, "mark": "line", "encoding": line_},
            {
                "data": {"values": [{"floor": present}]},
                "mark": {"type": "rule", "strokeDash": [4, 4]},
                "encoding": {"x": across},
            },
        ],
    }
