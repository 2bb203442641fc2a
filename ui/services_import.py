"""What the import page asks of the office: a file's columns, the job that loads it, what the office holds."""

from __future__ import annotations

from core.viewer import Viewer
from records.item_finding import count_items
from ui.wiring import the_office


def counts(viewer: Viewer) -> tuple[int, int, int]:
    """How many items (that this person may see), articles and packages the office holds."""
    with the_office().database.read() as tx:
        return count_items(tx, viewer), 0, 0
