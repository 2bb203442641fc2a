"""How an issue moves: letters a week, this period against the last, first and last day."""

from __future__ import annotations

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
        this_period=sum(start < day for day in days),
        last_period=sum(before < day <= start for day in days),
    )


def _weekly(days: Sequence[date]) -> tuple[tuple[date, int], ...]:
    """Counts by Monday from the first to the last week, at most the last three years."""
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    last = max(counts)
    first = max(min(counts), last - timedelta(weeks=LONGEST_WEEKS - 1))
    weeks = (last - first).days // 7 + 1
    mondays = [first + timedelta(weeks=i) for i in range(weeks)]
    return tuple((monday, counts[monday]) for monday in mondays)
