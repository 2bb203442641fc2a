"""失效依据: what rests on law that has changed or ended, old and new words side by side, and what persons say of it."""

from __future__ import annotations

import streamlit as st

from casework.basis_uses import KINDS
from casework.stale_basis import Group, Shown
from core.errors import PetitionGraphError
from core.viewer import Viewer
from records.stale import STATES
from ui import services_stale as service
from ui.identity import current_user
from ui.incidents import plain, show_error
from ui.links import link
from ui.render import assisted, day, empty, moment, pages, short
from ui.side_by_side import side_by_side
from ui.words import word, words_under

URGENT = tuple(kind for kind in KINDS if kind not in ("since", "unknown"))


def draw() -> None:
    """Draws the findings of the last sweep by article, the most urgent first."""
    viewer = current_user()
    st.title(word("page.stale"))
    st.text(word("stale.note"))
    if st.button(word("stale.sweep"), key="stale_sweep"):
        service.sweep(viewer)
        st.toast(word("issues.submitted"))
    counts = service.counts(viewer)
    if not counts:
        empty("stale", page="law")
        return
    kinds = _kinds(counts)
    total = sum(counts[kind] for kind in kinds)
    st.download_button(
        word("stale.export"),
        data=lambda: service.workbook(viewer, kinds),
        file_name=f"{word('page.stale')}.xlsx",
        on_click="ignore",
        key="stale_export",
    )
    offset = pages(total, key="stale_page", said="stale.count")
    for number, group in enumerate(service.groups(viewer, kinds, offset=offset) if kinds else ()):
        _group(viewer, group, number)
    assisted()


def _kinds(counts: dict[str, int]) -> tuple[str, ...]:
    """The kinds a person looks at; at first what is in use or was wrong, else what there is."""
    default = [kind for kind in counts if kind in URGENT] or list(counts)
    chosen = st.pills(
        word("stale.kinds"),
        list(counts),
        selection_mode="multi",
        default=default,
        format_func=lambda kind: f"{KINDS[kind]} {counts[kind]}",
        key="stale_kinds",
    )
    return tuple(kind for kind in counts if kind in chosen)


def _group(viewer: Viewer, group: Group, number: int) -> None:
    first = group.findings[0]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            link("law", group.label, article=group.target)
            st.badge(first.finding.status or word("stale.unknown"), color="orange")
        if group.cause:
            st.text(word("stale.cause", cause=group.cause))
        if first.old_text or first.new_text:
            heirs = "、".join(first.finding.successors) or group.label
            heads = (word("stale.then", label=group.label), word("stale.now", label=heirs))
            with st.expander(word("stale.words"), expanded=number == 0):
                side_by_side(heads, (first.old_text, first.new_text), first.segments)
        for one in group.findings:
            _finding(viewer, one)


def _finding(viewer: Viewer, one: Shown) -> None:
    found, said = one.finding, one.decision
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(KINDS[found.kind], color="red" if found.kind in ("draft", "template", "batch") else "gray")
            st.badge(STATES[said.state], color="green" if said.state == "still_right" else "gray")
            if found.item_id:
                link("case", short(one.title or found.item_id, 40), id=found.item_id)
            else:
                st.text(short(one.title or found.record, 40))
        st.markdown(plain(f"{found.why}　{found.quote}"))
        by = words_under("stale.by").get(found.counts_by, found.counts_by)
        st.text(word("stale.counts", day=day(found.counts_on), by=by))
        if said.at:
            told = word("stale.said", person=said.person, at=moment(said.at), reason=said.reason or "—")
            st.markdown(plain(told + (word("stale.outdated") if said.outdated else "")))
        _decide(viewer, one)


def _decide(viewer: Viewer, one: Shown) -> None:
    with st.expander(word("stale.decide")), st.form(f"stale_{one.finding.id}", border=False):
        states = list(STATES)
        state = st.radio(
            word("column.state"),
            states,
            index=states.index(one.decision.state),
            format_func=lambda name: STATES[name],
            horizontal=True,
        )
        reason = st.text_input(word("names.reason"), max_chars=200)
        if not st.form_submit_button(word("save")):
            return
        try:
            service.settle(viewer, one.finding.id, state, reason=reason)
        except PetitionGraphError as error:
            show_error(error)
            return
    st.rerun()
