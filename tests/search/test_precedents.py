"""Precedents: concluded ones first, open ones apart, reasons that add up, copies folded, accusations hidden."""

import pytest

from core.errors import InputError, NotFound
from core.petition import HandlingEvent, Link, Node
from core.viewer import OFFICE, Viewer
from records.events import add_events
from records.nodes import put_nodes
from search.asking import Query
from search.filters import Filter
from search.precedents import find_precedents, rank_petitions
from tests.search.office import NOW, keep, new_office, petition, settle

WATER = "我们{}小区已经停水三天了，物业说水泵坏了，一直没有人来修，老人孩子没有水用。"
DONE = {
    "state": "concluded",
    "reply": "已更换水泵，恢复供水。",
    "reply_masked": "已更换水泵，恢复供水。",
    "outcome": "support",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    database, index = new_office(tmp_path_factory.mktemp("office"))
    items = [
        petition(1, "清溪苑停水", WATER.format("清溪苑"), **DONE, issue_code="010903", matter_id="matter:a"),
        petition(2, "望江花园停水", WATER.format("望江花园"), **DONE, issue_code="010903"),
        petition(
            3, "清溪苑又停水", "清溪苑小区今天又停水，水泵坏了没人修。", issue_code="010903", matter_id="matter:a"
        ),
        petition(4, "柳林村停水", WATER.format("柳林村"), issue_code="010903"),
        petition(5, "拖欠工资", "工地拖欠我们农民工工资三个月，包工头跑了。", state="concluded", outcome="explain"),
        petition(6, "举报局长收钱", "小区停水三天，局长收了物业的钱。", restricted="accusation"),
        petition(7, "路灯不亮", "东门路的路灯坏了一个月，晚上看不见路。"),
        petition(8, "清溪苑停水", WATER.format("清溪苑") + "请尽快。", **DONE),
    ]
    items += [
        petition(100 + n, f"闲事{n}", f"第{n}件与别的都不相干的事情，说的是{chr(0x4E00 + 97 * n)}。") for n in range(30)
    ]
    place = Link(source=items[0].id, kind="located_at", target="place:清溪苑", score=1.0)
    keep(database, items, [place, Link(source=items[2].id, kind="located_at", target="place:清溪苑", score=1.0)])
    settle(database, index)
    yield database, index
    index.close()
    database.close()


def numbers(hits):
    return [hit.item.source_id for hit in hits]


def test_concluded_are_precedents_and_open_ones_stand_apart(office):
    answer = find_precedents(*office, OFFICE, Query(text="清溪苑小区停水三天没有人修水泵"))
    assert not answer.nothing_similar
    assert numbers(answer.hits)[0] == "1" and all(hit.concluded for hit in answer.hits)
    assert set(numbers(answer.also_open)[:2]) == {"3", "4"} and not any(hit.concluded for hit in answer.also_open)


def test_parts_add_up_and_the_sentence_names_what_is_shared(office):
    answer = find_precedents(*office, OFFICE, Query(text="清溪苑小区停水三天没有人修水泵"))
    for hit in (*answer.hits, *answer.also_open):
        assert hit.score == hit.why.score == round(sum(hit.why.parts.values()), 6)
        assert hit.why.sentence.endswith("。")
    first = answer.hits[0].why
    assert "水泵" in first.words and first.shared["同一地点"] == ("清溪苑",)
    assert "“水泵”" in first.sentence and "同一地点“清溪苑”" in first.sentence and "予以支持" in first.sentence
    assert first.parts["structure"] > 0 and first.parts["outcome"] > 0


def test_a_reply_that_did_not_stand_is_marked_and_comes_last(tmp_path):
    database, index = new_office(tmp_path)
    revoked = petition(1, "清溪苑停水", WATER.format("清溪苑") + "请尽快。", **DONE)
    upheld = petition(2, "望江花园停水", "望江花园停水三天，水泵坏了没有人修。", **DONE, extra={"复查结果": "维持"})
    told = petition(3, "柳林村停水", "柳林村停水三天，水泵坏了。", **DONE, extra={"复核意见": "变更原处理意见"})
    keep(database, [revoked, upheld, told], [Link(source=revoked.id, kind="handled_by", target="unit:ZJ·青湄县")])
    with database.write() as tx:
        step = HandlingEvent(item_id=revoked.id, at=NOW, event="issue_review", note="撤销原处理意见")
        add_events(tx, [step])
    settle(database, index)
    hits = find_precedents(database, index, OFFICE, Query(text=WATER.format("清溪苑"))).hits
    assert numbers(hits)[0] == "2" and set(numbers(hits)) == {"1", "2", "3"}, "marked, never hidden"
    found = {hit.item.source_id: hit for hit in hits}
    assert found["1"].overturned == "复查撤销（2026-11-22）" and found["3"].overturned == "复核变更"
    assert found["2"].overturned == "" and "维持原答复" in found["2"].why.sentence
    assert "不宜参照" in found["1"].why.sentence and found["1"].why.parts["outcome"] == 0
    assert all(hit.score == round(sum(hit.why.parts.values()), 6) for hit in hits)
    index.close()
    database.close()


def test_shared_units_are_named_and_never_shown_by_id(tmp_path):
    database, index = new_office(tmp_path)
    both = [petition(n, "停水", WATER.format("清溪苑"), **DONE) for n in (1, 2)]
    keep(database, both, [Link(source=one.id, kind="handled_by", target="unit:ZJ·青湄县") for one in both])
    with database.write() as tx:
        put_nodes(tx, [Node(id="unit:ZJ·青湄县", kind="unit", name="青湄县住房和城乡建设局")])
    settle(database, index)
    hit = rank_petitions(database, index, OFFICE, Query(like="item:test:1"), k=1)[0]
    assert hit.why.shared["同一承办单位"] == ("青湄县住房和城乡建设局",)
    index.close()
    database.close()


def test_a_slip_in_the_name_of_a_place_is_no_other_place(tmp_path):
    database, index = new_office(tmp_path)
    names = {1: "清荷苑小区", 2: "清河苑小区", 3: "望江花园"}
    letters = [petition(n, "停水", WATER.format(name), **DONE) for n, name in names.items()]
    places = [Link(source=one.id, kind="located_at", target=f"place:{names[n]}") for n, one in enumerate(letters, 1)]
    keep(database, letters, places)
    settle(database, index)
    near, other = rank_petitions(database, index, OFFICE, Query(like="item:test:1"), k=2)
    assert near.why.shared["地点名称相近"] == ("清河苑小区",) and near.why.parts["structure"] > 0
    assert numbers([near, other]) == ["2", "3"] and not other.why.shared
    index.close()
    database.close()


def test_copies_are_folded_under_the_first(office):
    hits = find_precedents(*office, OFFICE, Query(text=WATER.format("清溪苑"))).hits
    found = {hit.item.source_id: [i.rpartition(":")[2] for i in hit.near_duplicates] for hit in hits}
    assert sum(("1" in found, "8" in found)) == 1
    assert "另有 1 件文字几乎相同" in hits[0].why.sentence


def test_like_leaves_out_itself_and_its_own_repeats(office):
    answer = find_precedents(*office, OFFICE, Query(like="item:test:3"))
    assert "3" not in numbers(answer.hits + answer.also_open) and "1" not in numbers(answer.hits)
    ranked = rank_petitions(*office, OFFICE, Query(like="item:test:3"), k=40)
    assert "3" not in numbers(ranked)
    assert {hit.item.source_id: hit.repeat for hit in ranked}["1"]


def test_ranking_holds_every_visible_petition_once(office):
    ranked = rank_petitions(*office, OFFICE, Query(text="停水"), k=100)
    assert len(ranked) == 37 and len(set(numbers(ranked))) == 37
    assert [(-h.score, h.item.id) for h in ranked] == sorted((-h.score, h.item.id) for h in ranked)


def test_accusations_are_seen_by_their_handlers_alone(office):
    text = Query(text="小区停水三天，局长收了物业的钱")
    assert "6" not in numbers(rank_petitions(*office, OFFICE, text, k=100))
    handler = Viewer(name="承办人", assigned=frozenset({"item:test:6"}))
    assert numbers(rank_petitions(*office, handler, text, k=100))[0] == "6"
    with pytest.raises(NotFound):
        find_precedents(*office, OFFICE, Query(like="item:test:6"))


def test_nothing_similar_is_an_answer(office):
    answer = find_precedents(*office, OFFICE, Query(text="量子计算机的纠错码研究进展如何"))
    assert answer.nothing_similar and answer.hits and not any(hit.similar for hit in answer.hits)


def test_filters_hold_for_both_lists(office):
    answer = find_precedents(*office, OFFICE, Query(text="停水"), wanted=Filter(place=("place:清溪苑",)), k=3)
    assert numbers(answer.hits) == ["1"] and numbers(answer.also_open) == ["3"]
    assert find_precedents(*office, OFFICE, Query(text="停水"), wanted=Filter(concluded=False)).hits == ()


def test_an_empty_question_is_told(office):
    with pytest.raises(InputError, match="没有输入要查的内容"):
        find_precedents(*office, OFFICE, Query(text=" \n"))


def test_a_very_long_question_is_cut_and_says_so(office):
    assert find_precedents(*office, OFFICE, Query(text="停水" * 25_000)).cut


def test_personal_data_in_a_question_is_masked_first(office):
    answer = find_precedents(*office, OFFICE, Query(text="我叫张三，手机13912345678，小区停水"))
    assert all("13912345678" not in str(hit.why) for hit in answer.hits)


def test_same_question_same_answer(office):
    asked = Query(text="清溪苑小区停水")
    assert find_precedents(*office, OFFICE, asked) == find_precedents(*office, OFFICE, asked)
