"""Which day's law counts for a matter, and what is said beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.event_day import EVENT_FIELD, which_day
from core.petition import Item

TODAY = date(2026, 11, 22)


def an_item(text: str = "", *, on: str = "", received: datetime | None = datetime(2026, 9, 1, 4, tzinfo=UTC)) -> Item:
    extra = {EVENT_FIELD: on} if on else {}
    return Item(id="item:a:1", source="a", source_id="1", received_at=received, content_masked=text, extra=extra)


def test_the_day_of_the_event_stands_in_the_table() -> None:
    found = which_day(an_item("2026年3月1日发生", on="2026/2/28 14:00"), today=TODAY)
    assert (found.day, found.source) == (date(2026, 2, 28), "column")
    assert found.said == "按 2026-02-28（事发日期，来源表写明）"
    assert which_day(an_item(on="去年"), today=TODAY).source == "received"


def test_the_day_of_the_event_stands_in_the_letter() -> None:
    text = "我是某小区业主，2026年3月1日夜里工地打桩到三点。"
    found = which_day(an_item(text), today=TODAY)
    assert (found.day, found.source) == (date(2026, 3, 1), "text")
    assert text[found.start : found.end] == "2026年3月1日" and "2026年3月1日" in found.words


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月1日和2026年5月2日两次打桩。",
        "我2026年3月1日投诉过。",
        "根据2020年5月28日通过的规定，自2021年1月1日起施行。",
        "2027年1月1日还要打桩。",
        "编号2026-03-01-22的件。",
        "今年三月打桩。",
    ],
)
def test_no_day_is_guessed_from_the_letter(text: str) -> None:
    found = which_day(an_item(text), today=TODAY)
    assert (found.day, found.source) == (date(2026, 9, 1), "received") and "收到之日" in found.said


def test_without_any_day_it_is_today() -> None:
    assert which_day(an_item(received=None), today=TODAY).source == "today"
