"""Comparing two cases, the report of a search, saved searches: masked, for the viewer's eyes, the same every time."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from casework import saved_searches as saved
from casework.comparison import compare_cases
from casework.erase import erase
from casework.facets import counted_facets
from casework.lock import worker_lock
from casework.office import Office
from casework.precedent_report import precedent_report
from casework.report_docx import report_docx
from casework.saved_searches import Asks
from casework.search_watch import AT_LEAST_EVERY, SearchWatch
from casework.worker import settle
from core.errors import InputError, NotFound
from core.petition import HandlingEvent, Item
from core.viewer import OFFICE, Viewer
from records.accounts import Account, add_account, assign
from records.audit import audit_rows
from records.events import add_events
from records.items import save_items
from records.saved_searches import fresh_hits
from search.asking import Query
from search.filters import Filter
from tests.casework.acts import cite, save_parking
from tests.casework.offices import NOW, TODAY, letter, office_with

DEED = "我是{}的业主，入住六年开发商不办首次登记，不动产权证拿不到，孩子上学落户都受影响，电话13912345678。"
NOISE = "兰溪苑门口的烧烤摊夜里营业到两点，油烟和吵闹声让人睡不着。"
ASKED = "兰溪苑办证难\n" + DEED.format("兰溪苑")
LATER = NOW + timedelta(hours=1)


def case(number: int, text: str, **changes: object) -> Item:
    masked = text.replace("13912345678", "[手机号]")
    reply = "根据《停车场管理条例》第二条，已督促开发商补齐材料，三十日内办理首次登记。"
    fields: dict[str, object] = {
        "content": text, "content_masked": masked, "reply": reply, "reply_masked": reply, "state": "concluded",
        "outcome": "support", "replied_at": datetime(2026, 6, 20, tzinfo=UTC), "unit_id": "unit:ZRZY",
    }  # fmt: skip
    return letter(number, **(fields | changes))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    there = {"title": "望江花园办证难", "title_masked": "望江花园办证难", "place_text": "望江花园"}
    noisy = {"title": "兰溪苑夜市扰民", "title_masked": "兰溪苑夜市扰民", "issue_code": "050101"}
    waiting = {"state": "accepted", "reply": "", "reply_masked": "", "outcome": "", "replied_at": None}
    items = [
        case(1, DEED.format("兰溪苑"), rating="satisfied"),
        case(2, DEED.format("望江花园"), outcome="explain", **there),
        case(3, NOISE, extra={"热词": "夜市、油烟"}, **noisy),
        case(4, "举报局长收了开发商的钱才不办证", restricted="accusation"),
        case(5, DEED.format("兰溪苑") + "请尽快。", **waiting),
    ]
    made = office_with(tmp_path, items)
    with made.database.write() as tx:
        save_parking(tx)
        cite(tx, items[0])
        add_events(tx, [HandlingEvent(item_id=items[1].id, at=NOW, event="issue_review", note="撤销原处理意见")])
    settle(made)
    yield made
    made.close()


def test_what_differs_comes_first(office: Office) -> None:
    found = compare_cases(office, OFFICE, "XF0001", "XF0002", today=TODAY)
    verdicts = [row.verdict for row in found.rows]
    assert verdicts == sorted(verdicts, key=["differs", "partly", "unknown", "same"].index)
    told = {row.fact: row for row in found.rows}
    assert told["地点"].verdict == "differs" and told["办理结果"].one == ("予以支持",)
    assert told["问题分类"].verdict == "same" and told["要素"].verdict == "same"
    assert told["复查复核"].other == ("复查撤销（2026-11-22）",)
    assert told["所引条文"].one and "停车" not in found.sentence and "地点" in found.sentence
    assert found.segments, "near copies are compared word by word"
    assert "13912345678" not in str(found.rows) and found.one.item.id == "item:demo:1"


def test_letters_that_are_no_copies_are_not_compared_word_by_word(office: Office) -> None:
    assert compare_cases(office, OFFICE, "XF0001", "XF0003", today=TODAY).segments == ()


def test_a_case_is_not_compared_with_itself_or_with_what_one_may_not_see(office: Office) -> None:
    with pytest.raises(InputError, match="同一件"):
        compare_cases(office, OFFICE, "XF0001", "item:demo:1", today=TODAY)
    with pytest.raises(NotFound):
        compare_cases(office, OFFICE, "XF0001", "XF0004", today=TODAY)


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_report_says_what_was_found_why_and_with_what(office: Office) -> None:
    asked = Query(text=ASKED)
    wanted = Filter(element=("业主",))
    made = precedent_report(office, OFFICE, asked, wanted, as_of=TODAY, now=NOW)
    told = text_of(report_docx(made))
    assert "类案检索报告" in told and "要素：业主" in told and "本机命令" in told and "检索版本" in told
    assert "13912345678" not in told and "举报局长" not in told
    assert "复查撤销" in told and "同文异地" in told and "依据：" in told and "施行的文本" in told
    for one in made.cases:
        assert round(sum(one.parts.values()), 6) == one.hit.score
        assert f"= {one.hit.score:.6f}" in told and one.number in told
    with office.database.read() as tx:
        last = next(iter(audit_rows(tx, limit=1)))
    assert (last.action, last.object) == ("export", "precedent_report")


def test_the_same_report_is_the_same_file(office: Office) -> None:
    one = precedent_report(office, OFFICE, Query(like="item:demo:1"), as_of=TODAY, now=NOW)
    again = precedent_report(office, OFFICE, Query(like="item:demo:1"), as_of=TODAY, now=NOW)
    assert report_docx(one) == report_docx(again)
    later = precedent_report(office, OFFICE, Query(like="item:demo:1"), as_of=TODAY, now=LATER)
    assert report_docx(later) != report_docx(one)


def test_facets_count_what_matches_and_may_be_seen(office: Office) -> None:
    found = counted_facets(office, OFFICE, Query(text=ASKED), names=("place", "outcome", "element", "year"))
    assert {one.label: one.count for one in found["place"]} == {"兰溪苑": 2, "望江花园": 1}
    assert found["year"][0].label == "2026"
    everything = counted_facets(office, OFFICE, names=("tag", "unit"))
    assert {one.label for one in everything["tag"]} == {"夜市", "油烟"}
    assert everything["unit"][0].label == "青湄县自然资源和规划局" and everything["unit"][0].count == 4


def arrive(office: Office, *items: Item) -> None:
    with office.database.write() as tx:
        save_items(tx, items)
    settle(office)


def test_a_saved_search_tells_what_is_new_since_the_last_look(office: Office) -> None:
    kept = saved.save(office, OFFICE, Asks(Query(text=ASKED)), now=NOW)
    assert kept.title.startswith("兰溪苑办证难") and "13912345678" not in kept.text
    assert [one.fresh for one in saved.watched(office, OFFICE, now=NOW)] == [()]
    arrive(office, case(7, DEED.format("兰溪苑") + "又及。"), case(8, "食堂饭菜太贵，希望降价。"))
    arrive(office, case(9, DEED.format("兰溪苑") + "局长收钱", restricted="accusation"))
    (one,) = saved.watched(office, OFFICE, now=LATER)
    assert [id_ for id_, _ in one.fresh] == ["item:demo:7"]
    assert saved.look(office, OFFICE, kept.id, now=LATER).fresh == one.fresh
    assert saved.watched(office, OFFICE, now=LATER)[0].fresh == ()
    assert saved.query_of_saved(kept).text == kept.text and saved.filter_of_saved(kept) == Filter()


def test_the_worker_finds_what_is_new_for_each_person(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Viewer(name="经办甲", unit_id="unit:XFJ", assigned=frozenset({"item:demo:9"}))
    with office.database.write() as tx:
        for name, disabled in (("经办甲", False), ("离任乙", True)):
            add_account(tx, Account(name=name, unit_id="unit:XFJ", disabled=disabled))
        assign(tx, "经办甲", ["item:demo:9"], by="局长", now=NOW)
    people = (OFFICE, clerk, Viewer(name="离任乙"))
    for one in people:
        saved.save(office, one, Asks(Query(text=ASKED)), now=NOW)
    watch = SearchWatch(office)
    assert asked_until_quiet(watch) == 0, "nothing was indexed since"
    like = case(7, DEED.format("兰溪苑") + "又及。")
    arrive(office, like, case(9, DEED.format("兰溪苑") + "局长收钱", restricted="accusation"))
    assert asked_until_quiet(watch) == 3
    assert asked_until_quiet(watch) == 0
    with worker_lock(office.home):  # the list trusts the worker: it only reads
        monkeypatch.setattr(saved, "_found", None)
        found = [[id_ for (one,) in [saved.watched(office, who, now=LATER)] for id_, _ in one.fresh] for who in people]
    assert found == [["item:demo:7"], ["item:demo:7", "item:demo:9"], []]


def test_while_the_index_never_rests_the_watch_waits_but_not_for_ever(office: Office) -> None:
    saved.save(office, OFFICE, Asks(Query(text=ASKED)), now=NOW)
    watch, asked = SearchWatch(office), 0
    watch._asked = time.monotonic()
    for number in (7, 8):
        arrive(office, case(number, DEED.format("兰溪苑")))
        watch._next = 0.0
        asked += watch()
    assert asked == 0
    watch._asked -= AT_LEAST_EVERY
    arrive(office, case(9, DEED.format("兰溪苑")))
    watch._next = 0.0
    assert watch() == 1
    assert len(saved.watched(office, OFFICE, now=LATER)[0].fresh) == 3


def test_nothing_is_kept_of_a_search_that_was_removed_meanwhile(office: Office) -> None:
    kept = saved.save(office, OFFICE, Asks(Query(text=ASKED)), now=NOW)
    saved.remove(office, OFFICE, kept.id)
    saved.ask_for_its_person(office, kept)
    with office.database.read() as tx:
        assert fresh_hits(tx, [kept.id]) == {kept.id: []}


def asked_until_quiet(watch: SearchWatch) -> int:
    """How many searches the watch asked in three looks, as if the pauses between them had passed."""
    asked = 0
    for _ in range(3):
        watch._next = 0.0
        asked += watch()
    return asked


def test_saved_searches_belong_to_one_person_and_forget_what_is_erased(office: Office) -> None:
    other = Viewer(name="乙")
    asks = Asks(Query(like="item:demo:5"), Filter(place=("place:兰溪苑",)))
    kept = saved.save(office, OFFICE, asks, now=NOW)
    again = saved.save(office, OFFICE, asks, now=NOW, title="办证")
    assert again.id == kept.id and again.title == "办证" and saved.watched(office, other, now=NOW) == []
    with pytest.raises(NotFound):
        saved.look(office, other, kept.id, now=NOW)
    arrive(office, case(7, DEED.format("兰溪苑") + "又及。"))
    assert len(saved.watched(office, OFFICE, now=NOW)[0].fresh) == 1
    erase(office, "item:demo:7", basis="《个人信息保护法》第四十七条", persons=("张三", "李四"), now=NOW)
    assert saved.watched(office, OFFICE, now=NOW)[0].fresh == ()
    erase(office, "item:demo:5", basis="《个人信息保护法》第四十七条", persons=("张三", "李四"), now=NOW)
    assert saved.watched(office, OFFICE, now=NOW) == []


def test_a_saved_search_is_removed_by_its_person(office: Office) -> None:
    kept = saved.save(office, OFFICE, Asks(Query(text="停车费")), now=NOW, corpus="articles")
    assert saved.watched(office, OFFICE, now=NOW)[0].search.corpus == "articles"
    saved.remove(office, OFFICE, kept.id)
    assert saved.watched(office, OFFICE, now=NOW) == []
    with pytest.raises(InputError, match="没有“laws”这个库"):
        saved.save(office, OFFICE, Asks(Query(text="停车费")), now=NOW, corpus="laws")
