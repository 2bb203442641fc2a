"""必备法规: which acts every petition office needs, and which of them this office has, lacks or has unchecked."""

from __future__ import annotations

import streamlit as st

from ui import services_law as service
from ui.identity import current_user
from ui.links import link
from ui.render import Table, day, show
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
    rows = [
        {
            word("acts.title"): act.title,
            word("column.state"): word(f"acts.{act.state}"),
            word("acts.topic"): act.topic,
            word("law.effective"): day(act.effective),
            word("acts.checked_on"): day(act.checked_on),
            word("column.source"): act.source,
            word("acts.what_to_do"): word(f"acts.do.{'digest' if act.digest else act.state}"),
        }
        for act in sorted(acts, key=lambda act: STATES.index(act.state))
    ]
    show(Table("acts_rows", word("acts.alt"), rows, tallest=540))
    st.text(word("acts.note"))
    link("import", word("go_to", page=word("page.import")))
