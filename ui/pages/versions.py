"""新旧对照: two versions of the law side by side, article by article, and corrections of which became which."""

from __future__ import annotations

import streamlit as st

from casework.law_comparison import Compared, Comparison
from core.alignment import LABELS
from core.errors import PetitionGraphError
from core.viewer import Viewer
from ui import services_versions as service
from ui.identity import current_user
from ui.incidents import show_error
from ui.links import asked
from ui.render import PAGE, assisted, empty, pages, status_badge
from ui.side_by_side import side_by_side
from ui.words import word

SHOWN = tuple(change for change in LABELS if change != "same")


def draw() -> None:
    """Draws the choice of two versions and, below, their articles in pairs."""
    viewer = current_user()
    st.title(word("page.versions"))
    left, right = st.columns(2, gap="medium")
    with left:
        old = _side("old", asked("old"), newest=False)
    with right:
        new = _side("new", asked("new") or asked("old"), newest=True)
    if old is None or new is None or old.key == new.key:
        empty("versions", page="law")
        return
    found = service.comparison(old.key, new.key)
    st.text(_counts(found))
    chosen = st.pills(
        word("versions.changes"),
        list(LABELS),
        selection_mode="multi",
        default=list(SHOWN),
        format_func=lambda change: LABELS[change],
        key="versions_changes",
    )
    rows = [one for one in found.rows if one.pair.change in chosen]
    _correct(viewer, old.key, new.key)
    offset = pages(len(rows), key="versions_page", said="versions.count")
    for one in rows[offset : offset + PAGE]:
        _pair(one)
    assisted()


def _side(side: str, given: str, *, newest: bool) -> service.Edition | None:
    """The version a person chose on one side: an act by name, then one of its versions."""
    named = given.partition("#")[0].removeprefix("regulation:")
    text = st.text_input(word(f"versions.{side}"), value=named, key=f"versions_{side}_text", max_chars=200)
    several = service.editions(text)
    if not several:
        st.text(word("versions.unknown") if text.strip() else word("versions.name"))
        return None
    keys = [one.key for one in several]
    start = keys.index(given) if given in keys else 0 if newest else min(1, len(keys) - 1)
    at = st.selectbox(
        word("versions.edition"),
        range(len(several)),
        index=start,
        format_func=lambda number: several[number].label,
        key=f"versions_{side}_{named}_{text}",
    )
    status_badge(several[at].status)
    return several[at]


def _counts(found: Comparison) -> str:
    counted = [(label, sum(one.pair.change == change for one in found.rows)) for change, label in LABELS.items()]
    return "　".join(f"{label} {count}" for label, count in counted if count)


def _pair(one: Compared) -> None:
    share = f"{one.pair.confidence:.0%}"
    sure = word("versions.by_person") if one.pair.by_person else word("versions.sure", share=share)
    old, new = ("、".join(side.label for side in several) for several in (one.old, one.new))
    with st.container(border=True):
        st.badge(f"{LABELS[one.pair.change]}　{sure}", color="gray" if one.pair.change == "same" else "blue")
        side_by_side((old, new), (one.old_text, one.new_text), one.segments)


def _correct(viewer: Viewer, old: str, new: str) -> None:
    with st.expander(word("versions.correct")), st.form("versions_correct", clear_on_submit=True, border=False):
        said = st.text_input(word("versions.said"), placeholder=word("versions.said_example"), max_chars=200)
        if not st.form_submit_button(word("save")):
            return
        try:
            service.correct(viewer, old, new, said)
        except PetitionGraphError as error:
            show_error(error)
            return
    st.rerun()
