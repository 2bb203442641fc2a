"""The global search box: a number, a citation or a name leads straight to its page, anything else to a search."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services
from ui.links import go


def go_to(viewer: Viewer, text: str) -> None:
    """Leaves for the page that `text` names; a letter or words go to the search page, never into the address."""
    found = services.find_anything(viewer, text)
    if len(found) == 1 and found[0].page in ("case", "issue"):
        go(found[0].page, id=found[0].id)
    if found and all(one.page == "law" for one in found):
        st.session_state["law_text"] = text
        go("law")
    if found and all(one.page == "graph" for one in found):
        go("graph", id=found[0].id)
    st.session_state["search_text"] = text
    st.session_state["search_asked"] = text
    go("search")
