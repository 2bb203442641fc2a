"""共性问题: what keeps coming back, patterns above and single events, ranked with the weights in view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.identity import current_user
from ui.issue_selection import selection
from ui.links import go
from ui.period_choice import chosen_period, moved, told
from ui.render import PAGE, Table, assisted, day, empty, moment, opened, pages
from ui.services_periods import compared
from ui.wiring import today
from ui.words import word, words_under


def draw() -> None:
    """Draws the filters and the ranked list."""
    viewer = current_user()
    st.title(word("page.issues"))
    wanted = _wanted()
    found = service.issue_list(viewer, wanted, limit=0)
    _run(viewer, found.computed)
    if not found.total:
        empty("issues.none" if found.computed else "issues", page="" if found.computed else "import")
        return
    offset = pages(found.total, key="issues_page", said="table.count_issues")
    shown = service.issue_list(viewer, wanted, limit=PAGE, offset=offset).rows
    changes = _changes(viewer, [one.stored.id for one in shown])
    trend = {word("issues.trend"): st.column_config.BarChartColumn(word("issues.trend"), y_min=0)}
    number = opened(
        Table(
            "issues_rows",
            word("issues.alt"),
            [_row(one, changes.get(one.stored.id, "")) for one in shown],
            trend,
            tallest=520,
        )
    )
    if number is not None:
        go("issue", id=shown[number].stored.id)
    st.text(word("issues.weights"))
    selection(viewer)
    assisted()


def _wanted() -> service.Wanted:
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    levels = list(words_under("issues.level"))
    level = left.segmented_control(
        word("issues.level_label"),
        levels,
        default=levels[0],
        required=True,
        format_func=lambda key: word(f"issues.level.{key}"),
        key="issues_level",
        label_visibility="collapsed",
        persist_state="session",
    )
    qualified = middle.toggle(
        word("issues.qualified"),
        value=True,
        key="issues_qualified",
        help=word("issues.qualified_help"),
        persist_state="session",
    )
    text = right.text_input(
        word("issues.text"), key="issues_text", placeholder=word("issues.text"), label_visibility="collapsed"
    )
    return service.Wanted(level or levels[0], qualified, text or "")


def _run(viewer: Viewer, computed: datetime | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(word("issues.computed", at=moment(computed)) if computed else word("issues.never"))
        if st.button(word("issues.run"), key="issues_run"):
            service.submit_discovery(viewer, as_of=today())
            st.toast(word("issues.submitted"))


def _changes(viewer: Viewer, ids: Sequence[str]) -> dict[str, str]:
    """Issue id → letters of this period against the last, for the period the person chose."""
    chosen = chosen_period("issues")
    if chosen is None:
        return {}
    found = compared(viewer, ids, chosen, today=today())
    told(found)
    return {id_: moved(change) for id_, change in found.changes.items()}


def _row(one: service.IssueRow, change: str) -> dict[str, object]:
    stored = one.stored
    return {
        word("issues.number"): one.number,
        word("issues.label"): stored.label,
        word("issues.members"): one.members,
        word("period.column"): change,
        word("issues.arrivals"): one.arrivals or "",
        word("issues.sides"): one.sides,
        word("issues.trend"): list(one.weekly),
        word("issues.rank"): f"{stored.rank:.2f}",
        word("issues.qualifies"): word("yes") if stored.qualified else word("no"),
        word("column.state"): word(f"issues.state.{stored.state}"),
        word("column.place"): one.places,
        word("column.unit"): one.units,
        word("issues.first"): day(stored.first_on),
        word("issues.last"): day(stored.last_on),
    }
