"""权责不清: kinds of matter that units send back to each other, and how far suggested shares hold."""

from __future__ import annotations

import streamlit as st

from casework.returns import Unclear
from search.reliability import Reliability
from ui import services_suggest as service
from ui.identity import current_user
from ui.links import link
from ui.render import PAGE, Table, assisted, empty, show
from ui.words import word


def draw() -> None:
    """Draws the list, and the reliability of units and classes."""
    viewer = current_user()
    st.title(word("page.duties"))
    first, second = st.tabs([word("duties.list"), word("duties.reliability")], key="duties_tabs", on_change="rerun")
    if first.open:
        with first:
            _unclear(service.unclear(viewer)[:PAGE])
    if second.open:
        with second:
            for kind in ("unit", "issue-class"):
                _reliability(kind, service.reliability(kind))
    assisted()


def _unclear(found: list[Unclear]) -> None:
    st.text(word("duties.note"))
    if not found:
        empty("duties")
        return
    rows = [
        {
            word("duties.matter"): one.label,
            word("duties.items"): one.items,
            word("duties.returns"): one.returns,
            word("duties.bounced"): one.bounced,
            word("duties.units"): "、".join(f"{name} {count}" for name, count in one.units),
        }
        for one in found
    ]
    show(Table("duties_table", word("duties.list"), rows))
    st.subheader(word("duties.examples"))
    for one in found[:10]:
        with st.container(horizontal=True):
            st.text(one.label)
            for id_, number in one.examples:
                link("case", number, id=id_)


def _reliability(kind: str, found: Reliability | None) -> None:
    st.subheader(word("suggest.unit" if kind == "unit" else "suggest.class"))
    if found is None:
        st.text(word("suggest.too_few"))
        return
    st.text(
        word(
            "duties.measured",
            rows=f"{found.rows:,}",
            right=f"{found.right:.0%}",
            error=f"{found.error:.3f}",
            floor=f"{found.floor:.1f}",
        )
    )
    share, right = word("duties.share"), word("duties.right")
    rows = [
        {word("duties.bin"): f"{one.low:.1f}–{one.high:.1f}", share: one.share, right: one.right,
         word("duties.count"): one.count}
        for one in found.bins
    ]  # fmt: skip
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="%.2f")
    show(Table(f"duties_{kind}", word("duties.reliability"), rows, {share: bar, right: bar}))
