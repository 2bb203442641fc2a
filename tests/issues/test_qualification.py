"""The rule for common issues: three matters of three sides in 180 days, one class, common ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from issues.letters import Letter
from issues.qualification import qualify
from tests.issues.letters import FIRST, a_letter, many


def three(**fields: object) -> list[Letter]:
    return many(3, "清溪苑小区办不了房产证", "交房多年没有证。", **({"class_code": "010909"} | fields))


def test_three_sides_one_place_one_class_in_time():
    verdict = qualify(three())
    assert verdict.qualified and verdict.why_not == ""


def test_one_person_writing_ten_times_is_none():
    letters = [replace(letter, side="petitioner:1") for letter in many(10, "清溪苑小区违建", "楼顶加盖。")]
    verdict = qualify(letters)
    assert not verdict.qualified
    assert "只有 1 个信访人" in verdict.why_not


def test_two_matters_are_too_few():
    letters = [replace(letter, matter=f"matter:{n % 2}") for n, letter in enumerate(three())]
    assert "只涉及 2 个信访事项" in qualify(letters).why_not


def test_letters_half_a_year_apart_do_not_count_together():
    letters = [replace(letter, day=FIRST + timedelta(days=90 * n)) for n, letter in enumerate(three())]
    assert "180 天" in qualify(letters).why_not
    near = [replace(letter, day=FIRST + timedelta(days=89 * n)) for n, letter in enumerate(three())]
    assert qualify(near).qualified


def test_no_class_or_several_classes_do_not_do():
    assert "二级问题分类" in qualify(three(class_code="")).why_not
    mixed = [replace(letter, class_code=code) for letter, code in zip(three(), ("0109", "1506", "0402"), strict=True)]
    assert "二级问题分类" in qualify(mixed).why_not


def test_a_rule_is_common_ground_across_places():
    letters = [
        a_letter(str(n), f"{place}办不了房产证", class_code="010909", articles=("article:不动产登记暂行条例:14",))
        for n, place in enumerate(("清溪苑小区", "望江花园", "东篱小区"))
    ]
    assert qualify(letters).qualified
    bare = [replace(letter, articles=()) for letter in letters]
    assert "共同的地点" in qualify(bare).why_not
