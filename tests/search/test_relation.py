"""同文异地 and 同地异事 are recognised and said; demands are searched one by one; one person's letters are one hit."""

from dataclasses import replace

import pytest

from core.petition import Item
from core.viewer import OFFICE
from search.asking import Query
from search.precedents import find_precedents, rank_petitions
from search.relation import Gazetteer, apart, relation, side_of, wording
from tests.search.office import keep, new_office, petition, settle

DONE = {"state": "concluded", "reply_masked": "已处理。", "reply": "已处理。", "outcome": "support"}
NO_DEED = "我是{}小区的业主，入住六年开发商一直不办首次登记，不动产权证至今拿不到，孩子上学落户都受影响，请督促办证。"
NOISE = "清溪苑小区门口的烧烤摊夜里营业到两点，油烟和吵闹声让人睡不着，城管来了又走。"


def side(title: str, text: str, **fields: object):
    known = Gazetteer({"place:清溪苑", "place:望江花园"}, ())
    return side_of(Item(id="", source="", source_id="", title_masked=title, content_masked=text, **fields), known)


def test_one_text_about_another_place_is_same_text_other_place() -> None:
    here, there = side("清溪苑办证难", NO_DEED.format("清溪苑")), side("望江花园办证难", NO_DEED.format("望江花园"))
    found = relation(here, there, similarity=0.95, short=False)
    assert found is not None and found.badge == "同文异地" and "望江花园" in found.clause
    assert apart(here, there) and wording(here, there) > 0.95


def test_another_matter_at_the_same_place_is_told_apart() -> None:
    here, there = side("清溪苑办证难", NO_DEED.format("清溪苑")), side("清溪苑夜市扰民", NOISE)
    found = relation(here, there, similarity=0.68, short=False)
    assert found is not None and found.badge == "同地异事" and "“清溪苑”" in found.clause
    without_model = relation(here, there, similarity=None, short=False)
    assert without_model is not None and without_model.badge == "同地异事"


def test_the_same_matter_at_the_same_place_needs_no_remark() -> None:
    here = side("清溪苑办证难", NO_DEED.format("清溪苑"))
    again = side("清溪苑还是没证", "清溪苑小区开发商不办首次登记，业主不动产权证拿不到，多次反映没有答复。")
    assert relation(here, again, similarity=0.86, short=False) is None


def test_the_same_matter_elsewhere_is_said_without_a_badge() -> None:
    here = side("清溪苑办证难", NO_DEED.format("清溪苑"))
    there = side("望江花园没有房产证", "望江花园开发商拖着不办大产权，住户的证一直下不来。")
    found = relation(here, there, similarity=0.82, short=False)
    assert found is not None and found.badge == "" and found.clause == "地点不同（“望江花园”）"


def test_a_few_words_are_another_matter_only_where_nothing_is_shared() -> None:
    there = side("清溪苑夜市扰民", NOISE)
    assert relation(side("", "清溪苑 不动产权证"), there, similarity=0.6, short=True) is not None
    assert relation(side("", "清溪苑 烧烤 油烟"), there, similarity=0.6, short=True) is None


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    database, index = new_office(tmp_path_factory.mktemp("office"))
    deed = {"issue_code": "010909"}
    items = [
        petition(1, "清溪苑办证难", NO_DEED.format("清溪苑"), **DONE, **deed, petitioner_ref="p1"),
        petition(2, "清溪苑办证还是难", NO_DEED.format("清溪苑") + "第二次反映。", **DONE, **deed, petitioner_ref="p1"),
        petition(3, "望江花园办证难", NO_DEED.format("望江花园"), **DONE, **deed, petitioner_ref="p3"),
        petition(4, "清溪苑夜市扰民", NOISE, **DONE, issue_code="050101", petitioner_ref="p1"),
        petition(5, "清溪苑办证难", NO_DEED.format("清溪苑") + "请尽快。", **DONE, **deed, petitioner_ref="p5"),
        petition(6, "拖欠工资", "工地拖欠农民工工资三个月，包工头失联，请求补发拖欠的工资。", **DONE),
    ]
    items += [petition(100 + n, f"闲事{n}", f"第{n}件不相干的事，说的是{chr(0x4E00 + 97 * n)}。") for n in range(30)]
    keep(database, items)
    settle(database, index)
    yield database, index
    index.close()
    database.close()


def test_letters_of_one_person_about_one_matter_are_one_hit(office) -> None:
    hits = find_precedents(*office, OFFICE, Query(text="清溪苑办证难\n" + NO_DEED.format("清溪苑"))).hits
    found = {hit.item.source_id: hit for hit in hits}
    top = found.get("1") or found["2"]
    assert [i.rpartition(":")[2] for i in top.repeats] == (["2"] if "1" in found else ["1"])
    assert "同一信访人或同一事项另有 1 件" in top.why.sentence
    assert "4" in found, "another matter of the same person is a case of its own"
    assert found["3"].relation is not None and found["3"].relation.badge == "同文异地"
    assert "3" not in [i.rpartition(":")[2] for hit in hits for i in hit.near_duplicates]
    assert found["4"].relation is not None and found["4"].relation.badge == "同地异事"


def test_each_demand_finds_its_own_precedent(office) -> None:
    letter = (
        "清溪苑业主反映\n我家住清溪苑。一、请求督促开发商办理首次登记，给业主办不动产权证；"
        "二、请求补发工地拖欠的农民工工资，包工头失联三个月。"
    )
    answer = find_precedents(*office, OFFICE, Query(text=letter))
    assert [one.ordinal for one in answer.demands] == [1, 2]
    found = {hit.item.source_id: hit for hit in answer.hits}
    assert [one.ordinal for one in found["6"].demands] == [2] and "对应来信的诉求2" in found["6"].why.sentence
    for hit in answer.hits:
        assert hit.score == round(sum(hit.why.parts.values()), 6)
    ranked = rank_petitions(*office, OFFICE, Query(text=letter), k=100)
    assert len({hit.item.id for hit in ranked}) == len(ranked) == 36


def test_elements_shared_with_the_question_come_first(office) -> None:
    hit = find_precedents(*office, OFFICE, Query(text="农民工讨薪，工地拖欠工资，包工头跑路")).hits[0]
    assert hit.item.source_id == "6" and {"农民工", "拖欠工资", "跑路"} <= set(hit.elements)


def test_a_letter_with_one_demand_asks_one_question(office) -> None:
    answer = find_precedents(*office, OFFICE, Query(text=NO_DEED.format("清溪苑")))
    assert answer.demands == () and all(hit.demands == () for hit in answer.hits)
    assert replace(answer.hits[0], demands=()) == answer.hits[0]
