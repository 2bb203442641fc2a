"""研判清单: issues beyond what was to be expected, under several units, decided opposite ways; and letters by place."""

from __future__ import annotations

import streamlit as st

from casework.cross_unit import CrossUnit
from casework.issue_bursts import Burst
from casework.place_rollup import LEVEL_LABELS, Level, PlaceRow
from core.viewer import Viewer
from issues.bursts import VERDICT_LABELS
from ui import services_radar as service
from ui.identity import current_user
from ui.links import go
from ui.period_choice import chosen_period
from ui.radar_pairs import opposite
from ui.render import PAGE, Table, assisted, empty, opened, pages, show
from ui.words import word, words_under

TABS = ("unusual", "units", "opposite", "places")


def draw() -> None:
    """Draws the four lists as tabs; each is made when it is opened."""
    viewer = current_user()
    st.title(word("page.radar"))
    st.text(word("radar.note"))
    tabs = st.tabs([word(f"radar.tab.{name}") for name in TABS], key="radar_tabs", on_change="rerun")
    for tab, part in zip(tabs, (_unusual, _units, opposite, _places), strict=True):
        if tab.open:
            with tab:
                part(viewer)
    assisted()


def _level(key: str) -> str:
    levels = list(words_under("issues.level"))
    chosen = st.segmented_control(
        word("issues.level_label"),
        levels,
        default=levels[0],
        required=True,
        format_func=lambda one: word(f"issues.level.{one}"),
        key=key,
        label_visibility="collapsed",
    )
    return chosen or levels[0]


def _unusual(viewer: Viewer) -> None:
    found = service.unusual(viewer, level=_level("radar_unusual_level"))
    st.text(word("radar.compared", first=found.first, last=found.last, since=found.base_first))
    if found.note:
        st.warning(found.note)
    every = st.toggle(word("radar.every"), key="radar_every")
    rows = [one for one in found.rows if every or one.verdict in ("more", "fewer")]
    if not rows:
        empty("radar.none_unusual")
        return
    offset = pages(len(rows), key="radar_unusual_page", said="table.count_issues")
    page = rows[offset : offset + PAGE]
    number = opened(Table("radar_unusual", word("radar.tab.unusual"), [_burst(one) for one in page]))
    if number is not None:
        go("issue", id=page[number].issue.id)


def _burst(one: Burst) -> dict[str, object]:
    told, chance = one.outlook, "—"
    if told:
        chance = f"{told.chance_fewer if one.verdict == 'fewer' else told.chance_more:.1%}"
    return {
        word("issues.label"): one.issue.label,
        word("radar.seen"): one.seen,
        word("radar.expected"): f"{told.expected:.1f}" if told else "—",
        word("radar.interval"): f"{told.low}–{told.high}" if told else "—",
        word("radar.verdict"): VERDICT_LABELS[one.verdict],
        word("radar.chance"): chance,
        word("issues.sides"): one.sides,
    }


def _units(viewer: Viewer) -> None:
    found = service.several_units(viewer, level=_level("radar_units_level"))
    if not found:
        empty("radar.none_units")
        return
    offset = pages(len(found), key="radar_units_page", said="table.count_issues")
    page = found[offset : offset + PAGE]
    number = opened(Table("radar_units", word("radar.tab.units"), [_crossed(one) for one in page]))
    if number is not None:
        go("issue", id=page[number].issue.id)


def _crossed(one: CrossUnit) -> dict[str, object]:
    return {
        word("issues.label"): one.issue.label,
        word("radar.units"): one.units,
        word("radar.codes"): one.codes,
        word("radar.outside"): one.outside,
        word("radar.returned"): one.returned,
        word("radar.where"): "、".join(f"{cell.unit} {cell.letters}" for cell in one.cells[:3]),
    }


def _places(viewer: Viewer) -> None:
    levels: tuple[Level, ...] = ("region", "town", "place")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    level = left.segmented_control(
        word("radar.level"),
        levels,
        default="town",
        required=True,
        format_func=lambda one: LEVEL_LABELS[one],
        key="radar_place_level",
        label_visibility="collapsed",
    )
    town = right.text_input(word("radar.town"), key="radar_town", placeholder=word("radar.town"))
    chosen = chosen_period("radar")
    if chosen is None:
        return
    pair, found = service.by_place(viewer, chosen, level=level or "town", town=town.strip())
    st.text(word("radar.periods", this=pair.this, last=pair.last))
    if not found:
        empty("radar.none_places")
        return
    offset = pages(len(found), key="radar_places_page", said="radar.count_places")
    show(Table("radar_places", word("radar.tab.places"), [_place(one) for one in found[offset : offset + PAGE]]))


def _place(one: PlaceRow) -> dict[str, object]:
    return {
        word("column.place"): one.name,
        word("radar.in_town"): one.town or "—",
        word("issue.count"): one.now.letters,
        word("issues.sides"): one.now.sides,
        word("radar.repeats"): one.now.repeats,
        word("radar.before"): one.before,
        word("radar.more"): f"{one.more:+d}",
    }
