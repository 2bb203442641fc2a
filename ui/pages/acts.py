"""必备法规: which acts every petition office needs, and which of them this office has, lacks or has unchecked."""

from __future__ import annotations

import streamlit as st

from casework.required_acts import RequiredAct
from core.viewer import Viewer
from ui import services_act
from ui import services_law as service
from ui.identity import current_user
from ui.links import go, link
from ui.render import Table, day, opened
from ui.wiring import today
from ui.words import word

STATES = ("missing", "unchecked", "present")


def draw() -> None:
    """Draws the counts and the table of required acts."""
    viewer = current_user()
    st.title(word("page.acts"))
    acts = service.required(viewer, today=today())
    counts = {state: sum(act.state == state for act in acts) for state in STATES}
    st.text(word("acts.counts", total=len(acts), **counts))
    ordered = sorted(acts, key=lambda act: STATES.index(act.state))
    rows = [
        {
            word("acts.title"): act.title,
            word("column.state"): word(f"acts.{act.state}"),
            word("acts.topic"): act.topic,
            word("column.law_status"): act.status or "—",
            word("law.effective"): day(act.effective),
            word("acts.checked_on"): _checked(act),
            word("acts.versions"): "、".join(act.versions) or "—",
            word("column.source"): act.source,
            word("acts.what_to_do"): word(f"acts.do.{'digest' if act.digest else act.state}"),
        }
        for act in ordered
    ]
    opened_row = opened(Table("acts_rows", word("acts.alt"), rows, tallest=540))
    if opened_row is not None and ordered[opened_row].regulation_id:
        go("law", act=ordered[opened_row].regulation_id)
    st.text(word("acts.note"))
    st.text(services_act.held())
    _own(viewer)
    link("import", word("go_to", page=word("page.import")))


def _checked(act: RequiredAct) -> str:
    if act.checked_on is None:
        return "—"
    return f"{day(act.checked_on)} {act.checked_by or word('act.project')}"


def _own(viewer: Viewer) -> None:
    """The form that puts an act on the office's own list."""
    with st.expander(word("acts.own")), st.form("acts_own", clear_on_submit=True, border=False):
        title = st.text_input(word("acts.title"), max_chars=120)
        topic = st.text_input(word("acts.topic"), max_chars=40)
        if not st.form_submit_button(word("acts.add")):
            return
        if not title.strip():
            st.error(word("acts.no_title"))
            return
        services_act.require(viewer, title.strip(), topic.strip())
    st.rerun()
