"""使用反馈: who said what of which hit, what it adds to its score, and the button that takes it back."""

from __future__ import annotations

import streamlit as st

from casework.feedback import Shown
from records.judgments import ORIGINS, VERDICTS
from ui import services_feedback as service
from ui.identity import current_user
from ui.incidents import plain
from ui.links import link
from ui.render import PAGE, Table, choose, empty, line, moment, pages, short
from ui.wiring import now
from ui.words import word

LIVE, ALL = "live", "all"


def draw() -> None:
    """Draws the list and, for the ticked one, what can be done."""
    viewer = current_user()
    st.title(word("page.feedback"))
    st.text(word("feedback.note"))
    states = {LIVE: word("feedback.live"), ALL: word("feedback.all")}
    chosen = st.segmented_control(
        word("feedback.state"),
        list(states),
        default=LIVE,
        required=True,
        format_func=lambda key: states[key],
        key="feedback_state",
        label_visibility="collapsed",
    )
    live = chosen != ALL
    total = service.count(viewer, live=live)
    if not total:
        empty("feedback", page="search")
        return
    offset = pages(total, key="feedback_page")
    shown = service.said(viewer, live=live, limit=PAGE, offset=offset)
    ticked = choose(Table("feedback_rows", word("feedback.alt"), [_row(one) for one in shown], tallest=420), many=False)
    if not ticked:
        st.text(word("feedback.tick"))
        return
    one = shown[ticked[0]]
    line(word("feedback.asked"), one.asked)
    line(word("feedback.hit"), one.hit)
    _ways(one)
    if one.judgment.live and st.button(word("feedback.undo"), key="feedback_undo"):
        service.undo(viewer, one.judgment.id, now=now())
        st.rerun()


def _ways(one: Shown) -> None:
    with st.container(horizontal=True):
        for id_ in (one.judgment.asked, one.judgment.hit):
            if id_.startswith("item:"):
                link("case", word("feedback.open", name=plain(short(id_, 30))), id=id_)
            elif id_.startswith("article:"):
                link("law", word("feedback.open", name=plain(short(one.hit, 30))), article=id_)


def _row(one: Shown) -> dict[str, object]:
    said = one.judgment
    return {
        word("column.at"): moment(said.at),
        word("column.person"): said.person,
        word("feedback.asked"): short(one.asked, 30),
        word("feedback.hit"): short(one.hit, 36),
        word("feedback.said"): VERDICTS[said.verdict],
        word("feedback.share"): f"{one.share:+.3f}" if said.live else "—",
        word("feedback.origin"): ORIGINS.get(said.origin, said.origin),
        word("feedback.undone"): f"{said.undone_by} {moment(said.undone_at)}" if not said.live else "",
    }
