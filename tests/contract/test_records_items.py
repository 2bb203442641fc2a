"""Items on both databases: saving, finding, order, facets, what a person set, bad text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import InputError, NotFound
from core.viewer import OFFICE, WORKER
from records.database import Database
from records.items import (
    ItemFilter,
    count_items,
    facets,
    find_ids,
    find_items,
    item,
    item_by_source_id,
    items,
    iter_items,
    save_items,
    update_item,
)
from records.marks import CONSUMERS, backlog
from records.nodes import nodes
from tests.records.office import NOW, an_item, some_items


def test_new_changed_same(any_database: Database) -> None:
    rows = some_items(5)
    with any_database.write() as tx:
        assert save_items(tx, rows).new == 5
    with any_database.write() as tx:
        report = save_items(tx, rows)
        assert (report.new, report.changed, report.same, report.ids_changed) == (0, 0, 5, ())
    with any_database.write() as tx:
        report = save_items(tx, [replace(rows[3], content="另一段文字"), *rows[:2], an_item("new")])
        assert (report.new, report.changed, report.same) == (1, 1, 2)
        assert report.ids_changed == ("item:a:003", "item:a:new")


def test_an_item_comes_back_as_it_went_in(any_database: Database) -> None:
    one = an_item(
        "full",
        extra={"列": "值"},
        due_on=date(2026, 5, 1),
        issue_confidence=0.25,
        is_urgent=True,
        affected_count=36,
        source_row=7,
        reply="已答复",
        reply_masked="已答复",
        replied_at=NOW + timedelta(hours=1),
    )
    with any_database.write() as tx:
        save_items(tx, [one])
    with any_database.read() as tx:
        found = item(tx, OFFICE, one.id)
        assert replace(found, content_hash="") == one
        assert found.received_at is not None and found.received_at.utcoffset() == timedelta(hours=8)
        assert nodes(tx, OFFICE, [one.id])[one.id].on == date(2026, 3, 2)


def test_marks_name_what_changed(any_database: Database) -> None:
    rows = some_items(3)
    with any_database.write() as tx:
        save_items(tx, rows)
    with any_database.read() as tx:
        assert backlog(tx) == dict.fromkeys(CONSUMERS, 3)


def test_what_a_person_set_survives_a_changed_row(any_database: Database) -> None:
    one = an_item("x", issue_code="01", outcome="explain")
    with any_database.write() as tx:
        save_items(tx, [one])
        update_item(tx, one.id, by_person=True, issue_code="0209")
        update_item(tx, one.id, outcome="support")
    with any_database.write() as tx:
        save_items(tx, [replace(one, content="改过的内容", title="新题")])
    with any_database.read() as tx:
        found = item(tx, OFFICE, one.id)
        assert (found.issue_code, found.outcome, found.content) == ("0209", "explain", "改过的内容")


def test_updating_needs_a_known_item_and_field(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item("x")])
        with pytest.raises(InputError, match="wrong"):
            update_item(tx, "item:a:x", wrong=1)
        with pytest.raises(NotFound, match="item:a:y"):
            update_item(tx, "item:a:y", outcome="support")


def test_reading_keeps_the_order_asked_for(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, some_items(30))
    with any_database.read() as tx:
        wanted = ["item:a:020", "item:a:nothing", "item:a:003", "item:a:020"]
        assert list(items(tx, OFFICE, wanted)) == ["item:a:020", "item:a:003"]
        assert [one.id for part in iter_items(tx, OFFICE, batch=7) for one in part] == find_ids(tx, OFFICE)
        assert [one.id for one in item_by_source_id(tx, OFFICE, "003")] == ["item:a:003"]
        with pytest.raises(NotFound, match="item:a:nothing"):
            item(tx, OFFICE, "item:a:nothing")


def test_order_is_by_code_points_and_undated_come_last(any_database: Database) -> None:
    names = ["b", "B", "a", "甲", "乙", "-", "Z"]
    with any_database.write() as tx:
        save_items(tx, [an_item(name, received_at=None if name == "a" else NOW) for name in names])
    with any_database.read() as tx:
        assert [one.id[7:] for one in find_items(tx, OFFICE, order="id")] == sorted(names)
        dated = sorted(set(names) - {"a"})
        assert [one.id[7:] for one in find_items(tx, OFFICE)] == [*dated, "a"]
        assert [one.id[7:] for one in find_items(tx, OFFICE, order="received_first")] == [*dated, "a"]


def _various(any_database: Database) -> None:
    rows = [
        an_item(
            "1", issue_code="010909", unit_id="unit:1", state="concluded", place_text="清河苑", region_code="330101"
        ),
        an_item("2", issue_code="0109", unit_id="unit:2", outcome="explain", due_on=date(2026, 4, 1)),
        an_item("3", issue_code="02", unit_id="unit:1", reply="好", received_at=NOW + timedelta(days=3)),
        an_item("4", issue_code="0%", channel="visit", region_text="三区/东街"),
    ]
    with any_database.write() as tx:
        save_items(tx, rows)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ItemFilter(), "1234"),
        (ItemFilter(issue_prefixes=("0109",)), "12"),
        (ItemFilter(issue_prefixes=("0%",)), "4"),
        (ItemFilter(issue_prefixes=("010909", "02")), "13"),
        (ItemFilter(units=("unit:1",)), "13"),
        (ItemFilter(concluded=True), "13"),
        (ItemFilter(concluded=False), "24"),
        (ItemFilter(states=("concluded",)), "1"),
        (ItemFilter(outcomes=("explain",), sources=("a",)), "2"),
        (ItemFilter(channels=("visit",)), "4"),
        (ItemFilter(region_prefixes=("3301", "三区")), "14"),
        (ItemFilter(places=("清河苑",)), "1"),
        (ItemFilter(received_from=date(2026, 3, 5), received_to=date(2026, 3, 5)), "3"),
        (ItemFilter(received_to=date(2026, 3, 4)), "124"),
        (ItemFilter(due_to=date(2026, 4, 1)), "2"),
        (ItemFilter(ids=("item:a:4", "item:a:9")), "4"),
    ],
)
def test_filters(any_database: Database, wanted: ItemFilter, found: str) -> None:
    _various(any_database)
    with any_database.read() as tx:
        assert [one.source_id for one in find_items(tx, OFFICE, wanted, order="id")] == list(found)
        assert count_items(tx, OFFICE, wanted) == len(found)
        assert sum(n for _, n in facets(tx, OFFICE, wanted, "source")) == len(found)


def test_facets_are_ordered_and_named(any_database: Database) -> None:
    _various(any_database)
    with any_database.read() as tx:
        assert facets(tx, OFFICE, ItemFilter(), "unit_id") == [("unit:1", 2), ("unit:2", 1)]
        with pytest.raises(InputError, match="content"):
            facets(tx, OFFICE, ItemFilter(), "content")


@pytest.mark.parametrize("bad", ["有\x00空字符", "半个\ud83d字"])
def test_text_that_cannot_be_stored_is_refused_in_our_words(any_database: Database, bad: str) -> None:
    with pytest.raises(InputError, match="不能保存"), any_database.write() as tx:
        save_items(tx, [an_item("good"), an_item("bad", text=bad)])
    with any_database.read() as tx:
        assert count_items(tx, WORKER) == 0


def test_a_moment_without_zone_is_refused(any_database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(InputError, match="时区"), any_database.write() as tx:
        save_items(tx, [an_item("x", received_at=naive, content_hash="h")])


def test_a_number_that_is_too_large_is_refused(any_database: Database) -> None:
    with pytest.raises(InputError, match="数字太大"), any_database.write() as tx:
        save_items(tx, [an_item("x", person_count=10**20)])


@pytest.mark.parametrize("odd", ["", "item:a:\x00", "item:\ud83d", "'; DROP TABLE item; --", "无" * 5000])
def test_odd_ids_are_not_found_or_refused_in_our_words(any_database: Database, odd: str) -> None:
    with pytest.raises((NotFound, InputError)), any_database.read() as tx:
        item(tx, OFFICE, odd)
