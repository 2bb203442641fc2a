"""Who looks: the one seam between a log-in and the `Viewer` that every read takes."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import sessions
from ui.wiring import clock, the_office
from ui.words import word


def current_user(*, touch: bool = False) -> Viewer:
    """The person of this run, read from the records each time; stops the run when the log-in has ended.

    The session's token was put into the socket's headers by the gate; nothing else a client sends is believed.
    """
    token = st.user.get("session")
    viewer = sessions.viewer_of(the_office().database, str(token or ""), now=clock(), touch=touch)
    if viewer is None:
        st.warning(word("login.ended"))
        st.link_button(word("login.button"), "/login", type="primary")
        st.stop()
    return viewer
