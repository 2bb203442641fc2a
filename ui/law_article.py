"""One article on the law page: as it stands on a day, through its versions, beside its neighbours, and who used it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.viewer import Viewer
from ui import services_law as service
from ui.cards import rule_card
from ui.links import link
from ui.render import day, letter, line, short, status_badge
from ui.words import word


def draw_article(viewer: Viewer, article_id: str, as_of: date) -> None:
    """Draws the article as it stands on `as_of`."""
    page = service.article_page(viewer, article_id, as_of=as_of)
    st.text(word("act.on", day=day(as_of)))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rule_card(page.rule)
        st.text(word("act.cite"))
        st.code(page.rule.label, language=None)
        _versions(page)
        if page.neighbours:
            st.subheader(word("law.neighbours"))
            for near in page.neighbours:
                link("law", f"{near.label}　{short(near.text, 40)}", article=near.article_id)
    with right:
        link("law", word("act.open"), act=page.rule.act_id)
        link("versions", word("page.versions"), old=page.rule.act_id)
        st.subheader(word("law.cited_by", total=page.cited_total))
        _used(page)
        for case in page.cited_by:
            link("case", case.label, id=case.id)
        link("graph", word("graph.open"), id=article_id)


def _used(page: service.ArticlePage) -> None:
    """How the replies that cite the article ended, when, by which units, and how people rated them."""
    if not page.cited_total:
        st.text(word("law.not_cited"))
        return
    for name, counts in page.uses.items():
        if counts:
            told = "　".join(f"{key or word('outcome.unknown')} {count}" for key, count in counts.items())
            line(word(f"law.uses.{name}"), told)


def _versions(page: service.ArticlePage) -> None:
    st.subheader(word("law.versions"))
    for version in page.versions:
        with st.expander(f"{version.title}　{day(version.effective)} — {day(version.ended)}"):
            status_badge(version.status)
            letter(version.text)
