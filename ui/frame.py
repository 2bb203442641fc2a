"""The frame around every page: who is logged in, the sections of the sidebar, the search box, the page itself."""

from __future__ import annotations

import streamlit as st

from core.errors import PetitionGraphError
from core.viewer import Viewer
from ui import find, links
from ui.identity import current_user
from ui.incidents import show_error
from ui.words import word


def draw() -> None:
    """Draws one run of the app for the person whose session this is."""
    st.set_page_config(page_title=word("product.name"), page_icon="📋", layout="wide", initial_sidebar_state=230)
    viewer = current_user(touch=True)
    page = st.navigation(links.sections(), expanded=True)
    with st.sidebar:
        _search_box(viewer)
        _who(viewer)
    try:
        page.run()
    except PetitionGraphError as error:
        show_error(error)


def _search_box(viewer: Viewer) -> None:
    with st.form("find_form", clear_on_submit=True, border=False):
        text = st.text_input(
            word("find.label"),
            key="find_text",
            placeholder=word("find.placeholder"),
            max_chars=50_000,
            label_visibility="collapsed",
        )
        if st.form_submit_button(word("find.button"), width="stretch") and text.strip():
            find.go_to(viewer, text.strip())


def _who(viewer: Viewer) -> None:
    st.text(word("frame.logged_in", name=viewer.name))
    st.link_button(word("frame.log_out"), "/logout", width="stretch")
