"""Labels: the members' own words, place and matter, four to twelve characters, nobody's name."""

from __future__ import annotations

import pytest

from issues.labels import label_members
from tests.issues.letters import a_letter, many


def test_place_and_matter():
    letters = [
        a_letter("1", "投诉清溪苑小区附近搅拌站噪音扰民"),
        a_letter("2", "清溪苑搅拌站日夜施工"),
        a_letter("3", "清溪苑小区旁边的搅拌站粉尘太大"),
    ]
    assert label_members(letters).startswith("清溪苑")
    assert "搅拌站" in label_members(letters)


def test_a_pattern_has_no_single_place():
    letters = [a_letter(str(n), f"{p}办不了房产证") for n, p in enumerate(("清溪苑小区", "望江花园", "东篱小区"))]
    label = label_members(letters, placed=False)
    assert "房产证" in label
    assert not any(place in label for place in ("清溪苑", "望江", "东篱"))


@pytest.mark.parametrize(
    "titles",
    [
        ["请问领导什么时候能解决停水问题", "咨询停水问题何时解决"],
        ["反映××栋住户某某某违建", "举报××栋违章建筑"],
        ["求助", "您好"],
        ["A市A3区咨询", "A市A3区建议"],
    ],
)
def test_no_letter_phrases_and_nothing_masked(titles: list[str]):
    label = label_members([a_letter(str(n), title) for n, title in enumerate(titles)])
    assert 4 <= len(label) <= 12
    assert not any(word in label for word in ("请问", "咨询", "领导", "反映", "举报", "求助", "您好", "×", "某", "A市"))


def test_one_busy_writer_does_not_name_the_issue():
    busy = many(6, "清溪苑小区物业态度恶劣", "物业。", side="petitioner:1")
    others = [
        a_letter("a", "清溪苑小区电梯故障"),
        a_letter("b", "清溪苑电梯故障停运"),
        a_letter("c", "清溪苑的电梯故障"),
    ]
    assert "电梯" in label_members([*busy, *others])


def test_the_class_stands_in_where_headlines_say_nothing():
    letters = [a_letter(str(n), "求助", class_code="010909") for n in range(3)]
    assert label_members(letters) == "房产证登记与办理"


@pytest.mark.parametrize(
    ("titles", "words", "never"),
    [
        (["工地噪音什么时候是个头", "夜间施工噪音什么时候是个头"], ("噪音",), ("时候", "是个头")),
        (["干完活拿不到钱，拖欠工资", "拖欠工资一年，干完活拿不到钱"], ("拖欠工资",), ("活拿", "拿不到钱")),
        (["工程车不盖篷布撒一路", "工程车不盖篷布"], ("篷布",), ()),
        (["上下班路上受伤认不认工伤", "工伤认定认不认工伤"], ("工伤",), ("认不认",)),
        (["宅基地被邻居占了", "宅基地被邻居侵占"], ("宅基地",), ("被邻居",)),
    ],
)
def test_a_label_names_the_matter_and_is_never_cut_off(titles, words, never):
    code = "010909" if "宅基地" in titles[0] else "020301"
    label = label_members([a_letter(str(n), title, class_code=code) for n, title in enumerate(titles)], placed=False)
    assert 4 <= len(label) <= 12
    assert any(word in label for word in words) or label not in titles[0]
    assert not any(word in label for word in never), label
