"""Judgments, typed questions, proposed words and bridges answer alike on both databases, and go with the petition."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import Conflict, Forbidden, InputError, NotFound
from core.viewer import OFFICE, WORKER
from records.bridges import Bridge, bridges, listed_bridges, propose_bridges, put_bridge
from records.database import Database
from records.erasing import erase_item, traces
from records.items import save_items
from records.judgments import Judgment, judge, judged_pairs, judgments, text_id, undo_judgment
from records.typed_queries import note_query, typed_queries
from records.word_proposals import (
    WordProposal,
    accepted_words,
    decide_word,
    put_words,
    seen_in,
    word_proposal_by_id,
    word_proposals,
)
from tests.records.office import CLERK, HANDLER, NOW, an_item

ONE, TWO, SECRET = "item:a:1", "item:a:2", "item:a:secret"
LATER = NOW + timedelta(hours=1)
BY = {"person": "王办件", "reason": "本地叫法", "now": NOW}


@pytest.fixture
def office(any_database: Database) -> Database:
    with any_database.write() as tx:
        save_items(tx, [an_item("1"), an_item("2"), an_item("secret", restricted="accusation")])
    return any_database


def _said(verdict: str, hit: str = TWO, **more: str) -> Judgment:
    return Judgment(**({"person": "王办件", "asked": ONE, "hit": hit, "verdict": verdict} | more))


def test_one_live_judgment_a_person_and_nothing_is_overwritten(office: Database) -> None:
    with office.write() as tx:
        first = judge(tx, CLERK, _said("useful"), now=NOW)
        assert judge(tx, CLERK, _said("useful"), now=LATER) == first
        second = judge(tx, CLERK, _said("useless"), now=LATER)
        judge(tx, CLERK, _said("useful", person="李"), now=LATER)
        same = judge(tx, CLERK, _said("same", asked=TWO, hit=ONE), now=NOW)
        assert (same.asked, same.hit, same.of_pair) == (ONE, TWO, True)
    with office.read() as tx:
        assert {(j.person, j.verdict) for j in judgments(tx, OFFICE)} == {
            ("王办件", "useless"),
            ("李", "useful"),
            ("王办件", "same"),
        }
        ended = next(j for j in judgments(tx, OFFICE, live=False) if j.id == first.id)
        assert (ended.undone_at, ended.undone_by) == (LATER, "王办件")
        assert judged_pairs(tx, OFFICE) == {(ONE, TWO): "same"}
    with office.write() as tx:
        judge(tx, CLERK, _said("not_same", person="李"), now=LATER)
        assert judged_pairs(tx, OFFICE) == {}
        undo_judgment(tx, CLERK, second.id, now=LATER)
        with pytest.raises(Conflict):
            undo_judgment(tx, CLERK, second.id, now=LATER)
        again = judge(tx, CLERK, _said("useless"), now=LATER)
        assert again.id != second.id and again.live


def test_a_typed_question_is_kept_under_its_hash(office: Database) -> None:
    typed = _said("useful", asked=text_id("小区 停水"), text="小区 停水", hit="article:物业管理条例:35")
    with office.write() as tx:
        assert judge(tx, CLERK, typed, now=NOW).asked.startswith("text:")
        with pytest.raises(InputError, match="两件信访件"):
            judge(tx, CLERK, _said("same", hit="article:物业管理条例:35"), now=NOW)


def test_accusations_are_never_learned_from(office: Database) -> None:
    with office.write() as tx:
        with pytest.raises(NotFound):
            judge(tx, CLERK, _said("useful", hit=SECRET), now=NOW)
        with pytest.raises(Forbidden):
            judge(tx, HANDLER, _said("useful", hit=SECRET), now=NOW)
        judge(tx, CLERK, _said("useful"), now=NOW)
        save_items(tx, [an_item("2", restricted="accusation")])
    with office.read() as tx:
        assert [judgments(tx, viewer) for viewer in (CLERK, HANDLER, WORKER)] == [[], [], []]


def test_typed_questions_are_counted_for_nobody_in_particular(office: Database) -> None:
    with office.write() as tx:
        note_query(tx, "水表 空转", corpus="petitions", similar=0, now=NOW)
        note_query(tx, "水表  空转", corpus="petitions", similar=0, now=LATER)
        note_query(tx, "停水", corpus="petitions", similar=3, now=LATER)
        note_query(tx, "长" * 300, corpus="petitions", similar=0, now=LATER)
    with office.read() as tx:
        (found,) = typed_queries(tx, unanswered=True)
        assert (found.text, found.times, found.first_at, found.last_at) == ("水表 空转", 2, NOW, LATER)
        assert len(typed_queries(tx, corpus="petitions")) == 2


def test_words_wait_for_a_named_person(office: Database) -> None:
    word = WordProposal(word="水澜湾", frequency=3, cohesion=4.5, freedom=1.2)
    hidden = WordProposal(word="某处秘密", frequency=2)
    with office.write() as tx:
        assert put_words(tx, {word: [ONE, SECRET], hidden: [SECRET]}, now=NOW) == 2
        assert put_words(tx, {word: [ONE, TWO]}, now=NOW) == 0
        assert [one.word for one in word_proposals(tx, CLERK)] == ["水澜湾"]
        assert seen_in(tx, CLERK, word.id) == [ONE, TWO]
        with pytest.raises(InputError, match="具名"):
            decide_word(tx, word, "accept", **(BY | {"person": " "}))
        decide_word(tx, word, "accept", **BY)
        assert [one.person for one in accepted_words(tx)] == ["王办件"]
        assert decide_word(tx, word_proposal_by_id(tx, "水澜湾"), "undo", **BY).state == "proposed"
        with pytest.raises(NotFound):
            word_proposal_by_id(tx, "没有")


def test_bridges_count_once_a_person_accepted_them(office: Database) -> None:
    one = Bridge(everyday="不给工钱", legal="拖欠劳动报酬", weight=0.6, source="学习", examples=("老板不给工钱",))
    with office.write() as tx:
        assert propose_bridges(tx, [one, one], now=NOW) == 1
        assert propose_bridges(tx, [one], now=NOW) == 0
        assert bridges(tx) == {}
        put_bridge(tx, one, state="accepted", **BY)
        put_bridge(tx, Bridge(everyday="不给工钱", legal="克扣工资", weight=0.3), state="accepted", **BY)
        with pytest.raises(InputError, match="权重"):
            put_bridge(tx, Bridge(everyday="甲", legal="乙", weight=3.0), state="accepted", **BY)
    with office.read() as tx:
        assert bridges(tx) == {"不给工钱": [("拖欠劳动报酬", 0.6), ("克扣工资", 0.3)]}
        first, second = listed_bridges(tx)
        assert (first.source, first.examples, second.source) == ("学习", ("老板不给工钱",), "人工")


def test_all_of_it_goes_with_the_petition(office: Database) -> None:
    letter = "清河苑三期入住六年未办不动产权证，第1封"
    with office.write() as tx:
        judge(tx, CLERK, _said("useful"), now=NOW)
        typed = _said("useful", asked=text_id(letter), text=letter, hit=TWO)
        judge(tx, CLERK, typed, now=NOW)
        note_query(tx, letter, corpus="petitions", similar=1, now=NOW)
        note_query(tx, "停水", corpus="petitions", similar=1, now=NOW)
        put_words(tx, {WordProposal(word="清河苑三期"): [ONE], WordProposal(word="三期"): [ONE, TWO]}, now=NOW)
        propose_bridges(tx, [Bridge(everyday="没证", legal="未办不动产权证", examples=(letter, "没证"))], now=NOW)
        save_items(tx, [an_item("2", text="另一封信")])
        erase_item(tx, ONE, basis="个人信息保护法第四十七条", persons=("王一", "李二"), now=NOW)
        assert judgments(tx, OFFICE, live=False) == []
        assert [one.text for one in typed_queries(tx)] == ["停水"]
        assert [one.word for one in word_proposals(tx, OFFICE)] == ["三期"]
        assert listed_bridges(tx)[0].examples == ("没证",)
        assert traces(tx, [letter]) == []
