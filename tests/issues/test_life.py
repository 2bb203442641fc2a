"""Splits and merges are told from who the members are."""

from __future__ import annotations

from issues.life import Befell, befell


def s(*numbers: int) -> set[str]:
    return {str(n) for n in numbers}


def test_a_part_that_left_is_a_split():
    assert befell({"a": s(1, 2, 3, 4, 5)}, {"a": s(3, 4, 5, 6), "b": s(1, 2)}) == [Befell("split", "b", "a", 2)]


def test_one_that_went_into_another_is_a_merge():
    before = {"a": s(1, 2, 3), "b": s(4, 5, 6)}
    assert befell(before, {"a": s(1, 2, 3, 4, 5)}) == [Befell("merge", "b", "a", 2)]


def test_growth_new_issues_and_dissolved_ones_are_neither():
    before = {"a": s(1, 2, 3), "b": s(4, 5, 6, 7)}
    assert befell(before, {"a": s(1, 2, 3, 8, 9), "c": s(10, 11), "d": s(4, 20, 21)}) == []


def test_of_several_homes_the_larger_counts_and_ties_go_by_id():
    before = {"a": s(1, 2, 3, 4)}
    after = {"b": s(1, 2), "c": s(3, 4)}
    assert befell(before, after) == [Befell("merge", "a", "b", 2)]
