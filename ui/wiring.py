"""The one office of this process: opened once, shared by routes, gate and pages."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from casework.office import SHANGHAI, Office, open_office
from core.settings import load_settings


@cache
def the_office() -> Office:
    """The office of the settings; opened at the first call, the same one ever after."""
    return open_office(load_settings())


def clock() -> datetime:
    """The real present moment; log-ins are counted by it even where the office's day is fixed."""
    return datetime.now(SHANGHAI)


def now() -> datetime:
    """The office's present moment, aware, in Asia/Shanghai."""
    return the_office().now()


def today() -> date:
    """The day pages count deadlines from."""
    return the_office().today()
