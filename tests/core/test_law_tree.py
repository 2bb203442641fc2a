"""Law trees: golden outlines of invented papers, byte-equal printing, bad input, corrections by a person."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound
from core.law_tree import (
    Correction,
    Kind,
    Node,
    Tree,
    articles_of,
    clauses_of,
    counts_of,
    line_anchor,
    parse,
    pieces,
    printed,
)

FOLDER = Path(__file__).with_name("law_trees")
PAPERS = sorted(one for one in FOLDER.iterdir() if one.suffix in (".txt", ".md"))


def outline(tree: Tree) -> str:
    """The tree as the golden files hold it: one node a line, then clauses as cited and what looks wrong."""
    lines = [f"{tree.form} {tree.confidence}", *_nodes(tree, tree.root, 0)]
    if tree.form != "articles":
        lines += [f"引用 {one.label} ｜ {one.path}" for one in clauses_of(tree)]
    return "\n".join([*lines, *(f"注意 {one.kind} {one.message}" for one in tree.oddities)]) + "\n"


def _nodes(tree: Tree, node: Node, depth: int) -> Iterator[str]:
    number = f"{node.number}之{node.sub}" if node.sub else str(node.number or "")
    words = " ".join(tree.text(node).split())[:16]
    yield "  " * depth + " ".join(part for part in (node.kind.value, number, f"〔{words}〕") if part)
    for child in node.children:
        yield from _nodes(tree, child, depth + 1)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda one: one.stem)
def test_papers_become_the_trees_that_were_read_by_hand(paper: Path) -> None:
    source = paper.read_text(encoding="utf-8")
    tree = parse(source)
    assert printed(tree) == source
    assert outline(tree) == paper.with_suffix(".golden").read_text(encoding="utf-8")


def test_articles_carry_number_words_and_path() -> None:
    found = articles_of(parse((FOLDER / "条例.md").read_text(encoding="utf-8")))
    assert [(a.number, a.sub) for a in found] == [(1, 0), (2, 0), (3, 0), (3, 1), (4, 0), (5, 0)]
    assert found[2].path == "第二章 摊位 › 第一节 申请"
    assert found[4].path == "第二章 摊位 › 第二节 使用"
    assert found[3].text.endswith("(二)摊位已满。")
    assert found[5].text == "本条例自2021年5月1日起施行。"


def _same(text: str) -> Tree:
    tree = parse(text)
    assert printed(tree) == text.replace("\r\n", "\n").replace("\r", "\n") == tree.source
    return tree


@given(
    st.lists(
        st.sampled_from(
            [
                "第一条 甲。",
                "第二条　乙：",
                "（一）子；",
                "1.丑",
                "第一章 总则",
                "附件1：",
                "“第三条 丙",
                "”",
                "",
                "　",
                "一、寅",
                "\r",
                "第9999条 末。",
                "第1百条 坏",
                "## 第二节 卯",
                "5.2.1 辰",
                "目录",
                "2020年1月1日",
                "《巳",
                "\ud800",
                "\u200f第三条 午",
            ]
        ),
        max_size=30,
    )
)
def test_whatever_the_lines_every_character_stands_in_one_place(lines: list[str]) -> None:
    tree = _same("\n".join(lines))
    at = 0
    for node, start, end in pieces(tree.root):
        assert start == at
        assert node.start <= start < end <= node.end
        at = end
    assert at == len(tree.source)
    assert 0 <= tree.confidence <= 1


@given(st.text(max_size=300))
def test_any_text_is_printed_back(text: str) -> None:
    _same(text)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=12),
    st.booleans(),
    st.sampled_from(["（{}）", "({})", "〈{}〉"]),
)
def test_generated_acts_come_apart_as_they_were_put_together(items: list[int], bold: bool, bracket: str) -> None:
    numbers = "一二三四五六七八九十"
    lines = ["某办法"]
    for place, count in enumerate(items):
        number = numbers[place] if place < 10 else f"十{numbers[place - 10]}"
        lines.append(f"- **第{number}条**　　下列事项：" if bold else f"第{number}条 下列事项：")
        lines += [f"{bracket.format(numbers[n])}事项；" for n in range(count)]
        lines.append("前款所列事项应当公开。")
    tree = _same("\n".join(lines))
    articles = [node for node in tree.root.walk() if node.kind is Kind.ARTICLE]
    assert [one.number for one in articles] == list(range(1, len(items) + 1))
    assert [[len(p.children) for p in one.children] for one in articles] == [[count, 0] for count in items]
    assert tree.oddities == ()


def _kinds(text: str) -> dict[str, int]:
    return {one.kind: one.line for one in _same(text).oddities}


def test_bad_documents_are_told_with_their_lines() -> None:
    assert _kinds("") == {"empty": 1}
    assert _kinds("\n \n") == {"empty": 1}
    assert _kinds("目录\n第一章 总则\n第二章 分则\n第三章 附则\n") == {"contents_only": 1}
    assert _kinds("只有标题\n") == {"bare": 1}
    assert parse("只有标题\n").confidence <= 0.2
    assert _kinds("第一条 甲。\n第二条 乙。\n第一条 丙。\n") == {"restart": 3, "twice": 3}
    assert _kinds("第一条 甲。\n第二条 乙。\n第9999条 丙。\n") == {"gap": 3}
    assert _kinds("第一条 甲。\n第9999条 丙。\n第二条 乙。\n") == {"jump": 2}
    assert _kinds("第一条 甲。\n第1百条 乙。\n第二条 丙。\n") == {"number": 2}
    assert _kinds("第一条 《甲。\n第二条 （乙。\n") == {"bracket": 1}
    assert _kinds("第一条 “甲。\n第二条 乙。\n") == {"quote": 1}
    assert _kinds("第一条 " + "甲" * 30_000) == {"long": 1}
    assert _kinds("第一章 总则\n第一条 甲。\n第三章 附则\n第二条 乙。\n") == {"heading": 3}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第一条本办法适用。\n第二条下列：\n（一）甲\n第三条依照第二条办理。", [1, 2, 3]),
        ("第一条 甲。\n第二条乙。\n第三条 丙。", [1, 2, 3]),
        ("第1条 甲。\n第２条 乙。\n第 三 条　丙。", [1, 2, 3]),
        ("第一条 甲。第二条 乙。第三条 丙。", [1, 2, 3]),
        ("第一条 根据\n第二条规定，第三条、\n第四条所列情形办理。\n第二条 乙。", [1, 2]),
        ("第一条 甲按照\n第二条 的程序。\n第二条 乙。", [1, 2]),
        ("第一条 将第三条修改为：\n“第三条 新。\n第四条 新二。”\n第二条 施行。", [1, 2]),
        ("第一条 甲。\n第一款规定的情形。\n第二条 乙。", [1, 2]),
        ("通知\n一、学习。\n二、落实。\n某办法\n第一条 甲。\n第二条 乙。", [1, 2]),
    ],
)
def test_which_lines_open_articles(text: str, numbers: list[int]) -> None:
    assert [a.number for a in articles_of(_same(text))] == numbers


def test_items_may_be_numbered_through_all_parts() -> None:
    tree = _same("某意见\n一、要求\n（一）甲。\n（二）乙。\n二、任务\n（三）丙。\n1. 子。\n2. 丑。\n（四）丁。\n")
    assert [c.label for c in clauses_of(tree)][-4:] == ["二（三）", "二（三）1", "二（三）2", "二（四）"]
    assert tree.oddities == ()


def test_a_mark_never_closed_swallows_no_article() -> None:
    text = "第一条 下称：“甲。\n第二条 乙（丙。\n第三条 丁“戊”。\n第四条 己。\n"
    assert [a.number for a in articles_of(_same(text))] == [1, 2, 3, 4]


def test_invisible_and_private_signs_change_nothing() -> None:
    text = "\u200f第一条 甲\ue000。\n\u202a第二条 乙\ud800。\n\ufeff第三条 丙。"
    assert [a.number for a in articles_of(_same(text))] == [1, 2, 3]


def test_two_laws_in_one_file_are_kept_apart() -> None:
    tree = parse((FOLDER / "两部.txt").read_text(encoding="utf-8"))
    assert len(articles_of(tree)) == 3
    assert len(articles_of(tree, everywhere=True)) == 5


def test_a_person_corrects_lines_and_the_correction_survives_other_changes() -> None:
    text = "某办法\n第一条 甲。\n第二条 乙。\n第三条 丙。\n丁情形见\n第四条 戊规定。\n说明\n第五条 己。\n"
    join = Correction(line_anchor(text, 4), "join")
    split = Correction(line_anchor(text, 6), "split")
    head = Correction(line_anchor(text, 7), "heading")
    gone = Correction("0" * 16, "join")
    for changed in (text, "加一行\n" + text):
        tree = parse(changed, [join, split, head, gone])
        assert printed(tree) == changed
        assert [a.number for a in articles_of(tree)] == [1, 2, 4, 5]
        assert articles_of(tree)[3].path == "说明"
        assert tree.unused == (gone,)
    with pytest.raises(NotFound):
        line_anchor(text, 99)


def test_a_correction_of_clauses() -> None:
    text = "某通知\n一、甲。\n补充说明：\n二、乙。\n"
    assert [c.label for c in clauses_of(parse(text))] == ["一", "二"]
    tree = parse(text, [Correction(line_anchor(text, 3), "split"), Correction(line_anchor(text, 4), "join")])
    assert [c.text.split("\n")[0] for c in clauses_of(tree)] == ["一、甲。", "补充说明："]


def test_kinds_are_counted() -> None:
    assert counts_of(parse((FOLDER / "条例.md").read_text(encoding="utf-8"))) == {
        "题注": 1,
        "目录": 1,
        "附件": 1,
        "章": 3,
        "节": 2,
        "条": 8,
        "款": 11,
        "项": 7,
        "目": 2,
        "落款": 1,
    }


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "第",
        "第一",
        "第一条",
        "第一章 ",
        "《",
        "“\n",
        "。第",
        "一、",
        "1.",
        "5.2.",
        "附件",
        "第一条 甲\n",
        "# ",
        "**",
        " ",
    ],
)
def test_long_text_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        parse(piece * times)
        return time.process_time() - began

    assert seconds(40_000) < 0.3 + seconds(5_000) * 40


@pytest.mark.slow
def test_ten_megabytes_without_a_line_break() -> None:
    began = time.process_time()
    tree = parse("第一条 " + "甲（乙《丙“丁，第二条 戊。" * 700_000)
    assert len(tree.source) > 9_000_000
    assert [one.kind for one in tree.oddities if one.kind == "long"] == ["long"]
    assert time.process_time() - began < 20
