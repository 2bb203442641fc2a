"""The day whose law counts for a case (按哪一天适用法律), for a viewer who may see it."""

from __future__ import annotations

from datetime import date

from core.event_day import WhichDay, asked_day, which_day
from core.viewer import Viewer
from records.database import Tx
from records.items import item


def day_for(tx: Tx, viewer: Viewer, item_id: str, *, today: date, asked: date | None = None) -> WhichDay:
    """The day asked for, else that of the event, else of receipt. Raises NotFound for what the viewer may not see."""
    return asked_day(asked) if asked else which_day(item(tx, viewer, item_id), today=today)
