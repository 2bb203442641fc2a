"""Two precedents side by side: what differs first, then what agrees."""

from __future__ import annotations

import streamlit as st

from ui.incidents import plain
from ui.links import link
from ui.render import day, short
from ui.services_search import Precedent
from ui.words import word


def compare(one: Precedent, other: Precedent) -> None:
    """Draws an aligned table of two precedents, differing rows first."""
    st.subheader(word("compare.title"))
    pairs = [(label, a, b) for label, a, b in zip(_LABELS, _facts(one), _facts(other), strict=True)]
    rows = [
        {
            word("compare.fact"): f"{word('compare.yes' if a == b else 'compare.no')} · {word(label)}",
            plain(one.number): plain(a) or "—",
            f"{plain(other.number)} ": plain(b) or "—",
        }
        for label, a, b in sorted(pairs, key=lambda pair: pair[1] == pair[2])
    ]
    st.table(rows, alt=word("compare.alt"), hide_index=True)
    for hit in (one, other):
        link("case", f"{word('case.open')} {hit.number}", id=hit.id)


_LABELS = (
    "column.title",
    "column.class",
    "column.unit",
    "column.place",
    "column.outcome",
    "case.cited",
    "column.received",
    "column.concluded",
    "compare.days",
    "case.reply",
)


def _facts(hit: Precedent) -> tuple[str, ...]:
    return (
        short(hit.title, 80),
        hit.class_label,
        hit.unit_name,
        hit.place,
        hit.outcome,
        "；".join(f"{one.label}（{one.status.value}）" for one in hit.cited),
        day(hit.received),
        day(hit.concluded),
        "—" if hit.days is None else str(hit.days),
        short(hit.reply, 120),
    )
