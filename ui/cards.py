"""Cards: one precedent, one article, each with why it is shown and what its basis is worth today."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from casework.basis import CitedArticle
from core.statute import Status
from core.viewer import Viewer
from ui import services, services_law, services_search
from ui.incidents import plain
from ui.links import link
from ui.render import day, letter, line, short, status_badge
from ui.wiring import now
from ui.words import word

MOST_ELEMENTS = 12


def precedent_card(viewer: Viewer, hit: services_search.Precedent) -> None:
    """Draws one precedent: what it was, how it ended, on what basis, and why it was found."""
    with st.container(border=True):
        st.markdown(f"#### {plain(short(hit.title, 60))}")
        with st.container(horizontal=True):
            st.badge(hit.outcome or word("outcome.unknown"), color="blue")
            if hit.badge:
                st.badge(hit.badge, color="violet", help=word("search.badge_help"))
            if hit.rating:
                st.badge(hit.rating, color="gray")
            standing_badge(hit)
            if hit.overturned:
                st.badge(hit.overturned, color="red")
            st.badge(hit.class_label or word("class.unknown"), color="gray")
            if hit.days is not None:
                st.badge(word("search.days", days=hit.days), color="gray")
        if hit.overturned:
            st.warning(word("search.overturned", ruling=hit.overturned))
        line(word("search.why"), hit.why)
        score_parts(hit)
        for demand in hit.demands:
            line(word("search.demand"), demand)
        if hit.elements:
            line(word("search.elements"), "、".join(hit.elements[:MOST_ELEMENTS]))
        dates = f"{word('column.received')} {day(hit.received)}　{word('column.concluded')} {day(hit.concluded)}"
        line(word("column.unit"), f"{hit.unit_name}　{dates}")
        letter(short(hit.letter, 400))
        if hit.reply:
            line(word("case.reply"), short(hit.reply, 400))
        cited(hit.cited)
        _repeats(hit)
        with st.container(horizontal=True):
            link("case", word("case.open"), id=hit.id)
            link("graph", word("graph.open"), id=hit.id)
            if st.button(word("basket.add"), key=f"basket_{hit.id}"):
                services.add_to_basket(viewer, hit.id, now=now())
                st.toast(word("basket.added"))


def standing_badge(hit: services_search.Precedent) -> None:
    """Draws whether what the reply rests on still stands (依据现在是否仍有效), in a word, a sign and a colour."""
    if not hit.standing:
        return
    fallen = any(one.changed or one.status not in (Status.IN_FORCE, Status.UNKNOWN) for one in hit.cited)
    sound = all(one.status is Status.IN_FORCE for one in hit.cited)
    st.badge(f"▲ {hit.standing}" if fallen else hit.standing, color="red" if fallen else "green" if sound else "gray")


def _repeats(hit: services_search.Precedent) -> None:
    """Draws the letters folded under the hit, behind their number."""
    if not hit.repeats:
        return
    with st.expander(word("search.repeats", total=len(hit.repeats)), key=f"repeats_{hit.id}", on_change="rerun") as box:
        for id_, title in hit.repeats if box.open else ():
            link("case", short(title, 40), id=id_)


def score_parts(hit: services_search.Precedent) -> None:
    """Draws the parts that add up to the score."""
    shown = adding_up(hit.parts, hit.score)
    parts = "　".join(f"{name} {value:.2f}" for name, value in shown.items() if value)
    line(word("search.parts", score=f"{hit.score:.2f}"), parts)


def adding_up(parts: Mapping[str, float], total: float) -> dict[str, float]:
    """The parts in hundredths that add up to the total as shown: what rounding lost goes to the largest remainders."""
    hundredths = {name: math.floor(value * 100) for name, value in parts.items()}
    left = round(total * 100) - sum(hundredths.values())
    by_remainder = sorted(parts, key=lambda name: (parts[name] * 100 - hundredths[name], name), reverse=True)
    for name in by_remainder[: max(0, left)]:
        hundredths[name] += 1
    return {name: value / 100 for name, value in hundredths.items()}


def cited(articles: tuple[CitedArticle, ...]) -> None:
    """Draws the articles a reply rests on with their status today; a fallen one is warned of, not hidden."""
    if not articles:
        return
    st.markdown(f"**{word('case.cited')}**")
    for one in articles:
        with st.container(horizontal=True, vertical_alignment="center"):
            link("law", one.label, article=one.article_id)
            status_badge(one.status)
        if one.changed:
            st.warning(plain(one.warning))
        elif one.status not in (Status.IN_FORCE, Status.UNKNOWN):
            st.warning(plain(one.warning or word("law.fallen", status=one.status.value)))


def rule_card(rule: services_law.Rule) -> None:
    """Draws one article: text (or digest), status on the asked day with dates, and why it is shown."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            link("law", rule.label, article=rule.article_id)
            status_badge(rule.status)
            if rule.digest:
                st.badge(word("law.digest"), color="violet")
        st.text(word("law.dates", effective=day(rule.effective), ended=day(rule.ended), number=rule.document_no or "—"))
        if rule.path:
            st.text(rule.path)
        letter(rule.text)
        if rule.why:
            line(word("law.why"), rule.why)
