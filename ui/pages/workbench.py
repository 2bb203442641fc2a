"""工作台: open cases by due date, what runs in the background, how complete the office's projections are."""

from __future__ import annotations

import streamlit as st

from casework.worklist import Due, WorkList
from core.viewer import Viewer
from ui import services
from ui.identity import current_user
from ui.jobs import running_jobs
from ui.kept_searches import saved_list
from ui.links import go, link
from ui.render import PAGE, Table, day, days_left, empty, opened, pages, short
from ui.wiring import today
from ui.words import word


def draw() -> None:
    """Draws the work list, the basket and the running jobs."""
    viewer = current_user()
    st.title(word("page.workbench"))
    _badges(viewer)
    left, right = st.columns([3, 1], gap="medium")
    with left:
        _cases(viewer)
    with right:
        st.subheader(word("work.jobs"))
        running_jobs()
        st.subheader(word("saved.title"))
        saved_list(viewer)
        st.subheader(word("work.basket"))
        _basket(viewer)
        st.subheader(word("work.batches"))
        _batches(viewer)


def _badges(viewer: Viewer) -> None:
    with st.container(horizontal=True):
        for badge in services.badges(viewer):
            st.badge(badge.text, color=badge.colour, help=badge.help)


def _cases(viewer: Viewer) -> None:
    options: list[Due] = ["all", "overdue", "soon"]
    due = st.segmented_control(
        word("work.which"),
        options,
        default="all",
        required=True,
        format_func=lambda key: word(f"work.due.{key}"),
        key="work_due",
        label_visibility="collapsed",
    )
    counts = services.work_list(viewer, today=today(), due=due, limit=1)
    if not counts.total and due == "all":
        empty("work", page="import")
        return
    st.text(word("work.counts", overdue=f"{counts.overdue:,}", soon=f"{counts.soon:,}"))
    offset = pages(counts.total, key="work_page")
    _table(services.work_list(viewer, today=today(), due=due, limit=PAGE, offset=offset))


def _table(found: WorkList) -> None:
    rows = [
        {
            word("column.due"): days_left(row.days_left),
            word("column.due_on"): day(row.item.due_on),
            word("column.title"): short(row.item.title_masked or row.item.content_masked, 40),
            word("column.class"): row.class_label,
            word("column.unit"): row.unit_name,
            word("column.received"): day(row.item.received_at),
            word("column.number"): row.item.item_no or row.item.source_id,
        }
        for row in found.rows
    ]
    number = opened(Table("work_rows", word("work.alt"), rows, tallest=430))
    if number is not None:
        go("case", id=found.rows[number].item.id)


def _basket(viewer: Viewer) -> None:
    items = services.basket(viewer)
    if not items:
        st.text(word("work.basket_empty"))
    for item in items:
        link("case", short(item.title_masked or item.content_masked, 18), id=item.id)


def _batches(viewer: Viewer) -> None:
    batches = services.open_batches(viewer)
    if not batches:
        st.text(word("work.batches_empty"))
    for batch in batches:
        link("batch", short(batch.title, 18), id=batch.id)
