"""共性问题: what keeps coming back, patterns above and single events, ranked with the weights in view."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.identity import current_user
from ui.links import go
from ui.render import Table, assisted, day, empty, opened, pages
from ui.wiring import now, today
from ui.words import word, words_under

SIZE = 50


def draw() -> None:
    """Draws the filters and the ranked list."""
    viewer = current_user()
    st.title(word("page.issues"))
    level, qualified, text = _wanted()
    found = service.issue_list(viewer, service.Wanted(level=level, qualified=qualified, text=text), limit=0, offset=0)
    _run(viewer, found.computed)
    if not found.total:
        empty("issues" if not found.computed else "issues.none", page="import" if not found.computed else "")
        return
    offset = pages(found.total, key="issues_page", size=SIZE)
    wanted = service.Wanted(level=level, qualified=qualified, text=text)
    shown = service.issue_list(viewer, wanted, limit=SIZE, offset=offset)
    number = opened(Table("issues_rows", word("issues.alt"), [_row(one) for one in shown.rows], tallest=470))
    if number is not None:
        go("issue", id=shown.rows[number].id)
    st.text(word("issues.weights", weights=shown.weights))
    assisted()


def _wanted() -> tuple[str, bool, str]:
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
        word("issues.qualified"), key="issues_qualified", help=word("issues.qualified_help"), persist_state="session"
    )
    text = right.text_input(
        word("issues.text"), key="issues_text", placeholder=word("issues.text"), label_visibility="collapsed"
    )
    return level or levels[0], qualified, text


def _run(viewer: Viewer, computed: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(word("issues.computed", at=computed) if computed else word("issues.never"))
        if st.button(word("issues.run"), key="issues_run"):
            service.submit_discovery(viewer, as_of=today(), now=now())
            st.toast(word("issues.submitted"))


def _row(one: service.IssueRow) -> dict[str, object]:
    return {
        word("issues.label"): one.label,
        word("issues.level_label"): word(f"issues.level.{one.level}"),
        word("issues.members"): one.members,
        word("issues.sides"): one.sides,
        word("issues.trend"): list(one.weekly),
        word("column.state"): one.state,
        word("issues.qualifies"): word("yes") if one.qualified else word("no"),
        word("column.unit"): one.units,
        word("column.place"): one.places,
        word("issues.first"): day(one.first),
        word("issues.last"): day(one.last),
        word("issues.rank"): f"{one.rank:.2f}",
    }
