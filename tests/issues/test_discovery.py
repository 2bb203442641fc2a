"""The whole way: from records and index to issues kept, confirmed, corrected and grown; accusations never inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.petition import Item
from core.viewer import OFFICE, WORKER, Viewer
from issues.common_issue import CommonIssue, Discovery
from issues.confirmed import Decided
from issues.discovery import discover, find_issues
from issues.keeping import keep
from issues.reading import Reading
from records.database import Database, open_database
from records.erasing import erase_item
from records.issue_arrivals import arriving_at
from records.issue_decisions import decide_member, name_issue, set_issue_state
from records.issues import issue, issues
from records.items import ItemFilter, save_items
from records.link_reading import links_of
from search.index import SearchIndex
from search.projector import apply_search_marks
from tests.issues.letters import many, no_vectors
from tests.search.toy import ToyEncoder

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)
_DEED = "交房五年开发商没有做首次登记，不动产权证办不下来，孩子上学要用证。"
_NOISE = "工地夜里十一点以后还在浇混凝土，打桩的声音吵得一家人睡不着觉。"
_AROUND = ("住了多年。", "邻居都知道。", "去过几次也没有用。", "盼着早点办好。", "全家都受影响。")


def an_item(number: int, title: str, body: str, **fields: object) -> Item:
    text = f"{_AROUND[number % 5]}{body}{_AROUND[(number + 2) % 5]}"
    values: dict[str, object] = {
        "id": f"item:t:{number:03d}",
        "source": "t",
        "source_id": f"{number:03d}",
        "received_at": NOW - timedelta(days=number % 40),
        "title": title,
        "title_masked": title,
        "content": text,
        "content_masked": text,
        "petitioner_ref": f"p{number:03d}",
        "issue_code": "010909",
        "issue_confidence": 1.0,
    }
    return Item(**(values | fields))  # type: ignore[arg-type]


def deeds(place: str, numbers: Sequence[int], **fields: object) -> list[Item]:
    return [an_item(n, f"{place}办不了不动产权证", _DEED, **fields) for n in numbers]


def noises(place: str, numbers: Sequence[int], **fields: object) -> list[Item]:
    values = {"issue_code": "040251"} | fields
    return [an_item(n, f"{place}夜间施工噪声扰民", _NOISE, **values) for n in numbers]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{(tmp_path / 'office.db').as_posix()}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def index(tmp_path: Path, database: Database) -> Iterator[SearchIndex]:
    opened = SearchIndex(tmp_path / "index", ToyEncoder(), database.uuid)
    opened.open_for_writing()
    yield opened
    opened.close()


def add(database: Database, index: SearchIndex, items: Sequence[Item]) -> None:
    with database.write() as tx:
        save_items(tx, list(items))
    for consumer in ("words", "vectors"):
        while apply_search_marks(database, index, consumer, 100):
            pass


def discover_and_keep(database: Database, index: SearchIndex) -> Discovery:
    found = discover(database, index, WORKER, as_of=TODAY)
    keep(database, found, now=NOW)
    return found


def with_item(found: Sequence[CommonIssue], number: int) -> CommonIssue:
    return next(one for one in found if f"item:t:{number:03d}" in one.item_ids)


def members(one: CommonIssue) -> set[int]:
    return {int(item[-3:]) for item in one.item_ids}


def test_events_by_place_and_a_pattern_above_them(database, index):
    add(
        database,
        index,
        [*deeds("清溪苑小区", range(5)), *deeds("望江花园", range(10, 14)), *noises("东篱小区", range(20, 24))],
    )
    found = discover(database, index, OFFICE, as_of=TODAY)
    deed, other, noise = (with_item(found.events, n) for n in (0, 10, 20))
    assert (members(deed), members(other), members(noise)) == (set(range(5)), set(range(10, 14)), set(range(20, 24)))
    pattern = with_item(found.patterns, 0)
    assert members(pattern) == {*range(5), *range(10, 14)}
    assert {deed.id, other.id} == set(pattern.children) and deed.parent == pattern.id
    assert deed.qualified and deed.sides == 5 and "清溪苑" in deed.label
    assert all("清溪苑" in member.reason for member in deed.members)


def test_copy_with_another_place_is_kept_out_with_the_reason(database, index):
    add(database, index, [*deeds("清溪苑小区", range(5)), *deeds("望江花园", [7])])
    event = with_item(discover(database, index, OFFICE, as_of=TODAY).events, 0)
    apart = {a.item_id: a for a in event.lookalikes}["item:t:007"]
    assert apart.kind in ("same_text", "other_place")
    assert "望江花园" in apart.reason and "清溪苑" in apart.reason


def test_another_matter_at_the_place_is_kept_out(database, index):
    add(database, index, [*deeds("清溪苑小区", range(5)), *noises("清溪苑小区", range(10, 13))])
    found = discover(database, index, OFFICE, as_of=TODAY)
    assert members(with_item(found.events, 0)) == set(range(5))
    assert members(with_item(found.events, 10)) == {10, 11, 12}


@pytest.mark.parametrize("viewer", [OFFICE, WORKER, Viewer(name="纪检", assigned=frozenset({"item:t:002"}))])
def test_restricted_items_never_enter(database, index, viewer):
    items = [*deeds("清溪苑小区", range(4)), *deeds("清溪苑小区", [4], restricted="doubtful")]
    items[2] = replace(items[2], restricted="accusation")
    add(database, index, items)
    found = discover(database, index, viewer, as_of=TODAY)
    named = {m.item_id for one in found.issues for m in (*one.members, *one.lookalikes)}
    assert named == {"item:t:000", "item:t:001", "item:t:003"}


def test_a_selection_limits_what_is_read(database, index):
    add(database, index, [*deeds("清溪苑小区", range(5)), *noises("东篱小区", range(20, 24))])
    found = discover(database, index, OFFICE, ItemFilter(issue_prefixes=("04",)), as_of=TODAY)
    assert [members(one) for one in found.events] == [{20, 21, 22, 23}]
    assert found.letters == 4


def test_an_empty_office_has_no_issues(database, index):
    assert discover(database, index, OFFICE, as_of=TODAY) == Discovery((), ())


def test_same_answer_in_whatever_order_the_letters_came():
    letters = [*many(5, "清溪苑小区停水", "停水三天。"), *many(5, "望江花园停水", "停水三天。", start=10)]
    one = find_issues(Reading(tuple(letters), {}), no_vectors(letters), Decided(), as_of=TODAY)
    assert one == find_issues(Reading(tuple(letters), {}), no_vectors(letters), Decided(), as_of=TODAY)
    assert len(one.events) == 2


def test_petitions_without_vectors_take_part(database, index):
    with database.write() as tx:
        save_items(tx, deeds("清溪苑小区", range(5)))
    while apply_search_marks(database, index, "words", 100):
        pass
    assert members(with_item(discover(database, index, OFFICE, as_of=TODAY).events, 0)) == set(range(5))


def test_what_is_kept_is_read_back_with_links(database, index):
    add(database, index, [*deeds("清溪苑小区", range(5)), *deeds("望江花园", range(10, 14))])
    found = discover_and_keep(database, index)
    event = with_item(found.events, 0)
    with database.read() as tx:
        kept = issue(tx, OFFICE, event.id)
        links = links_of(tx, OFFICE, [event.id], direction="both", limit=None)
    assert {m.item_id for m in kept.members if m.role == "member"} == set(event.item_ids)
    assert kept.parent == event.parent and kept.facts["sides"] == 5
    assert kept.facts["trend"]["weekly"] and kept.facts["breakdown"]["cells"]
    assert {link.source for link in links if link.kind == "member_of"} == set(event.item_ids)
    assert [link.target for link in links if link.kind == "event_of"] == [event.parent]


def test_ids_live_on_and_gone_candidates_go(database, index):
    add(database, index, deeds("清溪苑小区", range(4)))
    first = with_item(discover_and_keep(database, index).events, 0).id
    add(database, index, [*deeds("清溪苑小区", range(4, 9)), *noises("东篱小区", range(20, 23))])
    found = discover_and_keep(database, index)
    assert with_item(found.events, 8).id == first
    with database.read() as tx:
        assert {one.id for one in issues(tx, OFFICE)} == {one.id for one in found.issues}


def test_confirmed_stays_while_the_office_grows(database, index):
    add(database, index, deeds("清溪苑小区", range(4)))
    event = with_item(discover_and_keep(database, index).events, 0)
    with database.write() as tx:
        set_issue_state(tx, event.id, "confirmed", person="甲", now=NOW)
        name_issue(tx, event.id, "清溪苑办证", person="甲", now=NOW)
    add(database, index, deeds("清溪苑小区", range(4, 9)))
    again = with_item(discover_and_keep(database, index).events, 0)
    assert (again.id, again.label, again.state, members(again)) == (event.id, "清溪苑办证", "confirmed", {0, 1, 2, 3})
    assert {int(a.item_id[-3:]) for a in again.arrivals} == {4, 5, 6, 7, 8}
    with database.read() as tx:
        kept = issue(tx, OFFICE, event.id)
        waiting = arriving_at(tx, OFFICE, [event.id])[event.id]
    assert {m.item_id for m in kept.members if m.role == "member"} == set(event.item_ids)
    assert len(waiting) == 5


def test_put_in_and_kept_out_by_a_person_hold(database, index):
    add(database, index, [*deeds("清溪苑小区", range(5)), *noises("东篱小区", range(20, 23))])
    event = with_item(discover_and_keep(database, index).events, 0)
    with database.write() as tx:
        decide_member(tx, event.id, "item:t:003", "lookalike", person="甲", reason="另一栋楼", now=NOW)
        decide_member(tx, event.id, "item:t:020", "member", person="甲", reason="同一楼盘", now=NOW)
    again = with_item(discover_and_keep(database, index).events, 0)
    assert again.id == event.id and members(again) == {0, 1, 2, 4, 20}
    assert any(a.item_id == "item:t:003" and "另一栋楼" in a.reason for a in again.lookalikes)
    with database.read() as tx:
        roles = {m.item_id: m.role for m in issue(tx, OFFICE, event.id).members}
    assert roles["item:t:020"] == "member" and roles["item:t:003"] == "lookalike"


def test_an_erased_item_leaves_the_issues(database, index):
    add(database, index, deeds("清溪苑小区", range(5)))
    discover_and_keep(database, index)
    with database.write() as tx:
        erase_item(tx, "item:t:002", basis="本人申请", persons=("甲", "乙"), now=NOW)
    found = discover_and_keep(database, index)
    assert members(with_item(found.events, 0)) == {0, 1, 3, 4}
    with database.read() as tx:
        assert all(m.item_id != "item:t:002" for one in issues(tx, WORKER) for m in one.members)


def test_scores_are_between_nought_and_one(database, index):
    add(database, index, deeds("清溪苑小区", range(6)))
    event = with_item(discover(database, index, OFFICE, as_of=TODAY).events, 0)
    assert all(0 < member.score <= 1 for member in event.members)
    assert event.rank == pytest.approx(sum(weight.share for weight in event.weights), abs=1e-6)
    assert np.isfinite(event.rank)
