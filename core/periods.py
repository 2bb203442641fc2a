"""Periods compared like with like (本期与上期): a part of a month against the same part of the month before.

A period still running is compared with as much of the one before; a whole one with a whole one.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import InputError

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
PERIOD_LABELS = {"month": "月", "quarter": "季度", "half_year": "半年", "year": "年", "own": "自定"}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        return f"{self.first} 至 {self.last}"


@dataclass(frozen=True, slots=True)
class Pair:
    """This period (本期) and the one it is compared with (上期)."""

    this: Span
    last: Span


def pair_of(kind: str, as_of: date, *, first: date | None = None, last: date | None = None) -> Pair:
    """This period up to `as_of` and its like before; for `own` the days `first` to `last` and as many before them.

    Raises InputError for an unknown kind, and for own days that are missing or the wrong way round.
    """
    if kind == "own" or first or last:
        if first is None or last is None or last < first:
            raise InputError(
                "自定时段要有起止两个日期，起始不晚于截止", "例如：--date-from 2026-10-01 --date-to 2026-10-31"
            )
        days = (last - first).days + 1
        return Pair(Span(first, last), Span(first - timedelta(days=days), first - timedelta(days=1)))
    if kind not in MONTHS:
        raise InputError(f"不认识的时段：{kind}", f"可用：{'、'.join((*MONTHS, 'own'))}")
    months = MONTHS[kind]
    begin = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)
    return Pair(Span(begin, as_of), Span(_earlier(begin, months), _earlier(as_of, months)))


def _earlier(day: date, months: int) -> date:
    """The same day `months` earlier; the end of a month stays the end of a month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    whole = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, longest if whole else min(day.day, longest))
