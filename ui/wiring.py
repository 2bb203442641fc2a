"""The one office of this process: opened once, shared by routes, gate and pages."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from casework.office import Office, open_office
from core.settings import load_settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


@cache
def the_office() -> Office:
    """The office of the settings; opened at the first call, the same one ever after."""
    return open_office(load_settings())


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai."""
    return datetime.now(SHANGHAI)


def today() -> date:
    """The day pages count deadlines from: the settings' fixed day, else the clock's."""
    fixed = the_office().settings.today
    return date.fromisoformat(fixed) if fixed else now().date()
