"""法规查询: words, a document number or a citation in; articles and acts as they stand on a day out."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.viewer import Viewer
from search.asking import Query
from search.filters import Filter
from ui import services_act, services_law
from ui.cards import rule_card
from ui.identity import current_user
from ui.law_act import draw_act
from ui.law_article import draw_article
from ui.law_filters import law_filters
from ui.links import asked, link
from ui.render import assisted, empty
from ui.verdicts import useful
from ui.wiring import now, today
from ui.words import word


def draw() -> None:
    """Draws the question and what answers it: articles, or the article or act named in the page's address."""
    viewer = current_user()
    st.title(word("page.law"))
    with st.form("law_form", border=False):
        left, middle, right = st.columns([6, 2, 1], vertical_alignment="bottom")
        left.text_input(word("law.label"), key="law_text", placeholder=word("law.placeholder"), persist_state="session")
        middle.date_input(word("law.as_of"), value=today(), key="law_as_of", format="YYYY-MM-DD")
        wanted = law_filters()
        right.form_submit_button(word("search.button"), type="primary")
    text = str(st.session_state.get("law_text") or "")
    as_of = st.session_state["law_as_of"] or today()
    if not (text and st.session_state.get("law_last") != text) and _given(viewer, as_of):
        st.text(services_act.held())
        return
    st.session_state["law_last"] = text
    if not text.strip():
        empty("law", page="acts")
    else:
        _answer(viewer, text, wanted, as_of)
    st.text(services_act.held())


def _given(viewer: Viewer, as_of: date) -> bool:
    """True when the page's address names an article or an act, which is then drawn."""
    if article := asked("article"):
        draw_article(viewer, article, as_of)
        return True
    if act := asked("act"):
        draw_act(viewer, act, as_of)
        return True
    return False


def _answer(viewer: Viewer, text: str, wanted: Filter, as_of: date) -> None:
    acts = services_act.named(text)
    for one in acts:
        link("law", word("law.whole_act", name=one.partition(":")[2]), act=one)
    answer = services_law.find_rules(viewer, text, as_of=as_of, wanted=wanted)
    if st.session_state.get("law_noted") != text:
        st.session_state["law_noted"] = text
        services_law.note_search(text, answer, now=now())
    if answer.note:
        st.info(answer.note)
    if not answer.rules:
        empty("law.none", page="acts")
    for rule in answer.rules:
        rule_card(rule)
        if rule.why:
            useful(viewer, Query(text=text), rule.article_id)
    assisted()
