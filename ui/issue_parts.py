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

SHARES = ("units", "places", "respondents", "articles", "classes")


def overview(viewer: Viewer, page: service.IssuePage) -> None:
    """Trend, this period against the last, what the rank is made of, units, places, articles, classes, events below."""
    days, now_count, before = page.periods
    left, right = st.columns([3, 2], gap="medium")
    with left:
        trend(page.weekly)
        change = word("issue.change", days=days, now=now_count, before=before, change=f"{now_count - before:+d}")
        st.text(f"{change}　{word('issue.span', first=day(page.stored.first_on), last=day(page.stored.last_on))}")
        if page.below:
            st.subheader(word("issue.events", total=len(page.below)))
            for event in page.below:
                link("issue", event.label, id=event.id)
        _rank(page)
    with right:
        for name in SHARES:
            _shares(name, page.shares(name))


def _rank(page: service.IssuePage) -> None:
    if not page.weights:
        return
    st.subheader(word("issue.rank", rank=f"{page.stored.rank:.2f}"))
    rows = [
        {
            word("issue.part"): one.label,
            word("issue.measured"): one.note,
            word("issue.value"): f"{one.value:.2f}",
            word("issue.weight"): f"{one.weight:.0%}",
        }
        for one in page.weights
    ]
    show(Table("issue_rank", word("issue.rank_alt"), rows))


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
    if rows:
        title = word(f"issue.by.{name}")
        table = [{title: row.label, word("issue.count"): row.count} for row in rows[:6]]
        show(Table(f"issue_{name}", title, table))


def members(viewer: Viewer, page: service.IssuePage) -> None:
    """Members with the reason each belongs; ticked ones can be confirmed or taken out, with a reason."""
    cases = (*page.arrivals, *page.members)
    if page.arrivals:
        st.info(word("issue.arrivals", total=len(page.arrivals)))
    ticked = choose(Table("issue_members", word("issue.members_alt"), [_row(one) for one in cases], tallest=400))
    chosen = [cases[number].id for number in ticked]
    with st.form("members_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(word("issue.reason"), placeholder=word("issue.reason_example"), width=520)
        confirm = st.form_submit_button(word("issue.confirm_members"))
        reject = st.form_submit_button(word("issue.reject_members"))
        open_case = st.form_submit_button(word("case.open"))
    if open_case and chosen:
        go("case", id=chosen[0])
    if not (confirm or reject):
        return
    if not chosen:
        st.info(word("issue.tick_first"))
    elif reject and not reason.strip():
        st.error(word("issue.reason_needed"))
    else:
        service.decide(viewer, page.stored.id, chosen, belongs=confirm, reason=reason.strip(), now=now())
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


def _row(one: service.Case) -> dict[str, object]:
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
        {word("column.class"): name, word("column.place"): place, word("column.unit"): unit, word("issue.count"): count}
        for name, place, unit, count in page.cells()
    ]
    show(Table("issue_cross", word("issue.cross_alt"), rows))
