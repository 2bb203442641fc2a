"""显示: what is masked is shown once, to one person, for a written reason, with a row in the audit chain."""

from __future__ import annotations

import streamlit as st

from core.petition import Item
from core.viewer import Viewer
from ui import services_case
from ui.render import letter, line
from ui.wiring import now
from ui.words import word


def unmask(viewer: Viewer, item: Item) -> None:
    """Draws the button 显示; pressed, it opens a window that asks for the reason."""
    if st.button(word("unmask.button"), key="unmask"):
        st.dialog(word("unmask.title"), width="medium")(_ask)(viewer, item)


def _ask(viewer: Viewer, item: Item) -> None:
    st.text(word("unmask.note"))
    with st.form("unmask_form", border=False):
        reason = st.text_input(
            word("unmask.reason"), placeholder=word("unmask.example"), max_chars=200, key="unmask_reason"
        )
        pressed = st.form_submit_button(word("unmask.confirm"), type="primary")
    if not pressed:
        return
    if not reason.strip():
        st.error(word("unmask.no_reason"))
        return
    shown = services_case.unmask(viewer, item, reason=reason.strip(), now=now())
    line(word("unmask.name"), shown.person.name)
    line(word("unmask.id_no"), shown.person.id_no)
    line(word("unmask.phone"), shown.person.phone)
    line(word("unmask.address"), shown.person.address)
    letter(shown.text, height=260)
