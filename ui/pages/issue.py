"""共性问题详情: members and look-alikes with reasons, trend, units, places, articles; confirm, go on to a batch."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.identity import current_user
from ui.incidents import plain
from ui.issue_parts import cross_table, lookalikes, members, overview
from ui.links import asked, go, link
from ui.render import assisted, empty, line
from ui.wiring import now, today
from ui.words import word

TABS = ("overview", "members", "lookalikes", "cross")


def draw() -> None:
    """Draws the common issue named by `?id=`."""
    viewer = current_user()
    issue_id = asked("id")
    if not issue_id:
        st.title(word("page.issue"))
        empty("issue", page="issues")
        return
    page = service.issue_page(viewer, issue_id, as_of=today())
    _head(viewer, page)
    tabs = st.tabs([_tab(name, page) for name in TABS], key="issue_tabs", on_change="rerun")
    for tab, part in zip(tabs, (overview, members, lookalikes, cross_table), strict=True):
        if tab.open:
            with tab:
                part(viewer, page)
    assisted()


def _tab(name: str, page: service.IssuePage) -> str:
    counts = {"members": len(page.members), "lookalikes": len(page.lookalikes)}
    return word(f"issue.tab.{name}", total=counts[name]) if name in counts else word(f"issue.tab.{name}")


def _head(viewer: Viewer, page: service.IssuePage) -> None:
    st.title(plain(page.label), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(word(f"issues.level.{page.level}"), color="blue")
        st.badge(page.state, color="violet")
        st.badge(word("issue.members", total=len(page.members)), color="gray")
        st.badge(word("issue.sides", total=page.sides), color="gray")
        st.badge(
            word("issue.qualified" if page.qualified else "issue.not_qualified"),
            color="green" if page.qualified else "orange",
        )
        if not page.confirmed and st.button(word("issue.confirm"), key="issue_confirm"):
            service.confirm(viewer, page.id, now=now())
            st.rerun()
        if st.button(word("issue.batch"), key="issue_batch", type="primary"):
            go("batch", id=service.open_batch(viewer, page.id, now=now()))
        link("graph", word("graph.open"), id=page.id)
    if not page.qualified:
        line(word("issue.why_not"), page.why_not)
    if page.confirmed:
        st.text(word("issue.confirmed_by", person=page.confirmed))
    for other_id, label in page.parents:
        link("issue", word("issue.parent", label=label), id=other_id)
