"""Parts of a common issue's page: overview with trend and periods, the table issue × place × unit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.issue_life import measures
from ui.links import link
from ui.period_choice import chosen_period, told
from ui.render import Table, day, show
from ui.services_periods import compared
from ui.wiring import today
from ui.words import word

SHARES = ("units", "places", "respondents", "articles", "classes")


def overview(viewer: Viewer, page: service.IssuePage) -> None:
    """Trend, this period against the last, what the rank is made of, units, places, articles, classes, events below."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        trend(page.weekly)
        st.text(word("issue.span", first=day(page.stored.first_on), last=day(page.stored.last_on)))
        _period(viewer, page)
        if page.below:
            st.subheader(word("issue.events", total=len(page.below)))
            for event in page.below:
                link("issue", event.label, id=event.id)
        measures(viewer, page.stored.id)
        _rank(page)
    with right:
        for name in SHARES:
            _shares(name, page.shares(name))


def _period(viewer: Viewer, page: service.IssuePage) -> None:
    chosen = chosen_period("issue")
    if chosen is None:
        return
    found = compared(viewer, [page.stored.id], chosen, today=today())
    change = found.changes[page.stored.id]
    told(found)
    st.text(
        word(
            "period.of_issue",
            now=change.this.letters,
            now_sides=change.this.sides,
            now_share=f"{change.this_share:.1%}",
            before=change.last.letters,
            before_sides=change.last.sides,
            before_share=f"{change.last_share:.1%}",
            change=f"{change.more:+d}",
        )
    )


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


def cross_table(viewer: Viewer, page: service.IssuePage) -> None:
    """Issue × place × unit: how many members each combination has."""
    rows = [
        {word("column.class"): name, word("column.place"): place, word("column.unit"): unit, word("issue.count"): count}
        for name, place, unit, count in page.cells()
    ]
    show(Table("issue_cross", word("issue.cross_alt"), rows))
