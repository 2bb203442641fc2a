"""The filter row above a search: elements, class, unit, place and more, with counts that follow the query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.viewer import Viewer
from search.asking import Query
from search.filters import Filter
from ui import services_search as service
from ui.words import word

FIELDS = ("issue", "unit", "region", "place", "element", "tag", "outcome", "status", "channel", "source")


def chosen_filter(viewer: Viewer, key: str, query: Query | None = None) -> Filter:
    """Draws the filters in a fold and returns what was chosen; the values stay for the session."""
    with st.expander(word("filter.title"), key=f"{key}_filters", on_change="rerun") as box:
        if box.open:
            _fields(viewer, key, query)
    return _kept(key)


def keep_filter(key: str, wanted: Filter) -> None:
    """Chooses in the filters what `wanted` chooses; to be called before they are drawn."""
    for name in FIELDS:
        st.session_state[f"{key}_filter_{name}"] = list(getattr(wanted, name))
    days = [day for day in (wanted.date_from, wanted.date_to) if day is not None]
    st.session_state[f"{key}_filter_period"] = days


def _fields(viewer: Viewer, key: str, query: Query | None) -> None:
    values = service.facet_values(viewer, query, _kept(key), FIELDS)
    st.text(word("filter.counted" if query else "filter.counted_all"))
    columns = st.columns(4)
    for number, name in enumerate(FIELDS):
        labels = {one.value: f"{one.label}（{one.count:,}）" for one in values[name]}
        labels |= {one: one.partition(":")[2] or one for one in _values(key, name) if one not in labels}
        with columns[number % 4]:
            st.multiselect(
                word(f"filter.{name}"),
                list(labels),
                format_func=_named(labels),
                key=f"{key}_filter_{name}",
                placeholder=word("filter.any"),
                select_all=False,  # all of them is what nothing chosen means already, and all elements have no case
                wrap=True,
                persist_state="session",
            )
    with columns[len(FIELDS) % 4]:
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
        element=_values(key, "element"),
        tag=_values(key, "tag"),
        outcome=_values(key, "outcome"),
        status=_values(key, "status"),
        channel=_values(key, "channel"),
        source=_values(key, "source"),
        date_from=days[0] if days else None,
        date_to=days[1] if len(days) > 1 else None,
    )


def _values(key: str, name: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(f"{key}_filter_{name}") or ())
