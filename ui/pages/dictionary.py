"""词典: words proposed from use with examples and effect, decided by one click and a reason; bridges to legal terms."""

from __future__ import annotations

import streamlit as st

from casework.word_review import STATE_LABELS, Waiting
from core.viewer import Viewer
from records.bridges import STATES, Bridge
from records.search_changes import STATES as CHANGE_STATES
from records.word_proposals import KINDS, Action
from ui import services_dictionary as service
from ui.identity import current_user
from ui.incidents import plain
from ui.links import link
from ui.render import PAGE, Table, assisted, choose, empty, line, pages, show
from ui.wiring import now
from ui.words import word

TABS = ("words", "bridges", "version")


def draw() -> None:
    """Draws the queue of words, the bridges and the dictionary in use."""
    viewer = current_user()
    st.title(word("page.dictionary"))
    st.text(word("dictionary.note"))
    if said := st.session_state.pop("dictionary_said", ""):
        st.info(plain(said))
    tabs = st.tabs([word(f"dictionary.tab.{name}") for name in TABS], key="dictionary_tabs", on_change="rerun")
    for tab, part in zip(tabs, (_words, _bridges, _version), strict=True):
        if tab.open:
            with tab:
                part(viewer)
    assisted()


def _state(key: str, labels: dict[str, str]) -> str:
    chosen = st.segmented_control(
        word("dictionary.state"),
        list(labels),
        default="proposed",
        required=True,
        format_func=lambda name: labels[name],
        key=key,
        label_visibility="collapsed",
    )
    return chosen or "proposed"


def _words(viewer: Viewer) -> None:
    state = _state("dictionary_state", STATE_LABELS)
    if state == "proposed" and st.button(word("dictionary.look"), key="dictionary_look"):
        st.session_state["dictionary_said"] = word("dictionary.looked", total=service.look(now=now()))
        st.rerun()
    total = service.count(viewer, state)
    if not total:
        empty("dictionary.none")
        return
    offset = pages(total, key="dictionary_page")
    shown = service.waiting(viewer, state, limit=PAGE, offset=offset)
    table = Table("dictionary_rows", word("dictionary.alt"), [_row(one) for one in shown], tallest=330)
    ticked = choose(table, many=False)
    if not ticked:
        st.text(word("dictionary.tick"))
        return
    _one(viewer, shown[ticked[0]])


def _row(one: Waiting) -> dict[str, object]:
    said = one.proposal
    return {
        word("dictionary.word"): said.word,
        word("dictionary.kind"): KINDS.get(said.kind, said.kind),
        word("dictionary.standard"): said.standard,
        word("dictionary.frequency"): said.frequency,
        word("dictionary.cohesion"): f"{said.cohesion:.1f}",
        word("dictionary.freedom"): f"{said.freedom:.1f}",
        word("dictionary.asked"): len(one.asked),
        word("column.person"): said.person,
    }


def _one(viewer: Viewer, one: Waiting) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        title = word("dictionary.alias", word=one.proposal.word, standard=one.proposal.standard)
        st.subheader(plain(title if one.proposal.standard else one.proposal.word))
        for example in one.examples:
            st.markdown(plain(example.words))
            link("case", word("case.open"), id=example.id)
        for text in one.asked[:5]:
            line(word("dictionary.typed"), text)
        _effect(viewer, one)
    with right:
        _decide(viewer, one)


def _effect(viewer: Viewer, one: Waiting) -> None:
    for change in service.changes(viewer, one.proposal):
        line(
            word("dictionary.effect", asked=change.asked),
            word("dictionary.similar", before=change.similar_before, after=change.similar_after),
        )
        rows = [
            {word("dictionary.place"): number, word("dictionary.before"): before, word("dictionary.after"): after}
            for number, (before, after) in enumerate(zip(change.before, change.after, strict=False), start=1)
        ]
        if rows:
            show(Table(f"effect_{change.asked}", word("dictionary.effect_alt"), rows))
    if not one.proposal.standard:
        st.text(word("dictionary.later", letters=one.proposal.frequency, asked=len(one.asked)))


def _decide(viewer: Viewer, one: Waiting) -> None:
    actions: tuple[Action, ...] = ("accept", "reject") if one.proposal.state == "proposed" else ("undo",)
    with st.form("dictionary_decide"):
        reason = st.text_input(
            word("dictionary.reason"), placeholder=word("dictionary.example"), max_chars=200, key="dictionary_reason"
        )
        pressed = [
            st.form_submit_button(word(f"dictionary.{name}"), type="primary" if name == "accept" else "secondary")
            for name in actions
        ]
    for name, yes in zip(actions, pressed, strict=True):
        if yes:
            service.decide(viewer, one.proposal.id, name, reason=reason or word("dictionary.one_click"), now=now())
            st.session_state["dictionary_said"] = word(f"dictionary.done_{name}", word=one.proposal.word)
            st.rerun()


def _bridges(viewer: Viewer) -> None:
    state = _state("bridge_state", STATES)
    found = service.bridges(state, limit=PAGE)
    rows = [
        {
            word("bridge.everyday"): one.everyday,
            word("bridge.legal"): one.legal,
            word("bridge.weight"): f"{one.weight:.2f}",
            word("bridge.source"): one.source,
            word("column.person"): one.person,
            word("bridge.reason"): one.reason,
        }
        for one in found
    ]
    ticked = choose(Table("bridge_rows", word("bridge.alt"), rows, tallest=330), many=False) if rows else []
    if not rows:
        empty("bridge.none")
    _bridge_form(viewer, found[ticked[0]] if ticked else None)


def _bridge_form(viewer: Viewer, one: Bridge | None) -> None:
    """A ticked bridge, or a new one, with what can be said of it."""
    key = f"{one.everyday}_{one.legal}" if one else "new"
    with st.form(f"bridge_{key}"):
        st.text(word("bridge.ticked" if one else "bridge.new"))
        left, middle, right = st.columns([3, 3, 1])
        everyday = left.text_input(word("bridge.everyday"), value=one.everyday if one else "", disabled=bool(one))
        legal = middle.text_input(word("bridge.legal"), value=one.legal if one else "", disabled=bool(one))
        weight = right.number_input(word("bridge.weight"), 0.05, 1.0, value=one.weight if one else 1.0, step=0.05)
        reason = st.text_input(word("bridge.reason"), placeholder=word("bridge.example"), max_chars=200)
        with st.container(horizontal=True):
            accept = st.form_submit_button(word("bridge.accept"), type="primary")
            reject = st.form_submit_button(word("bridge.reject"))
            undo = st.form_submit_button(word("bridge.undo"))
    states = {"accepted": accept, "rejected": reject, "proposed": undo}
    for state, yes in states.items():
        if yes:
            said = Bridge(everyday=everyday, legal=legal, weight=float(weight))
            service.decide_bridge(viewer, said, state=state, reason=reason or word("dictionary.one_click"), now=now())
            st.session_state["dictionary_said"] = word(
                "bridge.done", everyday=everyday, legal=legal, state=STATES[state]
            )
            st.rerun()


def _version(viewer: Viewer) -> None:
    used = service.in_use()
    line(word("dictionary.version"), used.version or "—")
    line(word("dictionary.count"), word("dictionary.counts", words=f"{used.words:,}", own=used.own))
    if used.last is None:
        st.text(word("dictionary.never"))
        return
    line(word("dictionary.last"), f"{used.last.id}　{CHANGE_STATES[used.last.state]}　{used.last.note}")
    rows = [
        {
            word("dictionary.set"): row["set"],
            word("dictionary.metric"): row["metric"],
            word("dictionary.before"): f"{row['before']:.3f}",
            word("dictionary.after"): f"{row['after']:.3f}",
            word("dictionary.standing"): row["standing"],
        }
        for row in used.last.compared
    ]
    if rows:
        show(Table("dictionary_compared", word("dictionary.compared"), rows))
