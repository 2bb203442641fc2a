"""类案检索: a pasted letter or a few words in, precedents out, each with its outcome, its basis today and why."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from search.asking import Query
from ui import services_search as service
from ui.cards import precedent_card
from ui.compare import compare
from ui.filters import chosen_filter
from ui.identity import current_user
from ui.incidents import plain
from ui.kept_searches import open_saved, take_along
from ui.links import asked, go
from ui.render import PAGE, Table, assisted, choose, day, empty, pages, short
from ui.verdicts import same, useful
from ui.wiring import now, today
from ui.words import word

LONGEST = 50_000
REFERENCE = 5
"""How many are shown for reference alone when nothing is similar enough."""


def draw() -> None:
    """Draws the question, the filters, the table of hits and the cards of the ticked ones."""
    viewer = current_user()
    st.title(word("page.search"))
    open_saved(viewer, asked("saved"))
    like = asked("like")
    _question(like)
    text = str(st.session_state.get("search_asked", ""))
    query = Query(like=like) if like else Query(text=text) if text.strip() else None
    filters = chosen_filter(viewer, "search", query)
    if query is None:
        empty("search")
        return
    answer = service.precedents(viewer, query, filters, today=today())
    if st.session_state.get("search_noted") != query:
        st.session_state["search_noted"] = query
        service.note_search(viewer, query, answer, now=now())
    if answer.note:
        st.info(answer.note)
    if answer.demands:
        st.info(plain(word("search.demands", demands="；".join(answer.demands))))
    if answer.nothing_similar:
        st.warning(word("search.nothing"))
    shown = answer.hits[:REFERENCE] if answer.nothing_similar else tuple(hit for hit in answer.hits if hit.similar)
    take_along(viewer, query, filters)
    if shown:
        st.subheader(word("search.reference" if answer.nothing_similar else "search.precedents"))
        _hits(viewer, query, shown)
    if answer.also_open:
        _also_open(answer.also_open)
    if not answer.hits and not answer.also_open:
        empty("search.none")


def _question(like: str) -> None:
    with st.form("search_form", border=False):
        st.text_area(
            word("search.label"),
            key="search_text",
            placeholder=word("search.placeholder"),
            max_chars=LONGEST,
            height=110,
            persist_state="session",
        )
        if st.form_submit_button(word("search.button"), type="primary"):
            st.session_state["search_asked"] = st.session_state["search_text"]
            if like:
                go("search")


def _hits(viewer: Viewer, query: Query, hits: tuple[service.Precedent, ...]) -> None:
    left, right = st.columns([5, 4], gap="medium")
    with left:
        offset = pages(len(hits), key="search_page")
        shown = hits[offset : offset + PAGE]
        st.text(word("search.tick"))
        ticked = choose(Table("search_rows", word("search.alt"), [_row(hit) for hit in shown], tallest=520))
    with right:
        chosen = [shown[number] for number in ticked]
        if len(chosen) == 2:
            compare(viewer, chosen[0].id, chosen[1].id)
            same(viewer, chosen[0].id, chosen[1].id)
        for hit in (chosen or shown[:1]) if len(chosen) != 2 else ():
            precedent_card(viewer, hit)
            useful(viewer, query, hit.id)
        assisted()


def _row(hit: service.Precedent) -> dict[str, object]:
    return {
        word("column.score"): f"{hit.score:.2f}",
        word("column.title"): short(hit.title, 36),
        word("column.outcome"): f"{hit.outcome}（{hit.overturned}）" if hit.overturned else hit.outcome,
        word("column.signs"): "、".join(filter(None, [hit.badge, _count(hit), hit.standing])),
        word("column.unit"): hit.unit_name,
        word("column.class"): hit.class_label,
        word("column.concluded"): day(hit.concluded),
        word("column.number"): hit.number,
    }


def _count(hit: service.Precedent) -> str:
    return word("search.folded", total=len(hit.repeats)) if hit.repeats else ""


def _also_open(hits: tuple[service.Precedent, ...]) -> None:
    with st.expander(word("search.also_open", total=len(hits)), key="search_open", on_change="rerun") as box:
        if box.open:
            picked = choose(
                Table("search_open_rows", word("search.also_open_alt"), [_row(h) for h in hits]), many=False
            )
            if picked:
                go("case", id=hits[picked[0]].id)
