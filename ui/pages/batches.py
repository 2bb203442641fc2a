"""批量办理: the batches of the office with their step; each begins from a common issue."""

from __future__ import annotations

import streamlit as st

from core.batch import STATES
from ui import services_batch as service
from ui.identity import current_user
from ui.links import go
from ui.render import Table, empty, moment, opened
from ui.words import word


def draw() -> None:
    """Draws the list of batches."""
    viewer = current_user()
    st.title(word("page.batches"))
    rows = service.batches(viewer)
    if not rows:
        empty("batches", page="issues")
        return
    table = [
        {
            word("batch.title"): row.title,
            word("column.state"): STATES.get(row.state, row.state),
            word("batch.selected"): row.selected,
            word("batch.prepared_by"): row.prepared_by,
            word("batch.checked_by"): row.checked_by,
            word("batch.updated"): moment(row.updated),
        }
        for row in rows
    ]
    number = opened(Table("batches_rows", word("batches.alt"), table))
    if number is not None:
        go("batch", id=rows[number].id)
