"""法规查询: words, a document number or an article number in; articles as they stand on a day out."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.viewer import Viewer
from ui import services_law as service
from ui.cards import rule_card
from ui.identity import current_user
from ui.links import asked, link
from ui.render import assisted, day, empty, letter, short, status_badge
from ui.wiring import today
from ui.words import word


def draw() -> None:
    """Draws the question and its articles, or the article named by `?article=`."""
    viewer = current_user()
    st.title(word("page.law"))
    with st.form("law_form", border=False):
        left, middle, right = st.columns([6, 2, 1], vertical_alignment="bottom")
        left.text_input(word("law.label"), key="law_text", placeholder=word("law.placeholder"), persist_state="session")
        middle.date_input(word("law.as_of"), value=today(), key="law_as_of", format="YYYY-MM-DD")
        right.form_submit_button(word("search.button"), type="primary")
    article = asked("article")
    text = str(st.session_state.get("law_text") or "")
    as_of = st.session_state["law_as_of"] or today()
    if article and not (text and st.session_state.get("law_last") != text):
        _article(viewer, article, as_of)
        return
    st.session_state["law_last"] = text
    if not text.strip():
        empty("law", page="acts")
        return
    answer = service.find_rules(viewer, text, as_of=as_of)
    if answer.note:
        st.info(answer.note)
    if not answer.rules:
        empty("law.none", page="acts")
    for rule in answer.rules:
        rule_card(rule)
    assisted()


def _article(viewer: Viewer, article_id: str, as_of: date) -> None:
    page = service.article_page(viewer, article_id, as_of=as_of)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rule_card(page.rule)
        st.subheader(word("law.versions"))
        for version in page.versions:
            with st.expander(f"{version.title}　{day(version.effective)} — {day(version.ended)}"):
                status_badge(version.status)
                letter(version.text)
        if page.neighbours:
            st.subheader(word("law.neighbours"))
            for near in page.neighbours:
                link("law", f"{near.label}　{short(near.text, 40)}", article=near.article_id)
    with right:
        st.subheader(word("law.cited_by", total=page.cited_total))
        if not page.cited_by:
            st.text(word("law.not_cited"))
        for case in page.cited_by:
            link("case", case.label, id=case.id)
        link("graph", word("graph.open"), id=article_id)
