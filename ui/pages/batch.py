"""批量办理: one common issue, one measure, many demands, in seven steps that live in the records and survive a reload."""

from __future__ import annotations

import streamlit as st

from core.batch import STATES
from core.viewer import Viewer
from ui import services_batch as service
from ui.batch_check import check_step, preview_step, result_step, run_step
from ui.batch_prepare import cause_step, select_step, wording_step
from ui.identity import current_user
from ui.incidents import plain
from ui.links import asked, link
from ui.render import empty
from ui.words import word

STEPS = ("select", "cause", "wording", "check", "preview", "run", "result")
_DRAWN = dict(
    zip(
        STEPS,
        (select_step, cause_step, wording_step, check_step, preview_step, run_step, result_step),
        strict=True,
    )
)


def draw() -> None:
    """Draws the batch named by `?id=` at the step it has reached, or at one chosen before it."""
    viewer = current_user()
    batch_id = asked("id")
    if not batch_id:
        st.title(word("page.batch"))
        empty("batch", page="issues")
        return
    page = service.batch_page(viewer, batch_id)
    st.title(plain(page.batch.title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(STATES[page.batch.state], color="violet")
        st.badge(word("batch.selected_of", chosen=page.chosen, total=len(page.members)), color="gray")
        if page.batch.issue_id:
            link("issue", word("case.issue", label=page.issue_label), id=page.batch.issue_id)
    step = _step(page)
    if page.blocked:
        st.info(plain(page.blocked))
    _DRAWN[step](viewer, page)


def _step(page: service.BatchPage) -> str:
    """The step being looked at: the one reached, unless the person went back; steps ahead stay closed."""
    reached = STEPS.index(page.step)
    key = f"batch_step_{page.batch.id}"
    if st.session_state.get(f"{key}_reached") != page.step:
        st.session_state[f"{key}_reached"] = page.step
        st.session_state[key] = page.step
    chosen = st.segmented_control(
        word("batch.steps"),
        STEPS[: reached + 1],
        required=True,
        format_func=lambda name: f"{STEPS.index(name) + 1} {word(f'batch.step.{name}')}",
        key=key,
        label_visibility="collapsed",
    )
    ahead = "　".join(f"{n + 1} {word(f'batch.step.{STEPS[n]}')}" for n in range(reached + 1, len(STEPS)))
    if ahead:
        st.text(word("batch.ahead", steps=ahead))
    return chosen or page.step
