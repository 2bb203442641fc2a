"""制度空白: demands with many cases and hardly any rule in force, and articles nobody ever used; a person judges."""

from __future__ import annotations

import streamlit as st

from casework.issue_gaps import IssueGap
from casework.law_gaps import Gap, UnusedArticle
from core.ids import issue_class_id
from records.use_counts import Use
from ui import services_gaps as service
from ui.identity import current_user
from ui.links import go
from ui.render import PAGE, Table, assisted, empty, opened, pages, short
from ui.words import word


def draw() -> None:
    """Draws the two lists as tabs."""
    viewer = current_user()
    st.title(word("page.gaps"))
    st.text(word("gaps.note"))
    titles = [word("gaps.classes"), word("gaps.issues"), word("gaps.unused")]
    first, third, second = st.tabs(titles, key="gaps_tabs", on_change="rerun")
    if first.open:
        with first:
            _classes(service.classes(viewer, limit=PAGE))
    if third.open:
        with third:
            _issues(service.issues(viewer))
    if second.open:
        with second:
            _unused(service.never_used(limit=PAGE))
    assisted()


def _classes(found: list[Gap]) -> None:
    if not found:
        empty("gaps.none")
        return
    rows = [
        {
            word("column.class"): one.path,
            word("gaps.items"): one.use.items,
            **_shares(one.use),
        }
        for one in found
    ]
    chosen = opened(Table("gaps_classes", word("gaps.classes"), rows))
    if chosen is not None:
        go("graph", id=issue_class_id(found[chosen].code))


def _issues(found: list[IssueGap]) -> None:
    if not found:
        empty("gaps.none_issues")
        return
    offset = pages(len(found), key="gaps_issues_page", said="table.count_issues")
    page = found[offset : offset + PAGE]
    rows = [
        {
            word("issues.label"): one.issue.label,
            word("column.class"): one.class_label,
            word("gaps.items"): one.use.letters,
            **_shares(one.use),
        }
        for one in page
    ]
    chosen = opened(Table("gaps_issues", word("gaps.issues"), rows))
    if chosen is not None:
        go("issue", id=page[chosen].issue.id)


def _unused(found: list[UnusedArticle]) -> None:
    if not found:
        empty("gaps.none_unused")
        return
    rows = [{word("gaps.article"): one.label, word("gaps.words"): short(one.text, 60)} for one in found]
    chosen = opened(Table("gaps_unused", word("gaps.unused"), rows))
    if chosen is not None:
        go("law", article=found[chosen].article_id)


def _shares(use: Use) -> dict[str, object]:
    bad = use.share_dissatisfied
    return {
        word("gaps.answered"): use.answered,
        word("gaps.based"): f"{use.share_based:.0%}",
        word("gaps.dissatisfied"): "—" if bad is None else f"{bad:.0%}",
    }
