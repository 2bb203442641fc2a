"""What one takes along from a search: the report as a file, the search itself; and saved ones on the workbench."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from search.asking import Query
from search.filters import Filter
from ui import services_saved as saved
from ui import services_search as service
from ui.filters import keep_filter
from ui.links import go, link
from ui.render import short
from ui.wiring import now, today
from ui.words import word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def take_along(viewer: Viewer, query: Query, filters: Filter) -> None:
    """Draws the buttons 类案检索报告 and 存下这个检索."""
    with st.container(horizontal=True):
        st.download_button(
            word("search.report"),
            data=lambda: service.report(viewer, query, filters, today=today(), now=now()),
            file_name=word("search.report_file", day=today().isoformat()),
            mime=DOCX,
            key="search_report",
            on_click="ignore",
        )
        if st.button(word("saved.keep"), key="search_keep"):
            saved.keep(viewer, query, filters, now=now())
            st.toast(word("saved.kept"))


def open_saved(viewer: Viewer, id_: str) -> None:
    """Asks a saved search again, once for each way here, and shows what is new in it since the last look."""
    if not id_:
        return
    if st.session_state.get("search_saved") != id_:
        found = saved.look(viewer, id_, now=now())
        st.session_state["search_saved"], st.session_state["search_fresh"] = id_, found.fresh
        keep_filter("search", saved.filter_of(found.search))
        st.session_state["search_text"] = st.session_state["search_asked"] = found.search.text
        if found.search.corpus == "articles":
            st.session_state["law_text"] = found.search.text
        if found.search.like:
            go("search", like=found.search.like, saved=id_)
    fresh = st.session_state.get("search_fresh", ())
    with st.container(border=True):
        st.text(word("saved.fresh", total=len(fresh)) if fresh else word("saved.nothing_new"))
        for target, title in fresh:
            if target.startswith("article:"):
                link("law", short(title, 60), article=target)
            else:
                link("case", short(title, 60), id=target)


def saved_list(viewer: Viewer) -> None:
    """Draws the person's saved searches with the number of new hits in each."""
    found = saved.watched(viewer, now=now())
    if not found:
        st.text(word("saved.empty"))
    for one in found:
        named, gone = st.columns([5, 1], vertical_alignment="center")
        with named, st.container(gap="xxsmall"):
            link("search", short(one.search.title, 24), saved=one.search.id)
            if one.fresh:
                st.badge(word("saved.new", total=len(one.fresh)), color="orange")
        if gone.button("×", key=f"unsave_{one.search.id}", help=word("saved.remove"), type="tertiary"):
            saved.remove(viewer, one.search.id)
            st.rerun()
