"""依据核对: a draft reply pasted or opened; what is wrong with it, how gravely, by which rule, and where."""

from __future__ import annotations

import streamlit as st

from casework.draft_check import DraftCheck
from core.errors import PetitionGraphError
from core.remedy_line import PAPERS
from core.reply_finding import SEVERITIES, Finding
from core.viewer import Viewer
from ui import services_check as service
from ui.identity import current_user
from ui.incidents import plain, show_error
from ui.links import asked, link
from ui.render import Colour, assisted, day, empty
from ui.wiring import today
from ui.words import word

COLOURS: dict[str, Colour] = {"error": "red", "warning": "orange", "hint": "blue"}


def draw() -> None:
    """Draws the draft and, once it was checked, its findings beside it."""
    viewer = current_user()
    st.title(word("page.check"))
    with st.form("check_form", border=False):
        text = st.text_area(word("check.text"), height=220, placeholder=word("check.placeholder"), key="check_text")
        one, two, three, four = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
        file = one.file_uploader(word("check.file"), type=list(service.TYPES), key="check_file")
        case = two.text_input(word("check.case"), value=asked("for"), key="check_case", max_chars=120)
        on = three.date_input(word("check.on"), value=today(), format="YYYY-MM-DD", key="check_on")
        paper = four.selectbox(
            word("check.paper"),
            ["", *PAPERS],
            format_func=lambda name: PAPERS.get(name, word("check.paper_auto")),
            key="check_paper",
        )
        pressed = st.form_submit_button(word("check.button"), type="primary")
    if not pressed:
        empty("check")
        return
    try:
        words = service.words_of(file.name, file.getvalue()) if file is not None and not text.strip() else text
        done = service.check(viewer, service.Question(words, case, on or None, str(paper)))
    except PetitionGraphError as error:
        show_error(error)
        return
    _answer(viewer, done)


def _answer(viewer: Viewer, done: DraftCheck) -> None:
    st.subheader(word("check.counts", **done.counts))
    conduct = word("check.conduct", day=day(done.conduct_on)) if done.conduct_on else ""
    st.text(word("check.assumed", paper=PAPERS[done.paper], on=day(done.on), conduct=conduct))
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{word('check.findings')}**")
        if not done.findings:
            st.success(word("check.fine"))
        for number, one in enumerate(done.findings, 1):
            _finding(one, number)
    with right:
        st.markdown(f"**{word('check.text_shown')}**")
        with st.container(border=True, height=640):
            st.markdown(_marked(done))
    assisted()


def _finding(one: Finding, number: int) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(f"{number}　{SEVERITIES[one.severity]}", color=COLOURS[one.severity])
            if one.target:
                link("law", word("open"), **{"article" if one.target.startswith("article:") else "act": one.target})
        st.markdown(plain(one.message))
        if one.pieces:
            st.markdown(_difference(one))
        st.markdown(plain(word("check.rule", rule=one.rule)))
        if one.suggestion:
            st.markdown(plain(word("check.suggestion", text=one.suggestion)))


_SIGNS = {"equal": ("", ""), "deleted": (":red-background[~~", "~~]"), "inserted": (":green-background[", "]")}


def _difference(one: Finding) -> str:
    parts = []
    for kind, text in one.pieces:
        before, after = _SIGNS[kind]
        parts.append(f"{before}{plain(' '.join(text.split()))}{after}" if text.strip() else text)
    return "".join(parts)


def _marked(done: DraftCheck) -> str:
    """The draft with each touched place in the colour of its gravest finding and the findings' numbers behind it."""
    parts = []
    for place in service.places(done):
        lines = [plain(line) for line in place.text.split("\n")]
        if place.finding:
            colour = COLOURS[done.findings[place.finding - 1].severity]
            lines = [f":{colour}-background[{line}]" if line.strip() else line for line in lines]
        parts += ["  \n".join(lines), *(f"（{number}）" for number in place.ending)]
    return "".join(parts)
