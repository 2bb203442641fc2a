"""条文拆分核对: documents whose articles the program is not sure of, one of them taken apart, corrected by a person."""

from __future__ import annotations

import streamlit as st

from casework.splits import DocumentSplit
from core.errors import PetitionGraphError
from core.law_tree import ACTIONS
from core.viewer import Viewer
from ui import services_splits as service
from ui.identity import current_user
from ui.incidents import plain, show_error
from ui.links import asked
from ui.render import Table, assisted, choose, empty, show
from ui.words import word


def draw() -> None:
    """Draws the list of doubtful documents and the one that is ticked or named in the page's address."""
    viewer = current_user()
    st.title(word("page.splits"))
    st.text(word("splits.note"))
    found = service.doubtful()
    if not found and not asked("document"):
        empty("splits", page="import")
        return
    ticked = choose(Table("splits_rows", word("splits.alt"), [_row(one) for one in found], tallest=260), many=False)
    document = found[ticked[0]].document if ticked else asked("document")
    if not document:
        st.text(word("splits.choose"))
        return
    _one(viewer, service.one(document))
    assisted()


def _row(one: DocumentSplit) -> dict[str, object]:
    return {
        word("splits.document"): one.title,
        word("splits.sure"): f"{one.tree.confidence:.0%}",
        word("splits.doubts"): len(one.doubts),
        word("splits.first"): one.doubts[0].message if one.doubts else "",
    }


def _one(viewer: Viewer, split: DocumentSplit) -> None:
    st.subheader(plain(split.title))
    for doubt in split.doubts:
        st.warning(plain(doubt.message))
    for lost in split.tree.unused:
        st.warning(word("splits.lost", action=ACTIONS[lost.action]))
    for said in split.corrections:
        st.markdown(plain(word("splits.said", person=said.person, words=said.words[:30], action=ACTIONS[said.action])))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(Table("splits_tree", word("splits.rows"), service.rows(split), tallest=520))
    with right:
        _correct(viewer, split)


def _correct(viewer: Viewer, split: DocumentSplit) -> None:
    with st.form("splits_correct"):
        line = st.number_input(word("splits.line"), min_value=1, step=1)
        action = st.selectbox(word("splits.action"), list(ACTIONS), format_func=lambda code: ACTIONS[code])
        reason = st.text_input(word("names.reason"), max_chars=200)
        apply = st.form_submit_button(word("splits.apply"), type="primary")
        undo = st.form_submit_button(word("splits.undo"))
    if not (apply or undo):
        return
    try:
        if apply:
            service.say(viewer, split.document, int(line), str(action), reason=reason)
        else:
            service.take_back(viewer, split.document, int(line))
    except PetitionGraphError as error:
        show_error(error)
        return
    st.rerun()
