"""One act on the law page: versions on a time line with the evidence of each date, and its articles as they stand."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import streamlit as st

from casework.law_dates import Dates
from core.errors import PetitionGraphError
from core.statute import ArticleText
from core.viewer import Viewer
from records.law_sheet import FIELDS, ORIGINS, VersionSheet
from ui import services_act as service
from ui.incidents import plain, show_error
from ui.links import link
from ui.render import PAGE, Table, day, line, pages, show, status_badge
from ui.words import word


def draw_act(viewer: Viewer, regulation_id: str, as_of: date) -> None:
    """Draws the act as it stands on `as_of`."""
    act = service.act(regulation_id, as_of=as_of)
    st.subheader(f"《{plain(act.title)}》")
    with st.container(horizontal=True, vertical_alignment="center"):
        status_badge(act.status)
        st.badge(act.level, color="blue")
        if act.digest:
            st.badge(word("law.digest"), color="violet")
        st.text(word("act.on", day=day(as_of)))
    line(word("act.issuer"), "　".join(filter(None, (act.issuer, act.region))))
    for clash in act.conflicts:
        st.warning(plain(word("act.conflict", label=clash.label, said=clash.said, used=clash.used or "—")))
    left, right = st.columns([3, 2], gap="medium")
    with right:
        _time_line(viewer, act, as_of)
    with left:
        _articles(act)


def _time_line(viewer: Viewer, act: service.Act, as_of: date) -> None:
    st.markdown(f"**{word('law.versions')}**")
    for place, one in enumerate(act.versions):
        version = one.version
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{day(version.effective)} — {day(version.ended)}")
                status_badge(version.status_on(as_of))
            told = {"published": day(version.published), "number": version.document_no or "—"}
            st.text(word("act.version", **told))
            st.text(_checked(one))
            if version.ended_by:
                st.text(word("act.ended_by", title=version.ended_by))
            _evidence(one)
            if place + 1 < len(act.versions):
                keys = {"old": f"{act.id}#{act.versions[place + 1].number}", "new": f"{act.id}#{one.number}"}
                link("versions", word("act.compare"), **keys)
            _confirm(viewer, one)


def _checked(one: VersionSheet) -> str:
    version = one.version
    if version.checked_on is None:
        return word("act.unchecked")
    return word("act.checked", day=day(version.checked_on), person=version.checked_by or word("act.project"))


def _evidence(one: VersionSheet) -> None:
    with st.expander(word("act.evidence")):
        rows = [
            {
                word("act.date"): FIELDS[told.field],
                word("act.value"): told.value,
                word("act.origin"): ORIGINS.get(told.origin, told.origin),
                word("act.words"): " ".join(filter(None, (told.quote, told.place))),
                word("act.used"): word("yes") if told.used else word("act.overridden"),
            }
            for told in one.evidence
        ]
        show(Table(f"evidence_{one.number}", word("act.evidence"), rows, tallest=260))
        held = {c.version.source: c.articles for c in one.copies}
        st.text(word("act.copies", sources="；".join(f"{name}（{count}）" for name, count in held.items())))


def _confirm(viewer: Viewer, one: VersionSheet) -> None:
    with st.expander(word("act.confirm")), st.form(f"confirm_{one.number}", border=False):
        effective = st.date_input(word("law.effective"), value=one.version.effective, format="YYYY-MM-DD")
        note = st.text_input(word("act.note"), max_chars=200)
        if not st.form_submit_button(word("act.confirmed")):
            return
        dates: Dates = {"note": note}
        if isinstance(effective, date):
            dates["effective"] = effective
        try:
            service.confirm(viewer, one, dates)
        except PetitionGraphError as error:
            show_error(error)
            return
    st.rerun()


def _articles(act: service.Act) -> None:
    offset = pages(len(act.articles), key=f"act_{act.id}", said="act.count")
    shown = act.articles[offset : offset + PAGE]
    for path, several in groupby(shown, key=lambda one: one.path):
        if path:
            st.markdown(f"**{plain(path)}**")
        for one in several:
            _article(one)
    if not act.articles:
        st.text(word("act.no_articles"))


def _article(one: ArticleText) -> None:
    link("law", one.label, article=one.id)
    st.markdown(plain(one.text))
