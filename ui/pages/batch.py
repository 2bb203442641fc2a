"""批量办理: one common issue, one measure, many cases, in seven steps that live in the records."""

from __future__ import annotations

import streamlit as st

from core.batch import STATES
from ui import services_batch as service
from ui.batch_check import check_step, preview_step, result_step, run_step
from ui.batch_prepare import cause_step, select_step, wording_step
from ui.identity import current_user
from ui.incidents import plain
from ui.links import asked, link
from ui.render import empty
from ui.wiring import today
from ui.words import word

STEPS = ("select", "cause", "wording", "check", "preview", "run", "result")
REACHED = {
    "selecting": "select",
    "measure": "cause",
    "wording": "wording",
    "legal_check": "check",
    "checked": "run",
    "applying": "run",
}
"""The last open step at each standing of a batch; everything later is the result."""
BEGIN = {"measure": "select", "checked": "preview"}
"""Where a person is put first when a step before the last open one is still to be looked at."""
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
    page = service.batch_page(viewer, batch_id, today=today())
    st.title(plain(page.plan.title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(STATES.get(page.plan.state, page.plan.state), color="violet")
        st.badge(word("batch.selected_of", chosen=page.chosen, total=len(page.cases)), color="gray")
        link("issue", word("case.issue", label=page.issue_label), id=page.plan.issue_id)
    step = _step(page)
    if page.missing and step in ("check", "preview", "run"):
        st.info(plain("；".join(page.missing)))
    _DRAWN[step](viewer, page)


def _step(page: service.BatchPage) -> str:
    """The step being looked at: the one reached, unless the person chose another; steps ahead stay closed."""
    reached = REACHED.get(page.step, "result")
    key = f"batch_step_{page.plan.id}"
    if st.session_state.get(f"{key}_at") != page.step:
        st.session_state[f"{key}_at"] = page.step
        st.session_state[key] = BEGIN.get(page.step, reached)
    open_steps = STEPS[: STEPS.index(reached) + 1]
    chosen = st.segmented_control(
        word("batch.steps"),
        open_steps,
        required=True,
        format_func=lambda name: f"{STEPS.index(name) + 1} {word(f'batch.step.{name}')}",
        key=key,
        label_visibility="collapsed",
    )
    ahead = "　".join(f"{n + 1} {word(f'batch.step.{STEPS[n]}')}" for n in range(len(open_steps), len(STEPS)))
    if ahead:
        st.text(word("batch.ahead", steps=ahead))
    return chosen or reached
