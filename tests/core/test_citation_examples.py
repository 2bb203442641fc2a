"""The 46 numbered examples of the domain sheet (8.4), each with its expected parse."""

from datetime import date

import pytest

from core.citations import Citation, Context, find_citations, resolve
from core.citing.listed import ListedAct, ListedLaws
from core.statute import Status

HERE = "信访工作条例"
OF_ADMIN = "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释"
OF_CIVIL = "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释"


def at(article: int = 0, sub: int = 0, paragraph: int = 0, law: str = HERE) -> Context:
    return Context(law=law, article=article, sub=sub, paragraph=paragraph)


def short(one: Citation) -> str:
    """`law|253之1|¶|item` as the sheet writes it."""
    number = f"{one.number}之{one.sub}" if one.sub else str(one.number or one.unit_scope or "-")
    return f"{one.law}|{number}|{one.paragraph or '-'}|{one.item or '-'}"


def targets(law: str, *tails: str) -> list[str]:
    return [f"{law}|{tail}" + "|-" * (2 - tail.count("|")) for tail in tails]


SELF = at(40, law=HERE)
CTX = Context(last_law="民法典")
EXAMPLES: list[tuple[int, str, Context, list[str]]] = [
    (1, "《中华人民共和国民法典》第一千一百六十五条第一款", Context(), targets("民法典", "1165|1")),
    (2, "《民法典》第278条", Context(), targets("民法典", "278")),
    (3, "本条例第三十一条第六项", SELF, targets(HERE, "31|-|6")),
    (4, "本条例第三十一条第（六）项", SELF, targets(HERE, "31|-|6")),
    (5, "根据本法第二十条、第二十六条规定", at(30, law="监察法"), targets("监察法", "20", "26")),
    (
        6,
        "违反本条例第十条至第十四条、第十六条、第十七条、第十九条至第二十一条规定",
        SELF,
        targets(HERE, *["10", "11", "12", "13", "14", "16", "17", "19", "20", "21"]),
    ),
    (
        7,
        "不适用本法第十七条、第十八条第一款、第十九条的规定",
        at(30, law="监察法"),
        targets("监察法", "17", "18|1", "19"),
    ),
    (8, "第四十二条第一款第一项、第三项", CTX, targets("民法典", "42|1|1", "42|1|3")),
    (9, "第三十八条第一款、第二款", CTX, targets("民法典", "38|1", "38|2")),
    (10, "第十三条第二款和第三款", CTX, targets("民法典", "13|2", "13|3")),
    (11, "前款规定的期限", at(36, paragraph=2), targets(HERE, "36|1")),
    (12, "有前两款行为", at(287, 2, 3, law="刑法"), targets("刑法", "287之2|1", "287之2|2")),
    (13, "前款第二项至第五项情形", at(20, paragraph=2), targets(HERE, "20|1|2", "20|1|3", "20|1|4", "20|1|5")),
    (14, "依照前条第一款规定", at(13), targets(HERE, "12|1")),
    (15, "不符合前条第二项至第八项规定之一", at(13), targets(HERE, *(f"12|-|{n}" for n in range(2, 9)))),
    (16, "《刑法》第二百五十三条之一第一款", Context(), targets("刑法", "253之1|1")),
    (
        17,
        "第一百三十四条第一款、第一百三十五条、第一百三十五条之一、第一百三十六条",
        at(1, law="刑法"),
        targets("刑法", "134|1", "135", "135之1", "136"),
    ),
    (18, "有下列情形之一的", SELF, []),
    (19, "民法典第六百八十七条第二款但书规定", Context(), targets("民法典", "687|2")),
    (
        20,
        "《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》第一条第二款第九项",
        Context(),
        targets(OF_ADMIN, "1|2|9"),
    ),
    (21, "最高人民法院关于适用<中华人民共和国民事诉讼法>的解释 第三十二条", Context(), targets(OF_CIVIL, "32")),
    (
        22,
        "《信访工作条例》（以下简称《条例》）第二十条……《条例》第二十六条",
        Context(),
        targets("信访工作条例", "20", "26"),
    ),
    (23, "《信访条例》第二十二条", Context(), targets("信访条例", "22")),
    (24, "依据《条例》第21条、22条", Context(defined={"条例": HERE}), targets(HERE, "21", "22")),
    (25, "新修订的《治安管理处罚法》第八十八条", Context(), targets("治安管理处罚法", "88")),
    (26, "《治安管理处罚法》（2012年修正）第五十八条", Context(), targets("治安管理处罚法", "58")),
    (
        27,
        "《中华人民共和国劳动合同法》第三十条、《保障农民工工资支付条例》第三条",
        Context(),
        [*targets("劳动合同法", "30"), *targets("保障农民工工资支付条例", "3")],
    ),
    (28, "《土地管理法》第四十七条、四十八条和第六十二条第一款", Context(), targets("土地管理法", "47", "48", "62|1")),
    (29, "本法第六章、第七章的规定", at(3, law="监察法"), targets("监察法", "第六章", "第七章")),
    (30, "本条第一项至第三项规定的方法", at(10), targets(HERE, "10|-|1", "10|-|2", "10|-|3")),
    (31, "第一款规定以外的情形", at(9, paragraph=3), targets(HERE, "9|1")),
    (32, "《刑法》第114条、第115条第1款", Context(), targets("刑法", "114", "115|1")),
    (
        33,
        "《信访工作条例》第二十二条第一款第(一)至(三)项",
        Context(),
        targets("信访工作条例", "22|1|1", "22|1|2", "22|1|3"),
    ),
    (37, "第三季度第一条建议、第二项工作", Context(), []),
    (39, "根据第十九条第三款之规定,不予受理", Context(last_law=HERE), targets(HERE, "19|3")),
    (40, "《物业管理条例》第十一条第(一)、(五)项", Context(), targets("物业管理条例", "11|-|1", "11|-|5")),
    (
        41,
        "《民法典》第二百八十五条至第二百八十七条,第九百四十二条",
        Context(),
        targets("民法典", "285", "286", "287", "942"),
    ),
    (
        42,
        "《中华人民共和国行政复议法》第十一条第十一项、第二十三条第一款第三项",
        Context(),
        targets("行政复议法", "11|-|11", "23|1|3"),
    ),
]


@pytest.mark.parametrize(("number", "text", "context", "expected"), EXAMPLES, ids=[str(e[0]) for e in EXAMPLES])
def test_example(number, text, context, expected):
    found = find_citations(text, context=context)
    assert [short(one) for one in found] == expected
    assert all(text[one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("国发〔2014〕27 号、国办发[2022]12号", "document_no", ["国发〔2014〕27号", "国办发〔2022〕12号"]),
        ("国务院令第431号", "document_no", ["国务院令第431号"]),
        ("（2021）浙05民终123号", "case_no", ["（2021）浙05民终123号"]),
    ],
    ids=["34", "35", "36"],
)
def test_examples_of_numbers(text, kind, number):
    assert [(one.kind, one.document_no) for one in find_citations(text)] == [(kind, n) for n in number]


def test_example_38_a_contract_clause():
    assert [one.kind for one in find_citations("合同第十二条约定")] == ["contract_clause"]


def test_what_the_examples_say_beside_the_target():
    def first(text: str, context: Context = CTX) -> Citation:
        return find_citations(text, context=context)[0]

    assert first(EXAMPLES[18][1]).proviso
    assert first(EXAMPLES[24][1]).version_hint == "newest"
    assert first(EXAMPLES[25][1]).version_hint == "2012"
    inherited = first("根据第十九条第三款之规定,不予受理")
    assert inherited.law_kind == "inherited"
    assert inherited.confidence < 1
    assert {one.range_group for one in find_citations("《刑法》第三条至第五条、第七条")} == {0, 1}
    wrong = first("前款规定", at(9, paragraph=1))
    assert wrong.confidence < 0.5
    assert wrong.problem
    assert [one.law_kind for one in find_citations("本条例第三条", context=SELF)] == ["self"]


def _act(title: str, count: int, *, parts: dict[int, str] | None = None, **dates: object) -> ListedAct:
    texts = {(n, 0): (parts or {}).get(n, "甲。") for n in range(1, count + 1)}
    return ListedAct(title=title, articles=texts, **dates)  # type: ignore[arg-type]


SIX_ITEMS = "有关事项：\n" + "\n".join(f"（{n}）事项；" for n in "一二三四五六")
SHELF = ListedLaws(
    [
        _act("信访工作条例", 50, parts={31: SIX_ITEMS}, effective=date(2022, 5, 1)),
        _act(
            "信访条例",
            51,
            document_no="国务院令第431号",
            effective=date(2005, 5, 1),
            ended=date(2022, 5, 1),
            end_kind="repealed",
        ),
        _act(
            "中华人民共和国噪声污染防治法",
            90,
            effective=date(2022, 6, 5),
            ended=date(2026, 8, 15),
            end_kind="repealed",
        ),
        _act("中华人民共和国行政诉讼法", 103, parts={46: "第一段。\n第二段。"}, effective=date(2017, 7, 1)),
        _act(
            "中华人民共和国治安管理处罚法",
            119,
            published=date(2012, 10, 26),
            effective=date(2013, 1, 1),
            ended=date(2026, 1, 1),
            end_kind="amended",
        ),
        _act(
            "中华人民共和国治安管理处罚法",
            144,
            published=date(2025, 6, 27),
            effective=date(2026, 1, 1),
        ),
    ]
)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "verdict", "status"),
    [
        ("《信访条例》第二十二条", "resolved", Status.REPEALED),
        ("国务院令第431号", "resolved", Status.REPEALED),
        ("《噪声污染防治法》第四十三条", "resolved", Status.REPEALED),
        ("《信访工作条例》第五十一条", "no_such_article", Status.IN_FORCE),
        ("《行政诉讼法》第四十六条第五款", "no_such_paragraph", Status.IN_FORCE),
        ("《信访工作条例》第三十一条第七项", "no_such_item", Status.IN_FORCE),
        ("《信访工作条例》第三十一条第六项", "resolved", Status.IN_FORCE),
    ],
    ids=["23", "35", "43", "44", "45", "46", "3"],
)
def test_examples_in_a_library(text, verdict, status):
    (found,) = resolve(find_citations(text), SHELF, day=TODAY)
    assert (found.verdict, found.status) == (verdict, status)


def test_the_paragraph_of_the_items_is_filled_in():
    (found,) = resolve(find_citations("《信访工作条例》第三十一条第六项"), SHELF, day=TODAY)
    assert found.paragraph_resolved == 1


def test_the_edition_named_is_the_one_looked_at():
    (old,) = resolve(find_citations("《治安管理处罚法》（2012年修正）第一百二十条"), SHELF, day=TODAY)
    (new,) = resolve(find_citations("新修订的《治安管理处罚法》第一百二十条"), SHELF, day=TODAY)
    assert (old.verdict, new.verdict) == ("no_such_article", "resolved")
