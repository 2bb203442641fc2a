"""信访件: one item, masked: time line, deadline, unit, similar cases, articles, place in the graph, draft."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services
from ui.cards import cited
from ui.case_parts import draft_tab, graph_tab, history, rules_tab, similar_tab
from ui.identity import current_user
from ui.incidents import plain
from ui.links import asked, link
from ui.render import day, due_badge, empty, letter, line, short
from ui.unmask import unmask
from ui.wiring import now, today
from ui.words import word

TABS = ("history", "similar", "rules", "graph", "draft")


def draw() -> None:
    """Draws the item named by `?id=`."""
    viewer = current_user()
    item_id = asked("id")
    if not item_id:
        st.title(word("page.case"))
        empty("case", page="search")
        return
    page = services.case_page(viewer, item_id, today=today())
    _head(viewer, page)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        letter(page.item.content_masked)
        unmask(viewer, page.item)
        if page.item.reply_masked:
            st.markdown(f"**{word('case.reply')}**　{day(page.item.replied_at)}")
            letter(page.item.reply_masked)
            cited(page.cited)
        _claims(page)
    with right:
        _facts(page)
    _tabs(viewer, page)


def _head(viewer: Viewer, page: services.CasePage) -> None:
    item = page.item
    st.title(plain(short(item.title_masked or item.content_masked, 60)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(page.state, color="blue")
        due_badge(page.days_left)
        st.badge(page.class_label or word("class.unknown"), color="gray")
        if page.outcome:
            st.badge(page.outcome, color="gray")
        for flag in page.flags:
            st.badge(flag, color="violet")
        if st.button(word("basket.add"), key="case_basket"):
            services.add_to_basket(viewer, item.id, now=now())
            st.toast(word("basket.added"))


def _facts(page: services.CasePage) -> None:
    item = page.item
    with st.container(border=True):
        line(word("column.number"), item.item_no or item.source_id)
        line(word("column.source"), item.source)
        line(word("column.channel"), page.channel)
        line(word("column.received"), day(item.received_at))
        line(word("column.due_on"), day(item.due_on))
        line(word("column.unit"), page.unit_name)
        line(word("column.place"), item.place_text or item.region_text)
        line(word("case.respondent"), item.respondent_text)
        line(word("case.persons"), str(item.person_count))
        line(word("case.petitioner"), word("case.petitioner_masked") if item.petitioner_ref else word("case.anonymous"))
        if page.class_path:
            line(word("column.class"), page.class_path)
    if len(page.matter_items) > 1:
        with st.container(border=True):
            st.markdown(f"**{word('case.matter', total=len(page.matter_items))}**")
            for other in page.matter_items:
                if other.id != item.id:
                    link("case", f"{day(other.received_at)}　{short(other.title_masked, 24)}", id=other.id)
    if page.issues or page.batches:
        with st.container(border=True):
            for issue_id, label in page.issues:
                link("issue", word("case.issue", label=label), id=issue_id)
            for batch_id, label in page.batches:
                link("batch", word("case.batch", label=label), id=batch_id)


def _claims(page: services.CasePage) -> None:
    if not page.claims:
        return
    st.markdown(f"**{word('case.claims')}**")
    for claim in page.claims:
        st.markdown(f"{claim.ordinal}. {plain(claim.text)}　{plain(claim.outcome)}")


def _tabs(viewer: Viewer, page: services.CasePage) -> None:
    tabs = st.tabs([word(f"case.tab.{name}") for name in TABS], key="case_tabs", on_change="rerun")
    drawn = (history, similar_tab, rules_tab, graph_tab, draft_tab)
    for tab, part in zip(tabs, drawn, strict=True):
        if tab.open:
            with tab:
                part(viewer, page)
