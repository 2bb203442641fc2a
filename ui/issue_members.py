"""Members of a common issue, new letters that wait for a word, and look-alikes, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.viewer import Viewer
from ui import services_issues as service
from ui.links import go
from ui.render import Table, choose, day, opened, short
from ui.verdicts import same
from ui.wiring import now
from ui.words import word


def members(viewer: Viewer, page: service.IssuePage) -> None:
    """Members with the reason each belongs; ticked ones can be confirmed or taken out, with a reason."""
    table = Table("issue_members", word("issue.members_alt"), [_row(one) for one in page.members], tallest=400)
    _decide(viewer, page, page.members, table, word("issue.reject_members"))


def arrivals(viewer: Viewer, page: service.IssuePage) -> None:
    """New letters that fit the issue; they count only once a person has said that they belong."""
    if not page.arrivals:
        st.text(word("issue.no_arrivals"))
        return
    st.info(word("issue.arrivals", total=len(page.arrivals)))
    table = Table("issue_arrivals", word("issue.arrivals_alt"), [_row(one) for one in page.arrivals], tallest=400)
    _decide(viewer, page, page.arrivals, table, word("issue.reject_arrivals"))


def _decide(
    viewer: Viewer, page: service.IssuePage, cases: Sequence[service.Case], table: Table, reject_word: str
) -> None:
    ticked = choose(table)
    chosen = [cases[number].id for number in ticked]
    with st.form(f"{table.key}_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(word("issue.reason"), placeholder=word("issue.reason_example"), width=520)
        confirm = st.form_submit_button(word("issue.confirm_members"))
        reject = st.form_submit_button(reject_word)
        open_case = st.form_submit_button(word("case.open"))
    if len(chosen) == 2:
        same(viewer, chosen[0], chosen[1], place=table.key)
    if open_case and chosen:
        go("case", id=chosen[0])
    if not (confirm or reject):
        return
    if not chosen:
        st.info(word("issue.tick_first"))
    elif reject and not reason.strip():
        st.error(word("issue.reason_needed"))
    else:
        service.decide(viewer, page.stored.id, chosen, belongs=confirm, reason=reason.strip(), now=now())
        st.rerun()


def lookalikes(viewer: Viewer, page: service.IssuePage) -> None:
    """Items that look alike and were kept out, with the reason."""
    if not page.lookalikes:
        st.text(word("issue.no_lookalikes"))
        return
    rows = [_row(one) for one in page.lookalikes]
    number = opened(Table("issue_lookalikes", word("issue.lookalikes_alt"), rows, tallest=420))
    if number is not None:
        go("case", id=page.lookalikes[number].id)


def _row(one: service.Case) -> dict[str, object]:
    return {
        word("column.title"): short(one.title, 40),
        word("issue.why"): one.reason,
        word("column.score"): "—" if one.score is None else f"{one.score:.2f}",
        word("issue.decided"): one.decided,
        word("column.place"): one.place,
        word("column.unit"): one.unit,
        word("column.received"): day(one.received),
        word("column.state"): one.state,
        word("column.number"): one.number,
    }
