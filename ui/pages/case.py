"""信访件: one item, masked: time line, deadline, unit, similar cases, articles, place in the graph, draft."""

from __future__ import annotations

import streamlit as st

from casework.case import CasePage
from core.petition import Item
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from ui import services, services_case
from ui.cards import cited
from ui.case_parts import draft_tab, graph_tab, history, rules_tab, similar_tab
from ui.identity import current_user
from ui.incidents import plain
from ui.links import asked, link
from ui.render import day, due_badge, empty, letter, line, short
from ui.suggestions import suggest_tab
from ui.unmask import unmask
from ui.wiring import now, today
from ui.words import word

TABS = ("history", "suggest", "similar", "rules", "graph", "draft")
FLAGS = {
    "joint": "is_joint_letter",
    "group": "is_group_visit",
    "urgent": "is_urgent",
    "anonymous": "is_anonymous",
    "repeat": "repeat_of",
}


def draw() -> None:
    """Draws the item named by `?id=`."""
    viewer = current_user()
    item_id = asked("id")
    if not item_id:
        st.title(word("page.case"))
        empty("case", page="search")
        return
    page = services_case.case_page(viewer, item_id, today=today())
    if st.session_state.get("case_viewed") != item_id:
        st.session_state["case_viewed"] = item_id
        services_case.note_view(viewer, item_id, now=now())
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
        _around(page)
    _tabs(viewer, page)


def _head(viewer: Viewer, page: CasePage) -> None:
    item = page.item
    st.title(plain(short(item.title_masked or item.content_masked, 60)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(label("state", item.state), color="blue")
        if page.days_left is not None:
            due_badge(page.days_left)
        st.badge(label_of(item.issue_code) if item.issue_code else word("class.unknown"), color="gray")
        if item.outcome:
            st.badge(label("outcome", item.outcome), color="gray")
        for name, field in FLAGS.items():
            if getattr(item, field):
                st.badge(word(f"case.flag.{name}"), color="violet")
        if st.button(word("basket.add"), key="case_basket"):
            services.add_to_basket(viewer, item.id, now=now())
            st.toast(word("basket.added"))


def _facts(page: CasePage) -> None:
    item = page.item
    with st.container(border=True, gap="xsmall"):
        line(word("column.number"), item.item_no or item.source_id)
        line(word("column.source"), f"{item.source}　{label('channel', item.channel)}")
        line(word("column.received"), day(item.received_at))
        line(word("column.due_on"), day(item.due_on))
        line(word("column.unit"), page.unit_name)
        line(word("column.class"), page.class_path)
        line(word("column.place"), "、".join(page.places) or item.place_text or item.region_text)
        line(word("case.respondent"), "、".join(page.respondents) or item.respondent_text)
        line(word("case.petitioner"), _petitioner(item))


def _petitioner(item: Item) -> str:
    known = word("case.petitioner_masked") if item.petitioner_ref else word("case.anonymous")
    return word("case.with_others", petitioner=known, count=item.person_count) if item.person_count > 1 else known


def _around(page: CasePage) -> None:
    if page.matter_items:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{word('case.matter', total=len(page.matter_items) + 1)}**")
            for other in page.matter_items[:12]:
                link("case", f"{day(other.received_at)}　{short(other.title_masked, 22)}", id=other.id)
    if page.related:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{word('case.related', total=len(page.related))}**")
            st.text(word("case.related_note", respondent=page.related[0].respondent))
            for one in page.related:
                named = f"{day(one.last_on)}　{one.state}　{short(one.title, 18)}"
                link("case", named, id=one.item_id)
    if page.issues or page.batches:
        with st.container(border=True, gap="xsmall"):
            for issue in page.issues:
                link("issue", word("case.issue", label=issue.label), id=issue.id)
            for batch_id in page.batches:
                link("batch", word("case.batch"), id=batch_id)


def _claims(page: CasePage) -> None:
    if len(page.claims) < 2:
        return
    st.markdown(f"**{word('case.claims')}**")
    for claim in page.claims:
        outcome = label("outcome", claim.outcome) if claim.outcome else ""
        st.markdown(f"{claim.ordinal + 1}\\. {plain(claim.text)}　{plain(outcome)}")


def _tabs(viewer: Viewer, page: CasePage) -> None:
    tabs = st.tabs([word(f"case.tab.{name}") for name in TABS], key="case_tabs", on_change="rerun")
    drawn = (history, suggest_tab, similar_tab, rules_tab, graph_tab, draft_tab)
    for tab, part in zip(tabs, drawn, strict=True):
        if tab.open:
            with tab:
                part(viewer, page)
