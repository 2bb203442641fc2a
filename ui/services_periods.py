"""What pages ask about this period against the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.issue_periods import Chosen, Compared, compare_issues
from core.viewer import Viewer
from ui.wiring import the_office


def compared(viewer: Viewer, ids: Sequence[str], chosen: Chosen, *, today: date) -> Compared:
    """The change of these issues between the chosen periods. Raises InputError for own days that are not whole."""
    return compare_issues(the_office(), viewer, ids, chosen, today=today)
