"""The buttons 有用/无用 beside a hit and 同/不同 beside two petitions; pressing the marked one takes it back."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from records.judgments import HIT_VERDICTS, PAIR_VERDICTS
from search.asking import Query
from ui import services_feedback as service
from ui.wiring import now
from ui.words import word


def useful(viewer: Viewer, query: Query, hit: str, *, place: str = "") -> None:
    """Draws 有用/无用 of one hit for the question; `place` keeps two copies on a page apart."""
    _buttons(viewer, query, hit, place=place, pair=False)


def same(viewer: Viewer, one: str, other: str, *, place: str = "") -> None:
    """Draws 同/不同 of two petitions: whether both are about one and the same thing."""
    _buttons(viewer, Query(like=one), other, place=place, pair=True)


def _buttons(viewer: Viewer, query: Query, hit: str, *, place: str, pair: bool) -> None:
    before = service.mine(viewer, query, hit, pair=pair)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(word("verdict.same_asked" if pair else "verdict.asked"), width="content")
        for verdict, text in (PAIR_VERDICTS if pair else HIT_VERDICTS).items():
            chosen = before is not None and before.verdict == verdict
            key = f"verdict_{place}_{verdict}_{query.like}_{hit}"
            label = f"✓ {text}" if chosen else text
            help_text = word("verdict.undo_help") if chosen else word("verdict.help")
            if st.button(label, key=key, type="primary" if chosen else "secondary", help=help_text):
                if before is not None and chosen:
                    service.undo(viewer, before.id, now=now())
                    st.session_state["verdict_said"] = word("verdict.undone")
                else:
                    moved = service.say(viewer, query, hit, verdict, now=now())
                    st.session_state["verdict_said"] = word("verdict.said", verdict=text, effect=moved)
                st.rerun()
    if said := st.session_state.pop("verdict_said", ""):
        st.toast(said)
