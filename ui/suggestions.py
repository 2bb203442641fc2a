"""建议: what a case is about and who should handle it, three evidences side by side; a named person decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from casework.case import CasePage
from casework.suggest import Advice
from casework.suggest_decide import Choice
from casework.suggest_reasons import Reason, Reasoned
from core.taxonomy import classes, path_of
from core.viewer import Viewer
from ui import services_suggest as service
from ui.incidents import plain
from ui.links import link
from ui.render import assisted
from ui.wiring import now
from ui.words import word

EVIDENCES = ("duty", "precedent", "article")
_PAGES = {"precedent": "case", "article": "law"}
_QUERIES = {"precedent": "id", "article": "article"}


def suggest_tab(viewer: Viewer, page: CasePage) -> None:
    """Suggested unit and class of the case, with the forms that take one or another."""
    if said := st.session_state.pop("suggest_said", ""):
        st.info(plain(said))
    issue, unit = service.advise(viewer, page.item.id)
    st.subheader(word("suggest.unit"))
    st.text(word("suggest.now", what=page.unit_name or word("suggest.nobody")))
    if unit is None:
        st.text(word("suggest.too_few"))
    else:
        _advice(unit, "unit")
    _decide_unit(viewer, page, unit)
    if page.item.unit_id:
        _return(viewer, page)
    st.subheader(word("suggest.class"))
    st.text(word("suggest.now", what=page.class_path or word("class.unknown")))
    _advice(issue, "class")
    _decide_class(viewer, page, issue)
    assisted()


def _advice(advice: Advice, kind: str) -> None:
    if advice.abstain:
        st.warning(word("suggest.unsure"))
    for place, one in enumerate(advice.suggestions):
        with st.container(border=True, gap="xsmall"):
            role = f"　{one.role}" if one.role else ""
            st.markdown(f"**{plain(one.label)}**{role}　{word('suggest.share', share=f'{one.share:.2f}')}")
            words = "、".join(reason.text for reason in one.evidence if reason.kind == "words")
            if words:
                st.text(word("suggest.words", words=words))
            for reason in one.evidence:
                if reason.kind == "returned":
                    st.warning(plain(reason.text))
            if place == 0:
                _side_by_side(one, EVIDENCES if kind == "unit" else EVIDENCES[1:])


def _side_by_side(one: Reasoned, kinds: tuple[str, ...]) -> None:
    for kind, column in zip(kinds, st.columns(len(kinds), gap="medium"), strict=True):
        with column:
            st.markdown(f"**{word(f'suggest.{kind}')}**")
            found = [reason for reason in one.evidence if reason.kind == kind]
            if not found:
                st.text(word("suggest.none"))
            for reason in found:
                _reason(reason)


def _reason(reason: Reason) -> None:
    if reason.id and reason.kind in _PAGES:
        link(_PAGES[reason.kind], plain(reason.text), **{_QUERIES[reason.kind]: reason.id})
    else:
        st.text(reason.text)


def _decide_unit(viewer: Viewer, page: CasePage, advice: Advice | None) -> None:
    names = service.all_units()
    suggested = [one.code for one in advice.suggestions if one.code] if advice else []
    names |= {one.code: one.label for one in advice.suggestions if one.code} if advice else {}
    first = advice.suggestions[0] if advice and advice.suggestions else None
    _form("unit", page, (suggested, names), first, lambda c, at: service.decide_unit(viewer, page.item.id, c, now=at))


def _decide_class(viewer: Viewer, page: CasePage, advice: Advice) -> None:
    names = {code: path_of(code) for code in classes()}
    suggested = [one.code for one in advice.suggestions if one.code in names]
    first = advice.suggestions[0] if advice.suggestions else None
    _form("class", page, (suggested, names), first, lambda c, at: service.decide_class(viewer, page.item.id, c, now=at))


def _form(
    kind: str,
    page: CasePage,
    choices: tuple[list[str], dict[str, str]],
    first: Reasoned | None,
    decide: Callable[[Choice, datetime], None],
) -> None:
    """Suggested codes first, then all others by name; nothing is written before the button is pressed."""
    suggested, names = choices
    rest = sorted((code for code in names if code not in suggested), key=lambda code: (names[code], code))
    with st.form(f"suggest_{kind}", border=False):
        code = st.selectbox(
            word(f"suggest.choose_{kind}"),
            [*dict.fromkeys(suggested), *rest],
            format_func=lambda one: names.get(one, one),
            key=f"suggest_{kind}_{page.item.id}",
        )
        reason = st.text_input(word("suggest.reason"), max_chars=200, key=f"suggest_why_{kind}_{page.item.id}")
        if not st.form_submit_button(word(f"suggest.take_{kind}")):
            return
    said = first.code if first else ""
    decide(Choice(code=code or "", suggested=said, share=first.share if first else 0.0, reason=reason.strip()), now())
    st.session_state["suggest_said"] = word("suggest.done", what=names.get(code or "", ""))
    st.rerun()


def _return(viewer: Viewer, page: CasePage) -> None:
    with st.expander(word("suggest.return"), key="suggest_return"), st.form("suggest_return_form", border=False):
        st.text(word("suggest.return_note", unit=page.unit_name))
        reason = st.text_input(word("suggest.return_reason"), max_chars=200, key=f"suggest_return_{page.item.id}")
        if not st.form_submit_button(word("suggest.return_button")):
            return
        if not reason.strip():
            st.error(word("issue.reason_needed"))
            return
        service.record_return(viewer, page.item.id, page.item.unit_id, reason=reason.strip(), now=now())
        st.session_state["suggest_said"] = word("suggest.returned", unit=page.unit_name)
        st.rerun()
