"""共性问题详情: members and look-alikes with reasons, trend, units, places, articles; confirm, go on to a batch."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.identity import current_user
from ui.incidents import plain
from ui.issue_life import life, number_and_owner, several_units
from ui.issue_members import arrivals, lookalikes, members
from ui.issue_parts import cross_table, overview
from ui.links import asked, go, link
from ui.render import assisted, empty, line
from ui.wiring import now
from ui.words import word

TABS = ("overview", "members", "arrivals", "lookalikes", "cross", "units", "life")
PARTS = (overview, members, arrivals, lookalikes, cross_table, several_units, life)


def draw() -> None:
    """Draws the common issue named by `?id=`."""
    viewer = current_user()
    issue_id = asked("id")
    if not issue_id:
        st.title(word("page.issue"))
        empty("issue", page="issues")
        return
    page = service.issue_page(viewer, issue_id)
    _head(viewer, page)
    tabs = st.tabs([_tab(name, page) for name in TABS], key="issue_tabs", on_change="rerun")
    for tab, part in zip(tabs, PARTS, strict=True):
        if tab.open:
            with tab:
                part(viewer, page)
    assisted()


def _tab(name: str, page: service.IssuePage) -> str:
    counts = {"members": len(page.members), "arrivals": len(page.arrivals), "lookalikes": len(page.lookalikes)}
    return word(f"issue.tab.{name}", total=counts[name]) if name in counts else word(f"issue.tab.{name}")


def _head(viewer: Viewer, page: service.IssuePage) -> None:
    stored = page.stored
    st.title(plain(stored.label), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(word(f"issues.level.{stored.level}"), color="blue")
        st.badge(word(f"issues.state.{stored.state}"), color="violet")
        st.badge(word("issue.members", total=len(page.members)), color="gray")
        st.badge(word("issue.sides", total=page.sides), color="gray")
        if stored.qualified:
            st.badge(word("issue.qualified"), color="green")
        else:
            st.badge(word("issue.not_qualified"), color="orange")
        if stored.state == "candidate" and st.button(word("issue.confirm"), key="issue_confirm"):
            service.confirm(viewer, stored.id, now=now())
            st.rerun()
        if st.button(word("issue.batch"), key="issue_batch", type="primary"):
            go("batch", id=service.open_batch(viewer, stored.id, now=now()))
        link("graph", word("graph.open"), id=stored.id)
        with st.popover(word("issue.more"), key="issue_more"):
            _correct(viewer, page)
    number_and_owner(viewer, stored.id)
    if not stored.qualified and stored.why_not:
        line(word("issue.why_not"), stored.why_not)
    if stored.confirmed_by:
        st.text(word("issue.confirmed_by", person=stored.confirmed_by))
    if page.above is not None:
        link("issue", word("issue.parent", label=page.above.label), id=page.above.id)


def _correct(viewer: Viewer, page: service.IssuePage) -> None:
    """Another name for the issue, or the word of a person that it is none."""
    stored = page.stored
    with st.form("issue_rename", border=False):
        name = st.text_input(word("issue.name"), value=stored.label, max_chars=30)
        if st.form_submit_button(word("issue.rename")) and name.strip():
            service.rename(viewer, stored.id, name.strip(), now=now())
            st.rerun()
    if stored.state == "candidate":
        with st.form("issue_dismiss", border=False):
            reason = st.text_input(word("issue.dismiss_reason"), max_chars=200)
            if st.form_submit_button(word("issue.dismiss")):
                service.dismiss(viewer, stored.id, reason=reason, now=now())
                go("issues")
