"""The life of an issue on its page: who is responsible, what befell it, taking another in, letting a part go."""

from __future__ import annotations

import streamlit as st

from casework.cross_unit import Step
from casework.issue_effect import Effect
from core.viewer import Viewer
from core.vocabulary import label
from issues.bursts import VERDICT_LABELS
from ui import services_issues as issues
from ui import services_life as service
from ui.links import go, link
from ui.render import Table, choose, day, line, moment, short, show, subtitle
from ui.wiring import now, today
from ui.words import word


def number_and_owner(viewer: Viewer, issue_id: str) -> None:
    """One line under the head: the number, and who is responsible."""
    told = service.life(viewer, issue_id)
    owner = "　".join(filter(None, [told.unit, told.row.owner])) or word("life.nobody")
    st.text(word("life.line", number=told.row.number or "—", owner=owner))


def life(viewer: Viewer, page: issues.IssuePage) -> None:
    """The history with the forms that add to it."""
    told = service.life(viewer, page.stored.id)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        subtitle(word("life.history"))
        if told.row.began_at:
            st.text(word("life.began", day=day(told.row.began_at)))
        rows = [
            {
                word("life.at"): moment(one.at),
                word("life.what"): one.text,
                word("life.who"): one.person or word("life.found"),
            }
            for one in told.happened
        ]
        if rows:
            show(Table("life_rows", word("life.history"), rows))
        else:
            st.text(word("life.nothing"))
        for other in dict.fromkeys(one.other for one in told.happened if one.kind in ("split_off", "split_from")):
            link("issue", word("life.open_other"), id=other)
    with right:
        _owner(viewer, page, told.row.unit_id, told.row.owner)
        _take_in(viewer, page)
    _split(viewer, page)


def _owner(viewer: Viewer, page: issues.IssuePage, unit_id: str, owner: str) -> None:
    units = service.unit_choices()
    with st.form("life_owner"):
        st.markdown(f"**{word('life.owner')}**")
        choices = ["", *units]
        place = choices.index(unit_id) if unit_id in choices else 0
        unit = st.selectbox(word("life.unit"), choices, index=place, format_func=lambda one: units.get(one, "—"))
        name = st.text_input(word("life.person"), value=owner, max_chars=30)
        if st.form_submit_button(word("life.assign")):
            service.assign(viewer, page.stored.id, unit_id=unit or "", owner=name, now=now())
            st.rerun()


def _take_in(viewer: Viewer, page: issues.IssuePage) -> None:
    with st.form("life_take_in"):
        st.markdown(f"**{word('life.take_in')}**")
        other = st.text_input(word("life.other"), max_chars=40, placeholder=word("life.other_example"))
        reason = st.text_input(word("issue.reason"), max_chars=200, key="life_take_in_reason")
        if st.form_submit_button(word("life.take_in_do")) and other.strip():
            service.take_in(viewer, page.stored.id, other.strip(), reason=reason, now=now())
            st.rerun()


def _split(viewer: Viewer, page: issues.IssuePage) -> None:
    with st.expander(word("life.split"), key="life_split_fold", on_change="rerun") as box:
        if not box.open:
            return
        titles = (word("column.title"), word("column.place"), word("column.number"))
        rows = [dict(zip(titles, (short(one.title, 50), one.place, one.number), strict=True)) for one in page.members]
        ticked = choose(Table("life_split_rows", word("issue.members_alt"), rows, tallest=320))
        with st.form("life_split", border=False):
            name = st.text_input(word("life.new_name"), max_chars=30)
            reason = st.text_input(word("issue.reason"), max_chars=200, key="life_split_reason")
            if st.form_submit_button(word("life.split_do")):
                chosen = [page.members[place].id for place in ticked]
                go("issue", id=service.split(viewer, page.stored.id, chosen, label=name, reason=reason, now=now()))


def several_units(viewer: Viewer, page: issues.IssuePage) -> None:
    """Unit × class, and the way of each letter that was sent back."""
    found = service.crossed(viewer, page.stored.id)
    st.text(word("life.spread", units=found.units, codes=found.codes, outside=found.outside, returned=found.returned))
    rows = [
        {word("column.unit"): cell.unit, word("column.class"): cell.class_label, word("issue.count"): cell.letters,
         word("issues.sides"): cell.sides}
        for cell in found.cells
    ]  # fmt: skip
    show(Table("life_units", word("life.units_alt"), rows))
    if found.chains:
        subtitle(word("life.returns"))
    for chain in found.chains:
        with st.container(border=True):
            line(chain.number, short(chain.title, 40))
            for step in chain.steps:
                st.text(_step(step))
            link("case", word("case.open"), id=chain.item_id)


def _step(step: Step) -> str:
    return "　".join(filter(None, [day(step.at), label("event", step.event), step.unit, step.note]))


def measures(viewer: Viewer, issue_id: str) -> None:
    """What each measure at the issue did, before and after, against what was to be expected."""
    for one in service.measured(viewer, issue_id, as_of=today()):
        subtitle(word("life.effect", title=one.measure.title))
        line(word("life.taken_by"), f"{one.unit}　{one.measure.document_no}　{day(one.measure.adopted_on)}")
        _chart(one)
        if one.outlook is None:
            st.text(word("life.no_expectation", before=one.before, after=one.after))
            continue
        told = {"before": one.before, "after": one.after, "expected": f"{one.outlook.expected:.1f}",
                "low": one.outlook.low, "high": one.outlook.high, "verdict": VERDICT_LABELS[one.verdict]}  # fmt: skip
        st.text(word("life.expectation", **told))


def _chart(one: Effect) -> None:
    days = [day(row.first) for row in one.stretches]
    before = [None if row.after else row.letters for row in one.stretches]
    after = [row.letters if row.after else None for row in one.stretches]
    spec = {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [word("life.before"), word("life.after")]},
        "grid": {"left": 40, "right": 12, "top": 32, "bottom": 28},
        "xAxis": {"type": "category", "data": days},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"type": "bar", "name": word("life.before"), "data": before, "color": "#6b7280", "stack": "one"},
            {"type": "bar", "name": word("life.after"), "data": after, "color": "#1f5fa8", "stack": "one"},
        ],
    }
    st.echarts_chart(spec, key=f"effect_{one.measure.id}", height=220, alt=word("life.effect_alt"))
