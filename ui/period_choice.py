"""Choosing the period that is compared with the one before: month, quarter, half-year, year or own days."""

from __future__ import annotations

from datetime import date

import streamlit as st

from casework.issue_periods import Change, Chosen, Compared
from core.periods import PERIOD_LABELS
from ui.words import word


def chosen_period(key: str) -> Chosen | None:
    """Draws the choice; None while own days are not yet both given."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            word("period.label"),
            list(PERIOD_LABELS),
            default="month",
            required=True,
            format_func=lambda one: word("period.by", kind=PERIOD_LABELS[one]) if one != "own" else PERIOD_LABELS[one],
            key=f"{key}_period",
            label_visibility="collapsed",
            persist_state="session",
        )
        if kind != "own":
            return Chosen(kind or "month")
        given = st.date_input(word("period.days"), value=[], key=f"{key}_own", format="YYYY-MM-DD", width=280)
    days = [one for one in (given if isinstance(given, tuple | list) else (given,)) if isinstance(one, date)]
    if len(days) < 2:
        st.text(word("period.both"))
        return None
    return Chosen("own", days[0], days[1])


def told(found: Compared) -> None:
    """Draws which days are compared, how many letters came in each, and what to heed."""
    st.text(
        word(
            "period.told",
            this=found.pair.this,
            last=found.pair.last,
            now=f"{found.this_letters:,}",
            before=f"{found.last_letters:,}",
        )
    )
    if found.note:
        st.warning(found.note)


def moved(change: Change) -> str:
    """`12 / 8（+4）`: letters of this period, of the last, and the difference."""
    return f"{change.this.letters} / {change.last.letters}（{change.more:+d}）"
