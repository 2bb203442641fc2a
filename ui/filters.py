"""The filter row above lists: class, unit, place, period, state, outcome, channel, source."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.viewer import Viewer
from ui import services_search as service
from ui.words import word

FACETS = ("issue", "unit", "place", "outcome", "status", "channel", "source")


def chosen_filter(viewer: Viewer, key: str) -> service.Chosen:
    """Draws the filters in a fold and returns what was chosen; the values stay for the session."""
    with st.expander(word("filter.title"), key=f"{key}_filters", on_change="rerun") as box:
        if not box.open:
            return _kept(key)
        options = service.facets(viewer)
        columns = st.columns(4)
        for number, name in enumerate(FACETS):
            with columns[number % 4]:
                st.multiselect(
                    word(f"filter.{name}"),
                    [value for value, _, _ in options[name]],
                    format_func=_with_count(options[name]),
                    key=f"{key}_filter_{name}",
                    placeholder=word("filter.any"),
                    persist_state="session",
                )
        with columns[3]:
            st.date_input(
                word("filter.period"),
                value=(),
                key=f"{key}_filter_period",
                format="YYYY-MM-DD",
                persist_state="session",
            )
    return _kept(key)


def _with_count(options: list[tuple[str, str, int]]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    names = {value: f"{label}（{count:,}）" for value, label, count in options}
    return lambda value: names.get(value, value)


def _kept(key: str) -> service.Chosen:
    chosen = {name: tuple(st.session_state.get(f"{key}_filter_{name}") or ()) for name in FACETS}
    period = tuple(st.session_state.get(f"{key}_filter_period") or ())
    days = [value for value in period if isinstance(value, date)]
    return service.Chosen(**chosen, date_from=days[0] if days else None, date_to=days[1] if len(days) > 1 else None)
