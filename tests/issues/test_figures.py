"""Trend, breakdown and rank of an issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from issues.breakdown import breakdown_of
from issues.ranking import WEIGHTS, weights_of
from issues.trends import trend_of
from tests.issues.letters import a_letter, many

TODAY = date(2026, 6, 1)


def on(*days: date):
    return [a_letter(str(n), "清溪苑小区停水", day=day) for n, day in enumerate(days)]


def test_weeks_begin_on_monday_and_gaps_are_nought():
    trend = trend_of(on(date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 20)), TODAY)
    assert trend.weekly == (
        (date(2026, 4, 27), 1),
        (date(2026, 5, 4), 1),
        (date(2026, 5, 11), 0),
        (date(2026, 5, 18), 1),
    )
    assert (trend.first, trend.last) == (date(2026, 5, 3), date(2026, 5, 20))


def test_this_period_against_the_last():
    days = [TODAY, TODAY - timedelta(days=29), TODAY - timedelta(days=30), TODAY - timedelta(days=60)]
    trend = trend_of(on(*days), TODAY)
    assert (trend.this_period, trend.last_period) == (2, 1)


def test_letters_after_the_day_or_without_one_do_not_count():
    trend = trend_of([*on(TODAY + timedelta(days=1)), a_letter("x", "停水", day=None)], TODAY)
    assert trend.first is None and trend.weekly == ()


def test_breakdown_counts_items_by_class_place_and_unit():
    letters = [
        *many(3, "清溪苑小区停水", "停水。", unit="unit:SLJ", class_code="010215", articles=("article:供水条例:9",)),
        *many(1, "望江花园停水", "停水。", start=9, unit="unit:ZJ", class_code="010215"),
    ]
    parts = breakdown_of(letters, {"unit:SLJ": "青湄县水利局"})
    assert [(s.label, s.count) for s in parts.units] == [("青湄县水利局", 3), ("ZJ", 1)]
    assert [(s.label, s.count) for s in parts.places] == [("清溪苑", 3), ("望江花园", 1)]
    assert parts.articles[0].id == "article:供水条例:9"
    assert sum(cell.count for cell in parts.cells) == 4
    assert (parts.cells[0].class_code, parts.cells[0].place, parts.cells[0].count) == ("010215", "清溪苑", 3)


def test_weights_are_visible_and_add_up_to_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    letters = many(4, "清溪苑小区停水", "停水。")
    weights = weights_of(letters, trend_of(letters, TODAY))
    assert [weight.name for weight in weights] == list(WEIGHTS)
    assert all(0 <= weight.value <= 1 and weight.note for weight in weights)


def test_solved_letters_weigh_less_than_unsolved_ones():
    letters = many(4, "清溪苑小区停水", "停水。")
    solved = [replace(letter, resolved=True, concluded=True, articles=("article:x:1",)) for letter in letters]
    trend = trend_of(letters, TODAY)
    assert sum(w.share for w in weights_of(solved, trend)) < sum(w.share for w in weights_of(letters, trend))
