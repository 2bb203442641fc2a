"""Periods are compared like with like."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import InputError
from core.periods import pair_of


@pytest.mark.parametrize(
    ("kind", "as_of", "this", "last"),
    [
        ("month", date(2026, 11, 22), ("2026-11-01", "2026-11-22"), ("2026-10-01", "2026-10-22")),
        ("month", date(2026, 11, 30), ("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        ("month", date(2026, 3, 30), ("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        ("quarter", date(2026, 11, 22), ("2026-10-01", "2026-11-22"), ("2026-07-01", "2026-08-22")),
        ("quarter", date(2026, 1, 31), ("2026-01-01", "2026-01-31"), ("2025-10-01", "2025-10-31")),
        ("half_year", date(2026, 11, 22), ("2026-07-01", "2026-11-22"), ("2026-01-01", "2026-05-22")),
        ("year", date(2024, 2, 29), ("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28")),
    ],
)
def test_a_running_period_meets_as_much_of_the_one_before(kind, as_of, this, last):
    pair = pair_of(kind, as_of)
    assert (str(pair.this.first), str(pair.this.last)) == this
    assert (str(pair.last.first), str(pair.last.last)) == last


def test_own_days_meet_as_many_days_before_them():
    pair = pair_of("own", date(2026, 11, 22), first=date(2026, 10, 11), last=date(2026, 10, 20))
    assert str(pair.last) == "2026-10-01 至 2026-10-10"
    assert pair.this.days == pair.last.days == 10


@pytest.mark.parametrize(
    "days", [{}, {"first": date(2026, 1, 2)}, {"first": date(2026, 1, 2), "last": date(2026, 1, 1)}]
)
def test_own_days_must_be_whole(days):
    with pytest.raises(InputError, match="起止"):
        pair_of("own", date(2026, 11, 22), **days)


def test_an_unknown_kind_is_told():
    with pytest.raises(InputError, match="不认识的时段"):
        pair_of("week", date(2026, 11, 22))
