"""Who used an article and how it ended, what a reply rests on today, what nobody uses, and where law is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.basis import article_today
from casework.citator import basis_of, cited_by
from casework.law_gaps import gaps, unused
from casework.office import Office
from core.errors import NotFound
from core.statute import Status
from records.items import update_item
from tests.casework.acts import cite, save_act, save_parking
from tests.casework.offices import PREPARER, TODAY, letter, office_with

THIRD = "article:停车场管理条例:3"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Four replies: two under article 3 of the parking act, one under article 1, one that cites nothing."""
    told = [
        ("根据《停车场管理条例》第三条处理。", 2020, "support", "satisfied"),
        ("依《停车场管理条例》第三条、第一条，《无此条例》第二条答复。", 2021, "explain", "dissatisfied"),
        ("根据《停车场管理条例》第一条处理。", 2025, "explain", ""),
        ("已收悉。", 2025, "", "dissatisfied"),
    ]
    items = [
        letter(n, reply=text, reply_masked=text, outcome=outcome, rating=rating, unit_id="unit:ZRZY",
               issue_code="0999" if n == 4 else "010909", state="concluded",
               received_at=datetime(year, 3, 1, tzinfo=UTC), replied_at=datetime(year, 12, 31, 18, tzinfo=UTC))
        for n, (text, year, outcome, rating) in enumerate(told, 1)
    ]  # fmt: skip
    office = office_with(tmp_path, items)
    with office.database.write() as tx:
        save_parking(tx)
        save_act(tx, "旧摊点办法", {1: "摊点。"}, date(2001, 1, 1), ended=date(2022, 1, 1), end_kind="repealed")
        for one in items:
            cite(tx, one)
    yield office
    office.close()


def test_uses_are_counted_by_outcome_year_unit_and_rating(office: Office) -> None:
    found = cited_by(office, PREPARER, THIRD)
    assert (found.label, found.status, found.counts.replies) == ("《停车场管理条例》第三条", "现行有效", 2)
    assert found.counts.by_outcome == {"explain": 1, "support": 1}
    assert found.counts.by_year == {"2021": 1, "2022": 1}  # new year's eve in UTC is the next year here
    assert found.counts.by_unit == {"unit:ZRZY": 2}
    assert found.counts.by_rating == {"dissatisfied": 1, "satisfied": 1}
    assert [user.item.id for user in found.users] == ["item:demo:2", "item:demo:1"]
    assert cited_by(office, PREPARER, "regulation:停车场管理条例").counts.replies == 3
    assert [u.item.id for u in cited_by(office, PREPARER, THIRD, limit=1, offset=1).users] == ["item:demo:1"]
    with pytest.raises(NotFound):
        cited_by(office, PREPARER, "article:没有:1")


def test_hidden_items_are_not_counted(office: Office) -> None:
    with office.database.write() as tx:
        update_item(tx, "item:demo:1", restricted="accusation")
    found = cited_by(office, PREPARER, THIRD)
    assert (found.counts.replies, len(found.users)) == (1, 1)


def test_what_a_reply_rests_on_today(office: Office) -> None:
    moved, same, unknown = basis_of(office, PREPARER, "item:demo:2", today=TODAY)
    assert (moved.status_then, moved.change, moved.successors) == ("现行有效", "moved", ("article:停车场管理条例:4",))
    assert moved.old_text == moved.new_text
    assert (same.change, same.status_now) == ("", "现行有效")
    assert (unknown.target, unknown.change) == ("", "unknown_law")
    with pytest.raises(NotFound):
        basis_of(office, PREPARER, "item:demo:77", today=TODAY)


def test_procedure_counts_on_the_day_of_the_reply(tmp_path: Path) -> None:
    text = "依据《县信访听证规定》第一条组织听证，依据《旧摊点办法》第一条答复。"
    days = {"received_at": datetime(2022, 3, 1, tzinfo=UTC), "replied_at": datetime(2022, 9, 1, tzinfo=UTC)}
    one = letter(1, reply=text, reply_masked=text, state="concluded", **days)
    office = office_with(tmp_path, [one])
    with office.database.write() as tx:
        save_act(tx, "县信访听证规定", {1: "听证应当公开。"}, date(2022, 5, 1))
        save_act(tx, "旧摊点办法", {1: "摊点。"}, date(2022, 5, 1))
        cite(tx, one)
    found = [rest.status_then for rest in basis_of(office, PREPARER, one.id, today=TODAY)]
    assert found == ["现行有效", "尚未生效"]
    office.close()


def test_an_ended_act_is_told_as_ended_and_not_as_unknown(office: Office) -> None:
    with office.database.read() as tx:
        ended = article_today(tx, "regulation:旧摊点办法", today=TODAY)
        absent = article_today(tx, "regulation:没有的办法", today=TODAY)
    assert (ended.status, ended.label, ended.warning) == (Status.REPEALED, "《旧摊点办法》", "已废止，2022-01-01 起")
    assert (absent.status, absent.warning) == (Status.UNKNOWN, "库中没有这部法规")


def test_articles_nobody_used(office: Office) -> None:
    assert [one.label for one in unused(office)] == ["《停车场管理条例》第二条", "《停车场管理条例》第四条"]
    assert [one.label for one in unused(office, limit=1, offset=1)] == ["《停车场管理条例》第四条"]
    assert unused(office, acts=["旧摊点办法"]) == []
    with pytest.raises(NotFound):
        unused(office, acts=["没有"])


def test_classes_without_law_in_force(office: Office) -> None:
    assert [(one.code, one.use.items, one.use.share_dissatisfied) for one in gaps(office, PREPARER, many=1)] == [
        ("0999", 1, 1.0)
    ]
    assert gaps(office, PREPARER, many=2) == []
