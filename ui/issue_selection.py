"""Looking for common issues in a part of the letters: days, region, unit, class; shown, not kept."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.viewer import Viewer
from issues.common_issue import CommonIssue
from records.item_finding import ItemFilter
from ui import services_selection as service
from ui.render import Table, show
from ui.wiring import today
from ui.words import word

SHOWN = 60


def selection(viewer: Viewer) -> None:
    """Draws the choice, and what was found in it."""
    with st.expander(word("selection.title"), key="selection_fold", on_change="rerun") as box:
        if not box.open:
            return
        wanted = _wanted()
        if wanted is None:
            return
        count = service.letters_in(viewer, wanted)
        if count > service.MOST:
            st.warning(word("selection.too_many", total=f"{count:,}", most=f"{service.MOST:,}"))
            return
        with st.spinner(word("selection.looking", total=f"{count:,}")):
            found = service.found_in(viewer, wanted, as_of=today())
        st.text(word("selection.told", letters=found.letters, events=len(found.events), patterns=len(found.patterns)))
        rows = [_row(one) for one in (*found.patterns, *found.events)[:SHOWN]]
        if rows:
            show(Table("selection_rows", word("selection.title"), rows))


def _wanted() -> ItemFilter | None:
    """What was chosen when the button was pressed; None before."""
    units, classes = service.unit_choices(), service.class_choices()
    with st.form("selection_form", border=False):
        one, two, three, four = st.columns(4, vertical_alignment="bottom")
        days = one.date_input(word("selection.days"), value=[], format="YYYY-MM-DD")
        region = two.text_input(word("selection.region"), max_chars=30)
        unit = three.selectbox(word("column.unit"), ["", *units], format_func=lambda id_: units.get(id_, "—"))
        code = four.selectbox(word("column.class"), ["", *classes], format_func=lambda code: classes.get(code, "—"))
        if not st.form_submit_button(word("selection.look")):
            return None
    given = [day for day in (days if isinstance(days, tuple | list) else (days,)) if isinstance(day, date)]
    wanted = ItemFilter(
        received_from=given[0] if given else None,
        received_to=given[1] if len(given) > 1 else None,
        region_prefixes=(region.strip(),) if region.strip() else (),
        units=(unit,) if unit else (),
        issue_prefixes=(code,) if code else (),
    )
    if wanted.is_empty():
        st.info(word("selection.choose"))
        return None
    return wanted


def _row(one: CommonIssue) -> dict[str, object]:
    return {
        word("issues.label"): one.label,
        word("issues.level_label"): word(f"issues.level.{one.level}"),
        word("issues.members"): len(one.members),
        word("issues.sides"): one.sides,
        word("issues.rank"): f"{one.rank:.2f}",
        word("issues.qualifies"): word("yes") if one.qualified else one.why_not,
        word("selection.example"): one.examples[0] if one.examples else "",
    }
