"""Copies of one text fold under the first; texts that differ in the matter do not."""

from search.near_duplicates import folded

LETTER = "我们清溪苑小区已经停水三天了，物业说水泵坏了，一直没有人来修，老人孩子没有水用，请尽快处理。"


def test_copies_fold_under_the_first():
    assert folded([LETTER, LETTER + "！", "拖欠工资三个月", LETTER[2:]], [0.9, 0.9, 0.88, 0.86]) == [0, 0, 2, 0]


def test_another_matter_stays():
    other = LETTER.replace("停水三天", "停电半年").replace("水泵坏了", "变压器烧了")
    assert folded([LETTER, other], [0.9, 0.9]) == [0, 1]


def test_empty_and_short_texts():
    assert folded(["", "", "水"], [0.1, 0.1, 0.1]) == [0, 0, 2]
