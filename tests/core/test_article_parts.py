"""Paragraphs, items and sub-items of one article, with spans that hold every word once."""

from __future__ import annotations

import time

import pytest

from core.article_parts import Paragraph, article_parts, part_at


def shape(text: str) -> list[list[tuple[int, list[int]]]]:
    return [[(i.number, [s.number for s in i.subitems]) for i in p.items] for p in article_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一句话。", [[]]),
        ("", []),
        (" \n　\n", []),
        ("甲。\n乙。", [[], []]),
        ("下列事项：\n（一）甲；\n（二）乙。\n前款所称丙。", [[(1, []), (2, [])], []]),
        ("下列事项：\n\n(一)甲；\n\n(二)乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n〈一〉甲；\n〈二〉乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n- （一）甲；\n- （二）乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n　　（一) 甲；\n　　(二）乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n一、甲；\n二、乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n1.甲；\n２．乙。", [[(1, []), (2, [])]]),
        ("下列事项：\n（一）甲：\n1.子；\n2.丑。\n（二）乙。", [[(1, [1, 2]), (2, [])]]),
        ("下列事项：\n（一）甲。\n这是甲的说明。\n（二）乙。\n另起一款。", [[(1, []), (2, [])], []]),
        ("第一款：\n（一）甲。\n第二款：\n（一）乙；\n（二）丙。", [[(1, [])], [(1, []), (2, [])]]),
        ("二、三类场所另行规定。\n后一款。", [[], []]),
        ("1.5米以上的。\n后一款。", [[], []]),
        ("下列事项：（一）甲；（二）乙。", [[(1, []), (2, [])]]),
        ("下列事项：（一）甲；\n（二）乙。", [[(1, []), (2, [])]]),
        ("属于本条（一）情形的。", [[]]),
        ("改为：“甲。\n（一）乙；\n（二）丙。”\n另起一款。", [[], []]),
        ("表：\n|甲|乙|\n|丙|丁|", [[]]),
    ],
)
def test_parts_are_counted_as_the_rules_say(text: str, expected: list[list[tuple[int, list[int]]]]) -> None:
    assert shape(text) == expected


def test_every_word_stands_in_one_paragraph_and_spans_give_the_words_back() -> None:
    text = "　　下列事项：\n\n（一）甲；\n　（二）乙：\n1.子；\n2.丑。\n\n前款所称丙。\n"
    paragraphs = article_parts(text)
    at = 0
    for one in paragraphs:
        assert not text[at : one.start].strip()
        assert text[one.start : one.end] == one.text
        for part in one.items:
            assert text[part.start : part.end] == part.text
            assert one.start <= part.start < part.end <= one.end
        at = one.end
    assert not text[at:].strip()
    assert paragraphs[0].lead == "下列事项："
    assert paragraphs[0].items[1].body == "乙：\n1.子；\n2.丑。"
    assert paragraphs[0].items[1].subitems[1].body == "丑。"


def test_a_part_is_found_by_its_numbers() -> None:
    paragraphs = article_parts("前言。\n下列事项：\n（一）甲：\n1.子；\n2.丑。\n（二）乙。")
    found = part_at(paragraphs, item=1, subitem=2)
    assert found is not None
    assert found.text == "2.丑。"
    assert isinstance(part_at(paragraphs, paragraph=1), Paragraph)
    assert part_at(paragraphs, paragraph=3) is None
    assert part_at(paragraphs, paragraph=1, item=1) is None
    assert part_at(paragraphs, item=3) is None


@pytest.mark.parametrize("piece", ["（", "一", "：（一）", "“\n", "（一）甲\n乙\n", "一、甲\n", "“甲\n”\n"])
def test_long_text_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        began = time.process_time()
        article_parts(text)
        return time.process_time() - began

    assert seconds(40_000) < 0.2 + seconds(5_000) * 40
