"""Two cases side by side: what differs first, then what agrees; near copies word by word."""

from __future__ import annotations

import streamlit as st

from casework.comparison import VERDICTS, CaseComparison
from core.viewer import Viewer
from ui import services_search as service
from ui.incidents import plain
from ui.links import link
from ui.side_by_side import side_by_side
from ui.wiring import today
from ui.words import word


def compare(viewer: Viewer, one: str, other: str) -> None:
    """Draws an aligned table of two cases, differing rows first, and the letters where one is nearly the other."""
    found = service.comparison(viewer, one, other, today=today())
    numbers = [page.item.item_no or page.item.source_id for page in (found.one, found.other)]
    st.subheader(word("compare.title"))
    st.text(found.sentence)
    rows = [
        {
            word("compare.verdict"): VERDICTS[row.verdict],
            word("compare.fact"): row.fact,
            plain(numbers[0]): plain("；".join(row.one)) or "—",
            f"{plain(numbers[1])} ": plain("；".join(row.other)) or "—",
        }
        for row in found.rows
        if row.one or row.other
    ]
    st.table(rows, alt=word("compare.alt"), hide_index=True)
    if neither := [row.fact for row in found.rows if not (row.one or row.other)]:
        st.text(word("compare.neither", facts="、".join(neither)))
    _letters(found, (numbers[0], numbers[1]))
    for page, number in zip((found.one, found.other), numbers, strict=True):
        link("case", f"{word('case.open')} {number}", id=page.item.id)


def _letters(found: CaseComparison, numbers: tuple[str, str]) -> None:
    with st.expander(word("compare.letters"), key="compare_letters", on_change="rerun") as box:
        if box.open:
            if not found.segments:
                st.text(word("compare.no_copies"))
            side_by_side(numbers, (found.one.item.letter, found.other.item.letter), found.segments)
