"""How an issue moves: letters a week, this period against the last, first and last day."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from issues.common_issue import Trend
from issues.letters import Letter

PERIOD = 30
LONGEST_WEEKS = 156


def trend_of(letters: Sequence[Letter], as_of: date) -> Trend:
    """The course of the members up to `as_of`; letters of a later date or none do not count."""
    days = sorted(letter.day for letter in letters if letter.day and letter.day <= as_of)
    if not days:
        return Trend(period_days=PERIOD)
    start, before = as_of - timedelta(days=PERIOD), as_of - timedelta(days=2 * PERIOD)
    return Trend(
        first=days[0],
        last=days[-1],
        weekly=_weekly(days),
        period_days=PERIOD,
        this_period=len(days) - bisect_right(days, start),
        last_period=bisect_right(days, start) - bisect_right(days, before),
    )


def _weekly(days: Sequence[date]) -> tuple[tuple[date, int], ...]:
    """Counts by Monday from the first to the last week, at most the last three years."""
    counts = Counter((day.toordinal() - 1) // 7 for day in days)  # day 1 was a Monday
    last = max(counts)
    first = max(min(counts), last - LONGEST_WEEKS + 1)
    return tuple((date.fromordinal(7 * week + 1), counts[week]) for week in range(first, last + 1))
