"""必备法规: which acts every petition office needs, and which of them this office has, lacks or has unchecked."""

from __future__ import annotations

import streamlit as st

from ui import services_law as service
from ui.identity import current_user
from ui.links import link
from ui.render import Table, day, show
from ui.wiring import today
from ui.words import word


def draw() -> None:
    """Draws the counts and the table of required acts."""
    viewer = current_user()
    st.title(word("page.acts"))
    acts = service.required_acts(viewer, today=today())
    with st.container(horizontal=True):
        for state in ("present", "unchecked", "missing"):
            st.metric(word(f"acts.{state}"), sum(act.state == state for act in acts), width=160)
    rows = [
        {
            word("acts.title"): act.title,
            word("column.state"): word(f"acts.{act.state}"),
            word("law.effective"): day(act.effective),
            word("acts.checked_on"): day(act.checked_on),
            word("column.source"): act.source,
            word("acts.what_to_do"): act.what_to_do,
        }
        for act in sorted(acts, key=lambda act: ("missing", "unchecked", "present").index(act.state))
    ]
    show(Table("acts_rows", word("acts.alt"), rows, tallest=520))
    st.text(word("acts.note"))
    link("import", word("go_to", page=word("page.import")))
