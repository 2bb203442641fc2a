"""Differences by characters: both texts are whole on their side, moved clauses are shown as moved."""

from __future__ import annotations

import random
import time

from core.text_diff import marked, sides, text_diff


def test_a_changed_word_is_one_piece_each() -> None:
    old, new = "应当在三十日内书面答复。", "应当在六十日内书面答复。"
    left, right = sides(old, new, text_diff(old, new))
    assert left == [("equal", "应当在"), ("deleted", "三"), ("equal", "十日内书面答复。")]
    assert right == [("equal", "应当在"), ("inserted", "六"), ("equal", "十日内书面答复。")]


def test_a_clause_that_stands_elsewhere_was_moved() -> None:
    old = "甲方按期交付全部房屋；乙方按约定付清款项；其他事项另议。"
    new = "乙方按约定付清款项；其他事项另议；甲方按期交付全部房屋。"
    moved = [old[s.old_start : s.old_end] for s in text_diff(old, new) if s.kind == "moved"]
    assert moved == ["甲方按期交付全部房屋"] or moved == ["乙方按约定付清款项"]
    assert "〔移：" in marked(old, new)


def test_equal_empty_and_wholly_different_texts() -> None:
    assert text_diff("", "") == ()
    assert [s.kind for s in text_diff("一样", "一样")] == ["equal"]
    assert marked("", "新") == "〔增：新〕"
    assert marked("旧", "") == "〔删：旧〕"


def test_whatever_the_texts_each_side_is_whole() -> None:
    chance = random.Random(5)
    for _ in range(300):
        old = "".join(chance.choices("甲乙丙丁，。；\n", k=chance.randrange(60)))
        new = "".join(chance.choice([c, c, c, "", "戊，"]) for c in old)
        if chance.random() < 0.3:
            cut = chance.randrange(len(new) + 1)
            new = new[cut:] + new[:cut]
        left, right = sides(old, new, text_diff(old, new))
        assert "".join(piece for _, piece in left) == old
        assert "".join(piece for _, piece in right) == new


def test_long_texts_take_no_longer_than_they_are() -> None:
    begun = time.perf_counter()
    text_diff("的" * 200_000, "的" * 199_999 + "了")
    text_diff("甲乙，" * 60_000, "甲丙，" * 60_000)
    assert time.perf_counter() - begun < 10
