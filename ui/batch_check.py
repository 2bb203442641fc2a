"""Second half of the batch wizard: legal check by a second person, preview, run, results, undo."""

from __future__ import annotations

import streamlit as st

from core.batch import DOCUMENT_TYPES, RESULTS
from core.viewer import Viewer
from ui import services_batch as service
from ui.incidents import plain
from ui.jobs import running_jobs
from ui.render import Table, assisted, choose, letter, line, moment, short, show, status_badge
from ui.wiring import now, today
from ui.words import word


def check_step(viewer: Viewer, page: service.BatchPage) -> None:
    """法律审核: a second named person reads cause, measure, basis and wording, and passes or returns them."""
    batch = page.batch
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if batch.cause and batch.measure:
            line(word("batch.cause"), batch.cause.text)
            line(word("batch.measure"), f"{batch.measure.title}（{batch.measure.document_no}）")
        for one in page.basis:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(one.label)
                status_badge(one.status)
        line(word("batch.wording"), "")
        letter(batch.wording)
    with right:
        if batch.legal_check is not None:
            line(word("batch.checked_by"), f"{batch.legal_check.person}　{moment(batch.legal_check.at)}")
            line(word("batch.opinion"), batch.legal_check.note)
        if viewer.name == page.prepared_by:
            st.warning(word("batch.second_person", name=viewer.name))
            return
        with st.form("batch_check"):
            note = st.text_area(word("batch.opinion"), height=110)
            one, two = st.columns(2)
            passed = one.form_submit_button(word("batch.pass"), type="primary")
            returned = two.form_submit_button(word("batch.return"))
    if passed or returned:
        if returned and not note.strip():
            st.error(word("batch.return_needs_reason"))
            return
        service.legal_check(viewer, batch.id, approved=passed, note=note.strip(), now=now())
        st.rerun()


def preview_step(viewer: Viewer, page: service.BatchPage) -> None:
    """预览: the dry run, one decision for each demand, and each notice as it would be printed."""
    run = service.dry_run(viewer, page.batch.id, today=today())
    with st.container(horizontal=True):
        st.metric(word("batch.total"), run.total, width=140)
        for verdict in ("apply", "except", "failed"):
            st.metric(word(f"batch.verdict_of.{verdict}"), run.counts.get(verdict, 0), width=140)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rows = [
            {
                word("batch.verdict"): word(f"batch.verdict_of.{one.verdict}"),
                word("batch.why"): one.reason,
                word("column.title"): short(one.title, 30),
                word("column.number"): one.number,
            }
            for one in run.rows
        ]
        show(Table("batch_dry", word("batch.dry_alt"), rows, height=380))
    with right:
        _notices(run)
    if page.step == "preview" and st.button(word("batch.preview_done"), type="primary"):
        service.accept_preview(viewer, page.batch.id, now=now())
        st.rerun()


def _notices(run: service.DryRun) -> None:
    if not run.notices:
        st.text(word("batch.no_notices"))
        return
    names = [f"{DOCUMENT_TYPES[one.document_type]}　{one.number}" for one in run.notices]
    number = st.selectbox(
        word("batch.notice", total=len(names)), range(len(names)), format_func=lambda n: names[n], key="batch_notice"
    )
    notice = run.notices[number or 0]
    for problem in notice.problems:
        st.warning(plain(problem))
    letter(notice.text, height=300)
    assisted()


def run_step(viewer: Viewer, page: service.BatchPage) -> None:
    """执行: hands the batch to the worker; what was begun is finished even after a stop."""
    st.text(word("batch.run_note"))
    if page.batch.state == "draft" and st.button(word("batch.run"), type="primary"):
        service.submit_apply(viewer, page.batch.id, now=now())
        st.rerun()
    running_jobs()
    st.button(word("refresh"), key="batch_refresh")


def result_step(viewer: Viewer, page: service.BatchPage) -> None:
    """逐件结果: what became of each demand, with its evidence; notices and ledger; undo."""
    results = service.results(viewer, page.batch.id)
    rows = [
        {
            word("batch.verdict"): word(f"batch.verdict_of.{one.verdict}"),
            word("batch.why"): one.reason,
            word("batch.result"): RESULTS.get(one.result, "—"),
            word("batch.evidence"): one.evidence,
            word("batch.document"): one.document,
            word("column.title"): short(one.title, 30),
            word("column.number"): one.number,
        }
        for one in results
    ]
    st.text(word("batch.result_note"))
    ticked = choose(Table("batch_results", word("batch.results_alt"), rows, height=330))
    _note_result(viewer, page, tuple(results[number].demand for number in ticked))
    _downloads(viewer, page)
    _undo(viewer, page)


def _note_result(viewer: Viewer, page: service.BatchPage, demands: tuple[str, ...]) -> None:
    with st.form("batch_result", border=False):
        left, middle, right = st.columns([2, 4, 1], vertical_alignment="bottom")
        result = left.selectbox(word("batch.result"), list(RESULTS), format_func=lambda code: RESULTS[code])
        evidence = middle.text_input(word("batch.evidence"), placeholder=word("batch.evidence_example"))
        pressed = right.form_submit_button(word("save"))
    if not pressed:
        return
    if not demands:
        st.info(word("issue.tick_first"))
    elif not evidence.strip():
        st.error(word("batch.evidence_needed"))
    else:
        service.note_results(viewer, page.batch.id, demands, result=str(result), evidence=evidence.strip(), now=now())
        st.rerun()


def _downloads(viewer: Viewer, page: service.BatchPage) -> None:
    with st.container(horizontal=True):
        st.download_button(
            word("batch.ledger"),
            data=lambda: service.ledger(viewer, page.batch.id, now=now()),
            file_name=word("batch.ledger_file", title=page.batch.title),
            key="batch_ledger",
            on_click="ignore",
        )
        st.download_button(
            word("batch.notices"),
            data=lambda: service.notices_zip(viewer, page.batch.id, now=now()),
            file_name=word("batch.notices_file", title=page.batch.title),
            key="batch_notices",
            on_click="ignore",
        )


def _undo(viewer: Viewer, page: service.BatchPage) -> None:
    if page.batch.state not in ("applying", "applied"):
        return
    with st.expander(word("batch.undo"), key="batch_undo_fold", on_change="rerun") as box:
        if not box.open:
            return
        with st.form("batch_undo", border=False):
            reason = st.text_input(word("batch.undo_reason"))
            pressed = st.form_submit_button(word("batch.undo"))
    if pressed:
        if not reason.strip():
            st.error(word("issue.reason_needed"))
            return
        left = service.undo(viewer, page.batch.id, reason=reason.strip(), now=now())
        for one in left:
            st.warning(plain(one))
