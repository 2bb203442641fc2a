"""First half of the batch wizard: choose the demands, confirm the cause and the adopted measure, write the wording."""

from __future__ import annotations

from datetime import date

import streamlit as st

from casework.batch.wording import FIELDS
from core.batch import CAUSES, DOCUMENT_TYPES, EXCEPTIONS
from core.viewer import Viewer
from ui import services_batch as service
from ui import services_batch_steps as done
from ui.render import Table, choose, day, short
from ui.wiring import now, today
from ui.words import word


def select_step(viewer: Viewer, page: service.BatchPage) -> None:
    """选件: which cases the batch holds; ticked ones are set aside with a reason or taken back in."""
    rows = [
        {
            word("batch.verdict"): word(f"batch.verdict_of.{one.verdict}"),
            word("batch.why"): one.reason,
            word("column.title"): short(one.title, 36),
            word("column.place"): one.place,
            word("column.received"): day(one.received),
            word("column.state"): one.state,
            word("column.number"): one.number,
        }
        for one in page.cases
    ]
    st.text(word("batch.select_note"))
    ticked = choose(Table("batch_members", word("batch.members_alt"), rows, tallest=330))
    chosen = [page.cases[number].id for number in ticked]
    with st.form("batch_except", border=False):
        left, one, two, three = st.columns([3, 1, 1, 2], vertical_alignment="bottom")
        reason = left.selectbox(
            word("batch.except_reason"), list(EXCEPTIONS), format_func=lambda code: EXCEPTIONS[code]
        )
        aside = one.form_submit_button(word("batch.set_aside"))
        back = two.form_submit_button(word("batch.take_back"))
        three.form_submit_button(word("batch.selected_done"), type="primary", on_click=_go_on, args=(page.plan.id,))
    if (aside or back) and not chosen:
        st.info(word("issue.tick_first"))
    elif aside or back:
        done.set_aside(viewer, page.plan.id, chosen, reason=str(reason) if aside else "", now=now())
        st.rerun()


def _go_on(batch_id: str) -> None:
    st.session_state[f"batch_step_{batch_id}"] = "cause"


def cause_step(viewer: Viewer, page: service.BatchPage) -> None:
    """原因与措施: the cause a person judges, and the measure the competent unit has adopted."""
    with st.form("batch_cause"):
        st.text(word("batch.cause_note"))
        left, right = st.columns(2, gap="medium")
        with left:
            cause, cause_text, title, text = _what(page)
        with right:
            unit, number, on, articles = _by_whom(viewer, page)
        if not st.form_submit_button(word("batch.save_next"), type="primary"):
            return
    if not (cause_text and title and unit and number and isinstance(on, date)):
        st.error(word("batch.cause_missing"))
        return
    given = done.MeasureGiven(
        cause=cause,
        cause_text=cause_text,
        title=title,
        text=text,
        unit_id=unit,
        document_no=number,
        adopted_on=on,
        articles=articles,
    )
    done.set_measure(viewer, page.plan.id, given, now=now())
    st.rerun()


def _what(page: service.BatchPage) -> tuple[str, str, str, str]:
    """Kind and words of the cause, title and text of the measure."""
    cause, measure = page.plan.cause, page.plan.measure
    kinds = list(CAUSES)
    index = kinds.index(cause.kind) if cause else 0
    kind = st.selectbox(word("batch.cause"), kinds, index=index, format_func=lambda code: CAUSES[code])
    why = st.text_area(word("batch.cause_text"), value=cause.text if cause else "", height=110)
    title = st.text_input(word("batch.measure"), value=measure.title if measure else "")
    text = st.text_area(word("batch.measure_text"), value=measure.text if measure else "", height=110)
    return str(kind), why.strip(), title.strip(), text.strip()


def _by_whom(viewer: Viewer, page: service.BatchPage) -> tuple[str, str, object, tuple[str, ...]]:
    """The unit that adopted the measure, by which document, on which day, resting on which articles."""
    measure = page.plan.measure
    units = service.units(viewer)
    ids = list(units)
    unit = st.selectbox(
        word("batch.unit"),
        ids,
        index=ids.index(measure.unit_id) if measure and measure.unit_id in ids else None,
        format_func=lambda one: units[one],
        placeholder=word("choose"),
    )
    number = st.text_input(word("batch.document_no"), value=measure.document_no if measure else "")
    on = st.date_input(word("batch.adopted_on"), value=measure.adopted_on if measure else today(), format="YYYY-MM-DD")
    labels = {one.article_id: f"{one.label}（{one.status.value}）" for one in page.articles}
    articles = st.multiselect(
        word("batch.articles"),
        list(labels),
        default=[one for one in (measure.articles if measure else ()) if one in labels],
        format_func=lambda one: labels.get(one, one),
        placeholder=word("batch.articles_hint"),
        accept_new_options=True,
    )
    return str(unit or ""), number.strip(), on, tuple(articles)


def wording_step(viewer: Viewer, page: service.BatchPage) -> None:
    """统一口径: the type of document and one wording with fields filled from each case's own data."""
    batch = page.plan
    types = list(DOCUMENT_TYPES)
    with st.form("batch_wording"):
        kind = st.selectbox(
            word("batch.document_type"),
            types,
            index=types.index(batch.document_type) if batch.document_type in types else 1,
            format_func=lambda code: DOCUMENT_TYPES[code],
        )
        text = st.text_area(word("batch.wording"), value=batch.wording or word("batch.wording_start"), height=220)
        review = st.text_input(word("batch.review_body"), value=batch.review_body, help=word("batch.review_body_help"))
        st.text(word("batch.fields", fields="、".join(f"{{{{{name}}}}}" for name in FIELDS)))
        pressed = st.form_submit_button(word("batch.submit_check"), type="primary")
    if pressed:
        done.set_wording(viewer, batch.id, text=text, kind=str(kind), review_body=review.strip(), now=now())
        st.rerun()
