"""The reader on hard ground: long texts, odd characters, what only looks like a citation; reading undoes printing."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.citations import Citation, Context, find_citations, resolve
from core.citing.inside import citations_in_article
from core.citing.listed import ListedAct, ListedLaws
from core.citing.title_index import TitleIndex
from core.law_titles import one_apart
from core.numerals import to_chinese
from core.statute import Status

DAY = date(2026, 11, 22)
PIECES = [
    "《", "》", "第", "条", "款", "项", "、", "至", "第一条", "第1条、", "（", "）", "以下简称", "民法典",
    "本法", "前款", "〔2021〕", "号", "合同", "约定", "的", "一", "十", "<", "“", "”", "令", "2021",
    "之一", "（一）", "中华人民共和国", " ",
]  # fmt: skip
GROWING = [
    "第一条、", "《", "《甲", "（以下简称", "约定的", "一", "〔2021〕", "民法典", "“", "前款",
    "本法第三条和", "第（一）（二）", "中华人民共和国", "第一、", "令第", "号", "1", "第1",
    "实施《甲》办法", "根据", "第九千条至第一条", "（一）项、", "第        ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_whatever_is_read_stands_in_the_text(text):
    for one in find_citations(text, context=Context(law="民法典", article=9, paragraph=2, item=3)):
        assert text[one.start : one.end] == one.quote
        assert 0 <= one.number <= 9999
        assert 0 < one.confidence <= 1


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_characters_survive(before, after):
    text = f"{before}，《民法典》第三条{after}"
    assert all(text[one.start : one.end] == one.quote for one in find_citations(text))


@pytest.mark.parametrize("sign", ["\u200f", "\u202e", "\ufeff", "\u200b", "\u3000"], ids=ascii)
def test_marks_between_the_signs_of_a_citation(sign):
    text = f"依据《{sign}民法典{sign}》{sign}第{sign}三十{sign}条{sign}第{sign}一{sign}款"
    (found,) = find_citations(text)
    assert (found.law, found.number, found.paragraph) == ("民法典", 30, 1)
    assert text[found.start : found.end] == found.quote


def test_private_use_and_half_surrogates():
    text = "\ue000\ud800依据《民法典》第三条\udfff\ue001、第四条"
    assert [text[one.start : one.end] for one in find_citations(text)] == ["《民法典》第三条", "第四条"]


@pytest.mark.parametrize("piece", GROWING, ids=ascii)
def test_time_grows_with_length_and_no_faster(piece):
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size] + "条"
        begun = time.process_time()
        find_citations(text, context=Context(law="民法典", article=9, paragraph=2))
        return time.process_time() - begun

    seconds(2000)
    small, large = min(seconds(20_000) for _ in range(2)), seconds(160_000)
    assert large < max(40 * small, 0.2), "eight times the text, at most forty times the time"
    assert large < 6


@pytest.mark.slow
def test_ten_megabytes_without_a_line_break():
    letter = "物业公司说明电梯费用由业主分摊，依据《物业管理条例》第五十四条和民法典第二百七十八条第一款"
    begun = time.process_time()
    found = find_citations(letter * (10_000_000 // len(letter.encode()) + 1))
    assert len(found) > 100_000
    assert time.process_time() - begun < 60


@given(
    st.sampled_from(["民法典", "信访工作条例", "行政复议法", "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释"]),
    st.integers(1, 9999),
    st.integers(0, 9),
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_reading_undoes_printing(law, number, sub, below):
    one = Citation(0, 0, "", "named", law=law, number=number, sub=sub, paragraph=below[0], item=below[1])
    (found,) = find_citations(f"依据{one.label}的规定")
    assert (found.law, found.number, found.sub, found.paragraph, found.item) == (law, number, sub, *below)
    assert found.label == one.label


@given(st.integers(1, 9000), st.integers(1, 30))
def test_ranges_hold_every_article_between(first, count):
    last = first + count
    found = find_citations(f"《民法典》第{to_chinese(first)}条至第{to_chinese(last)}条")
    assert [one.number for one in found] == list(range(first, last + 1))
    assert {one.range_group for one in found} == {1}


def test_a_range_is_cut_at_two_hundred():
    assert len(find_citations("《民法典》第一条至第九千条")) == 200


def test_a_mixed_number_is_told_and_not_read():
    (found,) = find_citations("《民法典》第1百条")
    assert found.number == 0
    assert "第103条" in found.problem
    (told,) = resolve([found], ListedLaws([ListedAct(title="民法典", articles={(1, 0): "甲"})]), day=DAY)
    assert told.verdict == "no_such_article"


@pytest.mark.parametrize(
    "text",
    [
        "第三季度第一条建议、第二项工作",
        "之前款项未付，目前条件不够",
        "日本法律如此，本法院不管，本条街道，本项目停工",
        "地铁第三条线、第二条路已通车",
        "您反映的第一条、第二条已转办",
        "我是第一款手机的用户",
        "有下列情形之一的",
        "2021年第1号台风",
        "《问政西地省》栏目第三期",
    ],
)
def test_no_law_is_cited(text):
    assert [one.quote for one in find_citations(text) if one.is_law] == []


def test_this_law_in_a_reply_is_only_likely():
    shelf = ListedLaws([ListedAct(title="船闸条例", articles={(n, 0): "甲" for n in range(1, 80)})])
    text = "根据《船闸条例》第五十六条：“违反本条例第三十条第一款的”"
    first, second = resolve(find_citations(text), shelf, day=DAY)
    assert (first.verdict, second.verdict, second.target) == ("resolved", "unknown_law", "")
    assert second.candidates == ("regulation:船闸条例",)


def test_citations_inside_an_article_know_their_place():
    lines = (
        "甲应当登记。",
        "前款规定的登记包括：",
        "（一）本条第一款的；",
        "（二）前项以外的；",
        "（三）本法第九条的。",
    )
    text = "\n".join((*lines, "第二款第一项除外。"))
    found = citations_in_article(text, Context(law="某法", article=5))
    assert [(one.number, one.paragraph, one.item) for one in found] == [
        (5, 1, 0),
        (5, 1, 0),
        (5, 2, 1),
        (9, 0, 0),
        (5, 2, 1),
    ]
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_the_article_before_an_inserted_one():
    shelf = ListedLaws([ListedAct(title="某法", articles={(7, 0): "甲", (7, 1): "乙", (8, 0): "丙"})])
    found = find_citations("前条规定", context=Context(law="某法", article=8))
    (told,) = resolve(found, shelf, day=DAY)
    assert told.article_id == "article:某法:7-1"


@given(st.text("甲乙丙丁", min_size=4, max_size=8), st.integers(0, 7), st.sampled_from(["cut", "swap", "add"]))
def test_one_character_amiss_is_found(title, at, how):
    at %= len(title)
    wrong = {
        "cut": title[:at] + title[at + 1 :],
        "swap": title[:at] + "戊" + title[at + 1 :],
        "add": title[:at] + "戊" + title[at:],
    }[how]
    assert one_apart(wrong, title)
    assert TitleIndex([(title, "regulation:x")]).like(wrong) == ["regulation:x"]


def test_a_title_that_only_ends_a_longer_one_is_not_answered():
    shelf = ListedLaws(
        [ListedAct(title=t, articles={(1, 0): "甲"}) for t in ("劳动合同法", "合同法", "劳动争议调解仲裁法", "仲裁法")]
    )

    def told(text: str) -> list[tuple[str, str]]:
        found = resolve(find_citations(text, shelf.titles.known), shelf, day=DAY)
        return [(one.verdict, one.regulation_id) for one in found]

    assert told("劳动合同法第一条") == [("resolved", "regulation:劳动合同法")]
    assert told("违反合同法第一条") == [("resolved", "regulation:合同法")]
    assert told("劳动合合同法第一条") == [("unknown_law", "")]
    assert told("调解仲裁法第一条") == [("ambiguous", "")]
    assert told("《劳动合同发》第一条") == [("unknown_law", "")]


def test_an_order_of_the_state_council_in_short():
    (one,) = find_citations("根据国令第 724 号的规定")
    assert (one.document_no, one.quote) == ("国务院令第724号", "国令第 724 号")


@pytest.mark.parametrize(
    ("text", "number", "quote"),
    [
        ("见中华人民共和国国务院令第 711 号", "国务院令第711号", "中华人民共和国国务院令第 711 号"),
        ("中华人民共和国国家税务总局令第16号", "国家税务总局令第16号", "中华人民共和国国家税务总局令第16号"),
    ],
)
def test_an_order_with_the_name_of_the_state(text, number, quote):
    (one,) = find_citations(text)
    assert (one.document_no, one.quote) == (number, quote)


def test_a_part_of_the_code_may_stand_between_law_and_article():
    shelf = ListedLaws([ListedAct(title="民法典", articles={(278, 0): "甲", (1165, 0): "乙"})])
    text = "民法典物权编第二百七十八条、《民法典》侵权责任编第1165条"
    found = resolve(find_citations(text, shelf.titles.known), shelf, day=DAY)
    assert [(one.verdict, one.citation.number) for one in found] == [("resolved", 278), ("resolved", 1165)]


@pytest.mark.parametrize("title", ["中华人民共国民法典", "中华人民共和民法典", "中国人民共和国民法典"])
def test_a_character_amiss_in_the_name_of_the_state(title):
    assert TitleIndex([("民法典", "regulation:民法典"), ("刑法", "regulation:刑法")]).like(title) == [
        "regulation:民法典"
    ]


def test_the_status_of_a_named_edition_is_its_own():
    old = ListedAct(title="甲法", articles={(1, 0): "旧"}, published=date(2012, 1, 1), effective=date(2012, 1, 1),
                    ended=date(2020, 1, 1), end_kind="amended")  # fmt: skip
    new = ListedAct(title="甲法", articles={(1, 0): "新"}, published=date(2019, 6, 1), effective=date(2020, 1, 1))
    shelf = ListedLaws([old, new])
    text = "《甲法》（2012年修正）第一条、《甲法》第一条"
    found = resolve(find_citations(text, shelf.titles.known), shelf, day=date(2026, 1, 1))
    assert [one.status for one in found] == [Status.AMENDED, Status.IN_FORCE]
