"""Second half of the batch wizard: legal check by a second person, preview, run, results, undo."""

from __future__ import annotations

import streamlit as st

from core.batch import CAUSES, DOCUMENT_TYPES, RESULTS, MemberResult
from core.viewer import Viewer
from ui import services_batch as service
from ui import services_batch_steps as done
from ui.incidents import plain
from ui.jobs import running_jobs
from ui.render import Table, assisted, choose, letter, line, moment, short, show, status_badge
from ui.wiring import now, today
from ui.words import word, words_under

VERDICTS = ("apply", "except", "failed")


def check_step(viewer: Viewer, page: service.BatchPage) -> None:
    """法律审核: a second named person reads cause, measure, basis and wording, and passes or returns them."""
    batch = page.plan
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if batch.cause and batch.measure:
            line(word("batch.cause"), f"{CAUSES.get(batch.cause.kind, '')}　{batch.cause.text}")
            line(word("batch.measure"), f"{batch.measure.title}（{batch.measure.document_no}）")
        for one in page.basis:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(one.label)
                status_badge(one.status)
        line(word("batch.document_type"), DOCUMENT_TYPES.get(batch.document_type, ""))
        st.markdown(f"**{word('batch.wording')}**")
        letter(batch.wording)
    with right:
        if batch.legal_check is not None:
            line(word("batch.checked_by"), f"{batch.legal_check.person}　{moment(batch.legal_check.at)}")
            line(word("batch.opinion"), batch.legal_check.note)
        if viewer.name == batch.prepared_by:
            st.warning(word("batch.second_person", name=viewer.name))
            return
        with st.form("batch_check"):
            note = st.text_area(word("batch.opinion"), height=110)
            yes, no = st.columns(2)
            passed = yes.form_submit_button(word("batch.pass"), type="primary")
            returned = no.form_submit_button(word("batch.return"))
    if passed or returned:
        if returned and not note.strip():
            st.error(word("batch.return_needs_reason"))
            return
        done.legal_check(viewer, batch.id, approved=passed, note=note.strip(), now=now())
        st.rerun()


def preview_step(viewer: Viewer, page: service.BatchPage) -> None:
    """预览: the dry run, one decision for each case, and each notice as it would be printed."""
    run = service.dry_run(viewer, page.plan.id, today=today())
    counts = "　".join(f"{word(f'batch.verdict_of.{one}')} {run.count(one)}" for one in VERDICTS)
    st.text(word("batch.counts", total=len(run.cases), counts=counts))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rows = [
            {
                word("batch.verdict"): word(f"batch.verdict_of.{one.verdict}"),
                word("batch.why"): one.reason,
                word("column.title"): short(one.title, 30),
                word("column.number"): one.number,
            }
            for one in run.cases
        ]
        show(Table("batch_dry", word("batch.dry_alt"), rows, tallest=380))
        if page.step == "checked":
            st.button(word("batch.preview_done"), type="primary", on_click=_go_on, args=(page.plan.id,))
    with right:
        _notices(run)


def _go_on(batch_id: str) -> None:
    st.session_state[f"batch_step_{batch_id}"] = "run"


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
    ready = page.step in ("checked", "applying") and not done.is_applying(viewer, page.plan.id)
    if st.button(word("batch.run"), type="primary", disabled=not ready, key="batch_run"):
        done.submit_apply(viewer, page.plan.id)
        st.rerun()
    running_jobs(then_rerun=True)


def result_step(viewer: Viewer, page: service.BatchPage) -> None:
    """逐件结果: what became of each case, with its evidence; notices and ledger; undo."""
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
        for one in page.cases
    ]
    st.text(word("batch.result_note"))
    ticked = choose(Table("batch_results", word("batch.results_alt"), rows, tallest=300))
    chosen = [page.cases[number].id for number in ticked]
    st.text(word("batch.ticked", count=len(chosen)))
    _note_result(viewer, page, chosen)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _downloads(viewer, page)
    with middle:
        _note_delivery(viewer, page, chosen)
    with right:
        _undo(viewer, page)


def _note_result(viewer: Viewer, page: service.BatchPage, chosen: list[str]) -> None:
    with st.form("batch_result", border=False):
        left, middle, right = st.columns([2, 4, 1], vertical_alignment="bottom")
        result = left.selectbox(word("batch.result"), list(RESULTS), format_func=lambda code: RESULTS[code])
        evidence = middle.text_input(word("batch.evidence"), placeholder=word("batch.evidence_example"))
        pressed = right.form_submit_button(word("save"))
    if not pressed:
        return
    if not chosen:
        st.info(word("issue.tick_first"))
    elif not evidence.strip():
        st.error(word("batch.evidence_needed"))
    else:
        told = MemberResult(result=str(result), evidence=evidence.strip())
        done.note_results(viewer, page.plan.id, chosen, told, now=now())
        st.rerun()


def _note_delivery(viewer: Viewer, page: service.BatchPage, chosen: list[str]) -> None:
    if said := st.session_state.pop("batch_delivered", ""):
        st.info(said)
    methods = words_under("batch.method")
    with st.form("batch_delivery"):
        method = st.selectbox(word("batch.delivery"), list(methods), format_func=lambda key: methods[key])
        delivered = st.toggle(word("batch.was_delivered"), value=True)
        pressed = st.form_submit_button(word("batch.note_delivery"))
    if not pressed:
        return
    if not chosen:
        st.info(word("issue.tick_first"))
        return
    count = done.note_delivery(
        viewer, page.plan.id, chosen, method=methods[str(method)], delivered=delivered, now=now()
    )
    st.session_state["batch_delivered"] = word("batch.delivery_noted" if count else "batch.no_paper", count=count)
    st.rerun()


def _downloads(viewer: Viewer, page: service.BatchPage) -> None:
    st.download_button(
        word("batch.ledger"),
        data=lambda: done.ledger(viewer, page.plan.id, now=now()),
        file_name=word("batch.ledger_file", title=page.plan.title),
        key="batch_ledger",
        on_click="ignore",
    )
    reason = st.text_input(word("batch.print_reason"), placeholder=word("batch.print_example"), key="batch_print")
    st.download_button(
        word("batch.notices"),
        data=lambda: done.notices_zip(viewer, page.plan.id, reason=reason, now=now()),
        file_name=word("batch.notices_file", title=page.plan.title),
        key="batch_notices",
        on_click="ignore",
        disabled=not reason.strip(),
    )


def _undo(viewer: Viewer, page: service.BatchPage) -> None:
    said = st.session_state.pop("batch_undone", "")
    if said:
        st.info(plain(said))
    if page.plan.state not in ("applying", "applied"):
        return
    with st.form("batch_undo"):
        reason = st.text_input(word("batch.undo_reason"))
        pressed = st.form_submit_button(word("batch.undo"))
    if pressed:
        if not reason.strip():
            st.error(word("issue.reason_needed"))
            return
        st.session_state["batch_undone"] = done.undo(viewer, page.plan.id, reason=reason.strip(), now=now())
        st.rerun()
