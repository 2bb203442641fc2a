"""The global search box: a number, a citation or a name leads straight to its page, anything else to a search."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui.links import go
from ui.services_find import destination


def go_to(viewer: Viewer, text: str) -> None:
    """Leaves for the page that `text` means; the text itself never goes into the address."""
    found = destination(viewer, text)
    if found.id:
        go(found.page, id=found.id)
    if found.page == "law":
        st.session_state["law_text"] = text
        go("law")
    st.session_state["search_text"] = st.session_state["search_asked"] = text
    go("search")
