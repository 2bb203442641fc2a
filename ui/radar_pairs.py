"""Near-identical cases with opposite outcomes: the list, and one pair side by side with what differs first."""

from __future__ import annotations

import streamlit as st

from casework.consistency import Inconsistent, Side
from core.viewer import Viewer
from core.vocabulary import label
from ui import services_radar as service
from ui.incidents import plain
from ui.links import link
from ui.render import PAGE, Table, choose, day, empty, line, pages, short, show, subtitle
from ui.words import word


def opposite(viewer: Viewer) -> None:
    """Draws the list of pairs and, for the ticked one, the two cases."""
    with st.spinner(word("radar.comparing")):
        found = service.opposite(viewer)
    if not found:
        empty("radar.none_opposite")
        return
    offset = pages(len(found), key="radar_opposite_page", said="radar.count_pairs")
    page = found[offset : offset + PAGE]
    table = Table("radar_opposite", word("radar.tab.opposite"), [_row(one) for one in page], tallest=360)
    ticked = choose(table, many=False)
    if ticked:
        _pair(page[ticked[0]])
    else:
        st.text(word("radar.tick"))


def _row(one: Inconsistent) -> dict[str, object]:
    return {
        word("radar.refused"): short(one.refused.title, 36),
        word("radar.granted"): short(one.granted.title, 36),
        word("column.class"): one.class_label,
        word("radar.alike"): f"{one.alike:.2f}",
        word("radar.across"): one.across or "—",
    }


def _pair(one: Inconsistent) -> None:
    rows = [
        {word("radar.what"): d.name, word("radar.refused"): d.refused, word("radar.granted"): d.granted}
        for d in one.differences
    ]
    subtitle(word("radar.differences"))
    show(Table("radar_differences", word("radar.differences"), rows))
    for column, side in zip(st.columns(2), (one.refused, one.granted), strict=True):
        with column, st.container(border=True):
            _side(side)


def _side(side: Side) -> None:
    st.badge(label("outcome", side.outcome), color="orange" if side.outcome == "not_support" else "green")
    st.markdown(f"**{plain(short(side.title, 60))}**")
    line(word("column.unit"), side.unit)
    line(word("column.place"), "　".join(filter(None, [side.region, side.place])))
    line(word("radar.day"), day(side.day))
    line(word("radar.basis"), "、".join(side.basis))
    link("case", word("case.open"), id=side.item_id)
