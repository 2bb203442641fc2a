"""名称核对: spellings in letters that may stand for a known name, with evidence; accepted, rejected or undone."""

from __future__ import annotations

from datetime import date

import streamlit as st

from casework.name_review import ACTION_LABELS, KIND_LABELS, STATE_LABELS, Waiting
from core.viewer import Viewer
from ui import services_names as service
from ui.identity import current_user
from ui.incidents import plain
from ui.links import link
from ui.render import PAGE, Table, assisted, choose, empty, line, moment, pages, show
from ui.wiring import now
from ui.words import word


def draw() -> None:
    """Draws the queue and, for the ticked spelling, its evidence and what can be decided."""
    viewer = current_user()
    st.title(word("page.names"))
    st.text(word("names.note"))
    state = _state()
    if state == "open" and st.button(word("names.look"), key="names_look"):
        st.session_state["names_said"] = word("names.looked", total=service.look(viewer, now=now()))
    if said := st.session_state.pop("names_said", ""):
        st.info(plain(said))
    total = service.count(viewer, state)
    if not total:
        empty(f"names.none_{state}")
        return
    offset = pages(total, key="names_page", said="table.count_issues")
    shown = service.waiting(viewer, state, limit=PAGE, offset=offset)
    ticked = choose(Table("names_rows", word("names.alt"), [_row(one) for one in shown], tallest=360), many=False)
    if not ticked:
        st.text(word("names.tick"))
        return
    _one(viewer, shown[ticked[0]])
    assisted()


def _state() -> str:
    chosen = st.segmented_control(
        word("names.state"),
        list(STATE_LABELS),
        default="open",
        required=True,
        format_func=lambda key: STATE_LABELS[key],
        key="names_state",
        label_visibility="collapsed",
    )
    return chosen or "open"


def _row(one: Waiting) -> dict[str, object]:
    return {
        word("names.kind"): KIND_LABELS[one.proposal.kind],
        word("names.spelling"): one.proposal.spelling,
        word("names.known"): one.proposal.known,
        word("names.rule"): one.proposal.rule,
        word("names.letters"): one.letters,
        word("names.decided"): f"{ACTION_LABELS[one.log[-1].action]}：{one.log[-1].person}" if one.log else "",
    }


def _one(viewer: Viewer, one: Waiting) -> None:
    proposal = one.proposal
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(plain(word("names.question", spelling=proposal.spelling, known=proposal.known)))
        line(word("names.rule"), proposal.rule)
        for example in one.examples:
            st.markdown(plain(example.words))
            link("case", word("names.letter", number=example.number), id=example.item_id)
        if one.log:
            rows = [
                {
                    word("column.at"): moment(step.at),
                    word("names.step"): ACTION_LABELS[step.action],
                    word("column.person"): step.person,
                    word("issue.why"): step.reason,
                    word("names.relinked"): step.letters,
                }
                for step in one.log
            ]
            show(Table("names_log", word("names.log"), rows))
    with right:
        _decide(viewer, one) if proposal.state == "open" else _undo(viewer, one)


def _decide(viewer: Viewer, one: Waiting) -> None:
    with st.form("names_decide"):
        reason = st.text_input(word("names.reason"), placeholder=word("names.example"), max_chars=200)
        days = st.date_input(word("names.days"), value=[], format="YYYY-MM-DD", help=word("names.days_help"))
        accept = st.form_submit_button(word("names.accept"), type="primary")
        reject = st.form_submit_button(word("names.reject"))
    if not (accept or reject):
        return
    if not reason.strip():
        st.error(word("issue.reason_needed"))
        return
    chosen = [one_day for one_day in (days if isinstance(days, tuple | list) else (days,)) if isinstance(one_day, date)]
    first, last = (*chosen, None, None)[:2]
    if accept:
        letters = service.accept(viewer, one.proposal.id, reason=reason, first=first, last=last, now=now())
        st.session_state["names_said"] = word("names.accepted", letters=letters)
    else:
        service.reject(viewer, one.proposal.id, reason=reason, now=now())
        st.session_state["names_said"] = word("names.rejected")
    st.rerun()


def _undo(viewer: Viewer, one: Waiting) -> None:
    with st.form("names_undo"):
        reason = st.text_input(word("names.reason"), max_chars=200)
        pressed = st.form_submit_button(word("names.undo"))
    if not pressed:
        return
    if not reason.strip():
        st.error(word("issue.reason_needed"))
        return
    letters = service.undo(viewer, one.proposal.id, reason=reason, now=now())
    st.session_state["names_said"] = word("names.undone", letters=letters)
    st.rerun()
