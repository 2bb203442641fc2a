"""Parts of a common issue's page: overview with trend, members, look-alikes, the table issue × place × unit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.links import go, link
from ui.render import Table, choose, day, opened, short, show
from ui.wiring import now
from ui.words import word


def overview(viewer: Viewer, page: service.IssuePage) -> None:
    """Trend, this period against the last, units, places, articles, class mix, events below."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(word("issue.trend"))
        trend(page.weekly)
        with st.container(horizontal=True):
            change = page.this_period - page.last_period
            st.metric(
                word("issue.this_period"), page.this_period, delta=f"{change:+d}", delta_color="inverse", width=200
            )
            st.metric(word("issue.last_period"), page.last_period, width=200)
            st.metric(word("issue.span"), f"{day(page.first)} — {day(page.last)}")
        if page.events:
            st.subheader(word("issue.events", total=len(page.events)))
            for event_id, label in page.events:
                link("issue", label, id=event_id)
    with right:
        _shares("unit", page.units)
        _shares("place", page.places)
        _shares("article", page.articles)
        _shares("class", page.classes)


def trend(weekly: Sequence[tuple[str, int]]) -> None:
    """Draws the number of items by week, with the table behind it."""
    if not weekly:
        st.text(word("issue.no_trend"))
        return
    spec = {
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 40, "right": 12, "top": 16, "bottom": 28},
        "xAxis": {"type": "category", "data": [week for week, _ in weekly]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"type": "bar", "name": word("issue.count"), "data": [count for _, count in weekly], "color": "#1f5fa8"}
        ],
    }
    st.echarts_chart(spec, key="issue_trend", height=220, alt=word("issue.trend_alt", weeks=len(weekly)))
    with st.expander(word("issue.trend_table"), key="issue_trend_fold", on_change="rerun") as box:
        if box.open:
            rows = [{word("issue.week"): week, word("issue.count"): count} for week, count in weekly]
            show(Table("issue_trend_rows", word("issue.trend"), rows))


def _shares(name: str, rows: Sequence[service.Share]) -> None:
    st.markdown(f"**{word(f'issue.by_{name}')}**")
    if not rows:
        st.text(word("issue.nothing"))
        return
    table = [{word(f"column.{name}"): row.label, word("issue.count"): row.count} for row in rows[:8]]
    show(Table(f"issue_{name}", word(f"issue.by_{name}"), table))


def members(viewer: Viewer, page: service.IssuePage) -> None:
    """Members with the reason each belongs; ticked ones can be confirmed or taken out, with a reason."""
    rows = [_row(one) for one in page.members]
    ticked = choose(Table("issue_members", word("issue.members_alt"), rows, tallest=420))
    chosen = [page.members[number].id for number in ticked]
    with st.form("members_form", border=False):
        left, one, two, three = st.columns([4, 1, 1, 1], vertical_alignment="bottom")
        reason = left.text_input(word("issue.reason"), placeholder=word("issue.reason_example"))
        confirm = one.form_submit_button(word("issue.confirm_members"))
        reject = two.form_submit_button(word("issue.reject_members"))
        open_case = three.form_submit_button(word("case.open"))
    if open_case and chosen:
        go("case", id=chosen[0])
    if not (confirm or reject):
        return
    if not chosen:
        st.info(word("issue.tick_first"))
    elif reject and not reason.strip():
        st.error(word("issue.reason_needed"))
    else:
        service.decide(viewer, page.id, chosen, belongs=confirm, reason=reason.strip(), now=now())
        st.rerun()


def lookalikes(viewer: Viewer, page: service.IssuePage) -> None:
    """Items that look alike and were kept out, with the reason."""
    if not page.lookalikes:
        st.text(word("issue.no_lookalikes"))
        return
    rows = [_row(one) for one in page.lookalikes]
    number = opened(Table("issue_lookalikes", word("issue.lookalikes_alt"), rows, tallest=420))
    if number is not None:
        go("case", id=page.lookalikes[number].id)


def _row(one: service.MemberRow) -> dict[str, object]:
    return {
        word("column.title"): short(one.title, 40),
        word("issue.why"): one.reason,
        word("column.score"): "—" if one.score is None else f"{one.score:.2f}",
        word("issue.decided"): one.decided,
        word("column.place"): one.place,
        word("column.unit"): one.unit,
        word("column.received"): day(one.received),
        word("column.state"): one.state,
        word("column.number"): one.number,
    }


def cross_table(viewer: Viewer, page: service.IssuePage) -> None:
    """Issue × place × unit: how many members each combination has."""
    rows = [
        {
            word("column.class"): row.class_label,
            word("column.place"): row.place,
            word("column.unit"): row.unit,
            word("issue.count"): row.count,
        }
        for row in page.cross
    ]
    show(Table("issue_cross", word("issue.cross_alt"), rows, tallest=420))
