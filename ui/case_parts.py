"""The lower part of a case page: time line, similar cases, applicable articles, place in the graph, reply draft."""

from __future__ import annotations

import streamlit as st

from casework.case import CasePage
from core.dates import local_day
from core.procedure import step_to
from core.viewer import Viewer
from core.vocabulary import label
from search.asking import Query
from search.filters import EVERYTHING as ANYTHING
from ui import services_case, services_graph, services_law, services_search
from ui.cards import cited, precedent_card, rule_card
from ui.graph_chart import graph_chart
from ui.links import link
from ui.render import Table, assisted, day, empty, moment, short, show
from ui.verdicts import same, useful
from ui.wiring import now, today
from ui.words import word

SIMILAR = 5


def history(viewer: Viewer, page: CasePage) -> None:
    """The time line as imported and as worked on here, oldest first."""
    if not page.timeline:
        empty("case.history")
        return
    names = services_case.unit_names({step.unit_id for step in page.timeline if step.unit_id})
    rows = [
        {
            word("column.at"): moment(step.at),
            word("column.event"): label("event", step.event) or step.event,
            word("column.state"): label("state", step.to_state) if step.to_state else "",
            word("column.unit"): names.get(step.unit_id, ""),
            word("column.person"): step.person,
            word("column.note"): step.note,
            word("case.procedure"): services_case.procedure(step.to_state, local_day(step.at)),
        }
        for step in page.timeline
    ]
    show(Table("case_history", word("case.history.alt"), rows))


def similar_tab(viewer: Viewer, page: CasePage) -> None:
    """Precedents of this item, and the button that begins a reply draft from one of them."""
    answer = _similar(viewer, page)
    if answer.nothing_similar:
        st.warning(word("search.nothing"))
    for hit in answer.hits[:SIMILAR]:
        precedent_card(viewer, hit)
        useful(viewer, Query(like=page.item.id), hit.id)
        same(viewer, page.item.id, hit.id)
        if not hit.overturned and st.button(word("draft.begin"), key=f"draft_{hit.id}"):
            services_case.begin_draft(viewer, page.item.id, hit.id, today=today(), now=now())
            st.toast(word("draft.begun"))
    link("search", word("case.all_similar"), like=page.item.id)
    assisted()


def rules_tab(viewer: Viewer, page: CasePage) -> None:
    """Articles applicable to this item on the day that counts for it, from its text and from similar closed cases."""
    day = services_law.counting_day(viewer, page.item.id, today=today())
    step = step_to(page.item.state, today())
    if step is not None:
        with st.container(border=True, gap="xsmall"):
            st.text(word("case.step", step=step.label, rule=step.rule))
            with st.container(horizontal=True):
                for clause in step.clauses:
                    link("law", clause.label, article=clause.article_id)
    found, used = services_law.applicable(viewer, page.item.id, as_of=day.day)
    st.text(word("case.rules.day", said=day.said))
    if not found.rules and not used:
        empty("case.rules", page="acts")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(word("case.rules.text"))
        if found.note:
            st.warning(found.note)
        for rule in found.rules:
            rule_card(rule)
            useful(viewer, Query(like=page.item.id), rule.article_id)
    with right:
        st.subheader(word("case.rules.used"))
        if not used:
            st.text(word("case.rules.none_used"))
        for rule in used:
            rule_card(rule)
    assisted()


def graph_tab(viewer: Viewer, page: CasePage) -> None:
    """The item's neighbourhood in the graph."""
    view = services_graph.neighbourhood(viewer, (page.item.id,), cap=60)
    graph_chart(view, key="case_graph")
    link("graph", word("graph.open"), id=page.item.id)


def draft_tab(viewer: Viewer, page: CasePage) -> None:
    """The reply draft: begun from a precedent, edited, saved; its articles with today's status."""
    shown = services_case.draft_page(viewer, page.item.id, today=today())
    if shown is None:
        _begin(viewer, page)
        return
    draft = shown.draft
    st.text(word("draft.saved_at", at=moment(draft.updated_at), person=draft.person))
    if shown.precedent is not None:
        link(
            "case",
            word("draft.from", number=shown.precedent.item_no or shown.precedent.source_id),
            id=shown.precedent.id,
        )
    cited(shown.cited)
    with st.form("draft_form", border=False):
        text = st.text_area(word("draft.label"), value=draft.text, height=280, key=f"draft_text_{page.item.id}")
        if st.form_submit_button(word("draft.save"), type="primary"):
            services_case.save_draft(viewer, page.item.id, text, now=now())
            st.toast(word("draft.saved"))
    assisted()


def _begin(viewer: Viewer, page: CasePage) -> None:
    hits = [hit for hit in _similar(viewer, page).hits if not hit.overturned][:SIMILAR]
    if not hits:
        empty("draft")
        return
    st.text(word("draft.choose"))
    names = {hit.id: f"{hit.number}　{short(hit.title, 40)}　{hit.outcome}　{day(hit.concluded)}" for hit in hits}
    with st.form("draft_begin", border=False):
        chosen = st.radio(word("draft.precedent"), list(names), format_func=lambda key: names[key])
        if st.form_submit_button(word("draft.begin"), type="primary") and chosen:
            services_case.begin_draft(viewer, page.item.id, chosen, today=today(), now=now())
            st.rerun()


def _similar(viewer: Viewer, page: CasePage) -> services_search.Answer:
    return services_search.precedents(viewer, Query(like=page.item.id), ANYTHING, today=today())
