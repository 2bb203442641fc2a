"""Old and new articles of an act find each other: same, moved, changed, split, merged, new, gone."""

from __future__ import annotations

import random

from core.alignment import Pair, Piece, align

OLD = [
    Piece("1", "为了规范青湄县公共停车场的管理，方便市民停车，制定本办法。"),
    Piece("2", "停车场经营者应当在入口处公示收费标准，并开具票据；不得在公示的标准之外收取任何费用。"),
    Piece("3", "夜间停放的货车应当熄火，不得鸣笛；违反的由城市管理部门责令改正，处二百元罚款。"),
    Piece("4", "残疾人驾驶的车辆凭证件免费停放。停车场应当按照车位总数的百分之二设置无障碍车位。"),
    Piece("5", "经营者每年向主管部门报送经营情况。"),
    Piece("6", "主管部门每年抽查停车场的经营情况并公布结果。"),
]
NEW = [
    Piece("1", "为了规范青湄县公共停车场的管理，方便市民停车，制定本办法。"),
    Piece("2", "停车设施的规划由自然资源部门会同公安机关编制，报县人民政府批准后公布实施。"),
    Piece("3", "停车场经营者应当在入口处公示收费标准，并开具电子票据；不得在公示的标准之外收取费用。"),
    Piece("4", "残疾人驾驶的车辆凭证件免费停放。"),
    Piece("5", "停车场应当按照车位总数的百分之三设置无障碍车位。"),
    Piece("6", "夜间停放的货车应当熄火，不得鸣笛；违反的由城市管理部门责令改正，处二百元罚款。"),
]


def _by_old(pairs: tuple[Pair, ...]) -> dict[str, Pair]:
    return {number: pair for pair in pairs for number in pair.old}


def test_each_kind_of_change() -> None:
    pairs = align(OLD, NEW)
    found = _by_old(pairs)
    assert (found["1"].change, found["1"].new) == ("same", ("1",))
    assert (found["2"].change, found["2"].new) == ("changed", ("3",))
    assert (found["3"].change, found["3"].new) == ("moved", ("6",))
    assert (found["4"].change, found["4"].new) == ("split", ("4", "5"))
    assert found["5"].change == "gone"
    assert [pair.new for pair in pairs if pair.change == "new"] == [("2",)]
    assert found["2"].renumbered
    assert not found["1"].renumbered


def test_two_articles_become_one() -> None:
    new = [Piece("1", OLD[4].text + OLD[5].text), Piece("2", OLD[2].text)]
    found = _by_old(align(OLD, new))
    assert (found["5"].change, found["5"].old, found["5"].new) == ("merged", ("5", "6"), ("1",))


def test_what_a_person_decided_stands() -> None:
    found = _by_old(align(OLD, NEW, decided=[("5", "2"), ("1", "")]))
    assert (found["5"].new, found["5"].by_person, found["5"].confidence) == (("2",), True, 1.0)
    assert found["1"].change == "gone"
    assert found["1"].by_person
    split = _by_old(align(OLD, NEW, decided=[("6", "2"), ("6", "1"), ("1", "")]))
    assert (split["6"].change, split["6"].new) == ("split", ("1", "2"))


def test_every_article_is_in_exactly_one_pair() -> None:
    chance = random.Random(3)
    for _ in range(60):
        old = [Piece(str(i), p.text) for i, p in enumerate(chance.choices(OLD + NEW, k=chance.randrange(9)), 1)]
        new = [Piece(str(i), p.text) for i, p in enumerate(chance.choices(OLD + NEW, k=chance.randrange(9)), 1)]
        pairs = align(old, new)
        assert sorted(n for pair in pairs for n in pair.old) == sorted(p.number for p in old)
        assert sorted(n for pair in pairs for n in pair.new) == sorted(p.number for p in new)
        assert pairs == align(old, new)


def test_empty_sides() -> None:
    assert align([], []) == ()
    assert [pair.change for pair in align(OLD, [])] == ["gone"] * 6
    assert [pair.change for pair in align([], NEW)] == ["new"] * 6
    assert [pair.change for pair in align([Piece("1", "")], [Piece("1", "")])] == ["same"]
