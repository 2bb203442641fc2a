"""The filter row above a search: class, unit, region, place, state, outcome, channel, source, period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.viewer import Viewer
from search.filters import Filter
from ui import services_search as service
from ui.words import word

# Field of the search filter → field of the records whose values can be chosen.
FIELDS = {
    "issue": "issue_code",
    "unit": "unit_id",
    "region": "region_text",
    "outcome": "outcome",
    "status": "state",
    "channel": "channel",
    "source": "source",
}


def chosen_filter(viewer: Viewer, key: str) -> Filter:
    """Draws the filters in a fold and returns what was chosen; the values stay for the session."""
    with st.expander(word("filter.title"), key=f"{key}_filters", on_change="rerun") as box:
        if box.open:
            _fields(viewer, key)
    return _kept(key)


def _fields(viewer: Viewer, key: str) -> None:
    values = service.facet_values(viewer, tuple(FIELDS.values()))
    columns = st.columns(4)
    for number, (name, field) in enumerate(FIELDS.items()):
        labels = dict(values[field])
        with columns[number % 4]:
            st.multiselect(
                word(f"filter.{name}"),
                list(labels),
                format_func=_named(labels),
                key=f"{key}_filter_{name}",
                placeholder=word("filter.any"),
                persist_state="session",
            )
    places = dict(service.place_values(viewer))
    with columns[len(FIELDS) % 4]:
        st.multiselect(
            word("filter.place"),
            list(places),
            format_func=_named(places),
            key=f"{key}_filter_place",
            placeholder=word("filter.any"),
            persist_state="session",
        )
    with columns[(len(FIELDS) + 1) % 4]:
        st.date_input(
            word("filter.period"), value=[], key=f"{key}_filter_period", format="YYYY-MM-DD", persist_state="session"
        )


def _named(labels: dict[str, str]) -> Callable[[str], str]:
    return lambda value: labels.get(value, value)


def _kept(key: str) -> Filter:
    days = [one for one in st.session_state.get(f"{key}_filter_period") or () if isinstance(one, date)]
    return Filter(
        issue=_values(key, "issue"),
        unit=_values(key, "unit"),
        region=_values(key, "region"),
        place=_values(key, "place"),
        outcome=_values(key, "outcome"),
        status=_values(key, "status"),
        channel=_values(key, "channel"),
        source=_values(key, "source"),
        date_from=days[0] if days else None,
        date_to=days[1] if len(days) > 1 else None,
    )


def _values(key: str, name: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(f"{key}_filter_{name}") or ())
