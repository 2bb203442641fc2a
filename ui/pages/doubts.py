"""检举控告判定: doubtful letters are handed to a named person; that person alone sees and decides them."""

from __future__ import annotations

import streamlit as st

from core.petition import Item
from core.viewer import Viewer
from records.reviews import Review
from ui import services_doubts as service
from ui.identity import current_user
from ui.incidents import plain
from ui.render import day, empty, letter, line
from ui.wiring import now
from ui.words import word

SHOWN = 20


def draw() -> None:
    """Draws how many letters wait, the form that hands them out, and the person's own letters."""
    viewer = current_user()
    st.title(word("page.doubts"))
    st.text(word("doubts.note"))
    if said := st.session_state.pop("doubts_said", ""):
        st.info(plain(said))
    waiting, free = service.numbers()
    st.text(word("doubts.numbers", waiting=f"{waiting:,}", free=f"{free:,}"))
    if free:
        _hand_out(viewer)
    st.subheader(word("doubts.mine"))
    found = service.mine(viewer, limit=SHOWN)
    if not found:
        empty("doubts")
    for one, item in found:
        _one(viewer, one, item)


def _hand_out(viewer: Viewer) -> None:
    with st.form("doubts_hand_out", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        others = [name for name in service.people() if name != viewer.name]
        handler = st.selectbox(word("doubts.handler"), others, width=320)
        pressed = st.form_submit_button(word("doubts.hand_out"))
    if pressed and handler:
        count = service.hand_out(viewer, handler, now=now())
        st.session_state["doubts_said"] = word("doubts.handed_out", count=count, handler=handler)
        st.rerun()


def _one(viewer: Viewer, one: Review, item: Item) -> None:
    with st.container(border=True):
        st.markdown(f"#### {plain(item.title_masked or word('letter.none'))}")
        line(word("column.number"), item.item_no or item.source_id)
        line(word("column.received"), day(item.received_at))
        line(word("doubts.signs"), "、".join(service.signs(one)))
        letter(item.content_masked)
        with st.form(f"doubts_{one.id}", border=False):
            reason = st.text_input(
                word("names.reason"), placeholder=word("doubts.example"), max_chars=200, key=f"doubts_reason_{one.id}"
            )
            with st.container(horizontal=True):
                yes = st.form_submit_button(word("doubts.yes"))
                no = st.form_submit_button(word("doubts.no"))
        if not (yes or no):
            return
        if not reason.strip():
            st.error(word("issue.reason_needed"))
            return
        service.decide(viewer, one.id, accusation=yes, reason=reason.strip(), now=now())
        st.session_state["doubts_said"] = word("doubts.said_yes" if yes else "doubts.said_no")
        st.rerun()
