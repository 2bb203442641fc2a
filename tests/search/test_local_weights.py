"""Feedback of the office moves hits a little, near the question it was given for, and ends with the judgment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InputError
from core.viewer import OFFICE
from records.judgments import Judgment, judge, text_id, undo_judgment
from search.asking import Query, asked
from search.local_weights import MOST, closeness
from search.precedents import Hit, find_precedents
from search.tuning import DEFAULT
from tests.search.office import NOW, keep, new_office, petition, settle

DONE = {"state": "concluded", "reply": "已恢复供水。", "reply_masked": "已恢复供水。", "outcome": "support"}
ASKED = "小区停水三天没有人修"
LETTERS = (
    "清溪苑小区停水三天，水泵坏了没有人修。",
    "望江花园小区已停水三天没有人来修，老人没有水喝。",
    "柳林小区停水三天，物业说等通知。",
)


@pytest.fixture
def office(tmp_path):
    database, index = new_office(tmp_path)
    items = [petition(n, "停水", letter, **DONE) for n, letter in enumerate(LETTERS, 1)]
    items.append(petition(9, "拖欠工资", "工地拖欠农民工工资三个月，包工头跑了。", **DONE))
    items.append(petition(10, "又停水了", "又停水三天，没有人修水泵。", matter_id="matter:m"))
    items.append(petition(11, "还是停水", "还是没有水，楼道里漆黑。", matter_id="matter:m"))
    keep(database, items, [])
    settle(database, index)
    yield database, index, [one.id for one in items]
    index.close()
    database.close()


def _hits(office, question: str | Query = ASKED) -> dict[str, Hit]:
    query = Query(text=question) if isinstance(question, str) else question
    found = find_precedents(office[0], office[1], OFFICE, query)
    return {hit.item.id: hit for hit in found.hits}


def _say(office, verdict: str, hit: str, *, asked_: str = "", person: str = "王") -> Judgment:
    said = Judgment(person=person, asked=asked_ or text_id(ASKED), hit=hit, verdict=verdict)
    with office[0].write() as tx:
        return judge(tx, OFFICE, replace(said, text="" if asked_ else ASKED), now=NOW)


def test_a_verdict_moves_its_hit_is_shown_and_can_be_taken_back(office):
    before = _hits(office)
    last = [id_ for id_ in before if id_ in office[2][:3]][-1]
    said = _say(office, "useful", last)
    after = _hits(office)
    assert after[last].why.parts["local"] == pytest.approx(MOST / 2)
    assert after[last].score == round(sum(after[last].why.parts.values()), 6)
    assert after[last].score == pytest.approx(before[last].score + MOST / 2)
    assert all("local" not in hit.why.parts for id_, hit in after.items() if id_ != last)
    with office[0].write() as tx:
        undo_judgment(tx, OFFICE, said.id, now=NOW)
    assert _hits(office) == before
    for n in range(9):
        _say(office, "useful", last, person=f"甲{n}")
    assert list(_hits(office)).index(last) < list(before).index(last)


def test_many_verdicts_stay_below_the_bound_and_opposite_ones_cancel(office):
    first = office[2][0]
    for n in range(30):
        _say(office, "useless", first, person=f"甲{n}")
    assert -MOST < _hits(office)[first].why.parts["local"] < -0.9 * MOST
    second = office[2][1]
    for person, verdict in (("甲", "useful"), ("乙", "useless")):
        _say(office, verdict, second, person=person)
    assert "local" not in _hits(office)[second].why.parts
    quiet = replace(DEFAULT, petitions=replace(DEFAULT.petitions, parts=replace(DEFAULT.petitions.parts, local=0.0)))
    hits = find_precedents(office[0], office[1].tuned(quiet), OFFICE, Query(text=ASKED)).hits
    assert all("local" not in hit.why.parts for hit in hits)


def test_the_same_matter_counts_and_another_question_does_not(office):
    one, _, _, _, asked_of, repeat = office[2]
    _say(office, "useless", one, asked_=asked_of)
    assert _hits(office, Query(like=asked_of))[one].why.parts["local"] < 0
    assert _hits(office, Query(like=repeat))[one].why.parts["local"] == pytest.approx(-MOST / 2)
    assert all("local" not in hit.why.parts for hit in _hits(office, "工地拖欠农民工工资").values())


def test_a_pair_speaks_for_both_of_its_sides(office):
    one, *_, asked_of, _ = office[2]
    _say(office, "not_same", one, asked_=asked_of)
    assert _hits(office, Query(like=asked_of))[one].why.parts["local"] < 0


def test_closeness_is_whole_for_the_same_words_and_nothing_far_away(office):
    database, index, _ = office
    said = [
        (Judgment(person="王", asked=text_id(text), hit="x", verdict="useful", text=text), "")
        for text in (ASKED, "工地拖欠农民工工资")
    ]
    with database.read() as tx:
        close = closeness(index, asked(tx, index, OFFICE, Query(text=f" {ASKED} ")), said)
        assert list(close.values()) == [1.0, 0.0]
        with pytest.raises(InputError):
            asked(tx, index, OFFICE, Query(text=" "))
