"""Same place, other place, or nothing to say; spellings and typos of one name."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from issues.letters import Letter, Name
from issues.names import ABSENT, AGREE, CONFLICT, UNKNOWN, one_spelling, read_names
from tests.issues.letters import a_letter


def verdict(one: Letter, other: Letter, *more: Letter) -> int:
    names = read_names([one, other, *more])
    pair = names.pairs(np.array([0]), np.array([1]))[0]
    assert names.table(np.array([0, 1]))(slice(None))[0, 1] == pair
    return int(pair)


def test_two_estates_conflict():
    assert verdict(a_letter("1", "清溪苑小区停水三天"), a_letter("2", "望江花园小区停水三天")) == CONFLICT


def test_one_estate_written_in_two_ways_agrees():
    assert verdict(a_letter("1", "清溪苑停水三天"), a_letter("2", "清溪苑小区二期停水")) == AGREE


def test_a_road_beside_the_estate_does_no_harm():
    one = a_letter("1", "清溪苑小区旁施工扰民")
    other = a_letter("2", "东门路施工扰民", "我住清溪苑小区，东门路夜里施工。")
    assert verdict(one, other) == AGREE


def test_a_letter_without_a_name_cannot_be_told():
    assert verdict(a_letter("1", "停水三天没人管"), a_letter("2", "自来水断了")) == UNKNOWN
    assert verdict(a_letter("1", "清溪苑小区停水三天"), a_letter("2", "自来水断了")) == ABSENT


def test_two_firms_conflict():
    one = a_letter("1", "恒澜置业有限公司拖欠工资", names=(Name("恒澜置业", "firm", "恒澜置业有限公司"),))
    other = a_letter("2", "金湄城建有限公司拖欠工资", names=(Name("金湄城建", "firm", "金湄城建有限公司"),))
    assert verdict(one, other) == CONFLICT


def test_spellings_the_office_knows_are_one_place():
    one = a_letter("1", "锦澜小区停水", names=(Name("锦澜华府", "estate", "锦澜小区", "place:锦澜华府"),))
    other = a_letter("2", "锦澜华府停水", names=(Name("锦澜华府", "estate", "锦澜华府", "place:锦澜华府"),))
    assert verdict(one, other) == AGREE


@pytest.mark.parametrize(
    ("counts", "same"),
    [
        ({"丽发新城": 9, "李发新城": 1}, {"李发新城": "丽发新城"}),
        ({"中茂城": 8, "中贸城": 4}, {}),
        ({"上湾里村": 9, "下湾里村": 1}, {}),
        ({"第一小学": 9, "第三小学": 1}, {}),
        ({"东门路": 9, "西门路": 1}, {}),
        ({"清溪苑": 1, "清河苑": 1}, {}),
    ],
)
def test_only_a_rare_name_one_character_away_is_a_typo(counts: dict[str, int], same: dict[str, str]):
    assert one_spelling(Counter(counts)) == same
