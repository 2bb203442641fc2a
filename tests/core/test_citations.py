import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.citations import article_label, find_citations
from core.numerals import to_chinese


def read(text: str) -> list[tuple[str, int, int, int, int]]:
    return [(c.law, c.number, c.sub, c.paragraph, c.item) for c in find_citations(text) if c.kind in {"named", "alias"}]


def law(name: str, *targets: tuple[int, ...]) -> list[tuple[str, int, int, int, int]]:
    return [(name, *t, *(0,) * (4 - len(t))) for t in targets]


OF_ADMIN = "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释"
OF_CIVIL = "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《中华人民共和国民法典》第一千一百六十五条第一款", law("民法典", (1165, 0, 1))),
        ("《民法典》第278条", law("民法典", (278,))),
        ("民法典第二百七十八条", law("民法典", (278,))),
        (
            "违反《信访工作条例》第十条至第十四条、第十六条、第十七条、第十九条至第二十一条规定",
            law("信访工作条例", *((n,) for n in (10, 11, 12, 13, 14, 16, 17, 19, 20, 21))),
        ),
        ("不适用《监察法》第十七条、第十八条第一款、第十九条的规定", law("监察法", (17,), (18, 0, 1), (19,))),
        ("《民法典》第四十二条第一款第一项、第三项", law("民法典", (42, 0, 1, 1), (42, 0, 1, 3))),
        ("《民法典》第三十八条第一款、第二款", law("民法典", (38, 0, 1), (38, 0, 2))),
        ("《民法典》第十三条第二款和第三款", law("民法典", (13, 0, 2), (13, 0, 3))),
        ("《刑法》第二百五十三条之一第一款", law("刑法", (253, 1, 1))),
        (
            "《刑法》第一百三十四条第一款、第一百三十五条、第一百三十五条之一、第一百三十六条",
            law("刑法", (134, 0, 1), (135,), (135, 1), (136,)),
        ),
        ("有下列情形之一的", []),
        ("民法典第六百八十七条第二款但书规定", law("民法典", (687, 0, 2))),
        (f"《{OF_ADMIN}》第一条第二款第九项", law(OF_ADMIN, (1, 0, 2, 9))),
        ("最高人民法院关于适用<中华人民共和国民事诉讼法>的解释 第三十二条", law(OF_CIVIL, (32,))),
        ("民诉法解释第三十二条", law(OF_CIVIL, (32,))),
        (
            "《信访工作条例》（以下简称《条例》）第二十条……《条例》第二十六条",
            law("信访工作条例", (20,), (26,)),
        ),
        ("《信访条例》第二十二条", law("信访条例", (22,))),
        (
            "《信访工作条例》（以下简称“条例”）规定在先。依据条例第21条、22条",
            law("信访工作条例", (0,), (21,), (22,)),
        ),
        ("新修订的《治安管理处罚法》第八十八条", law("治安管理处罚法", (88,))),
        ("《治安管理处罚法》（2012年修正）第五十八条", law("治安管理处罚法", (58,))),
        (
            "《中华人民共和国劳动合同法》第三十条、《保障农民工工资支付条例》第三条",
            law("劳动合同法", (30,)) + law("保障农民工工资支付条例", (3,)),
        ),
        ("《土地管理法》第四十七条、四十八条和第六十二条第一款", law("土地管理法", (47,), (48,), (62, 0, 1))),
        ("《刑法》第114条、第115条第1款", law("刑法", (114,), (115, 0, 1))),
        ("《刑法》第１１４条", law("刑法", (114,))),
        (
            "《信访工作条例》第二十二条第一款第(一)至(三)项",
            law("信访工作条例", (22, 0, 1, 1), (22, 0, 1, 2), (22, 0, 1, 3)),
        ),
        ("第三季度第一条建议、第二项工作", []),
        ("《物业管理条例》第十一条第(一)、(五)项", law("物业管理条例", (11, 0, 0, 1), (11, 0, 0, 5))),
        (
            "《民法典》第二百八十五条至第二百八十七条,第九百四十二条",
            law("民法典", (285,), (286,), (287,), (942,)),
        ),
        (
            "《中华人民共和国行政复议法》第十一条第十一项、第二十三条第一款第三项",
            law("行政复议法", (11, 0, 0, 11), (23, 0, 1, 3)),
        ),
        ("《信访工作条例》第 三十一 条第（六）项", law("信访工作条例", (31, 0, 0, 6))),
        ("《信访工作条例》第三十一条第二项至第五项", law("信访工作条例", *((31, 0, 0, n) for n in (2, 3, 4, 5)))),
        ("《土地管理法》第四十七条规定了程序，第四十八条规定了补偿。第九条另说", law("土地管理法", (47,), (48,))),
        ("调解仲裁法第五条", []),
    ],
)
def test_citations_of_law(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("国发〔2014〕27 号", "document_no", "国发〔2014〕27号"),
        ("根据国办发[2022]12号文件", "document_no", "国办发〔2022〕12号"),
        ("见国信发（2022）011号", "document_no", "国信发〔2022〕11号"),
        ("国务院令第431号", "document_no", "国务院令第431号"),
        ("主席令第五十七号", "document_no", "主席令第57号"),
        ("[2005]行立他字第4号", "document_no", "〔2005〕行立他字第4号"),
        ("（2021）浙05民终123号", "case_no", "（2021）浙05民终123号"),
        ("GB 3096—2008", "standard", "GB3096—2008"),
        ("执行GB/T 12345标准", "standard", "GB/T12345"),
    ],
)
def test_numbers_of_documents_cases_and_standards(text, kind, number):
    assert [(c.kind, c.document_no) for c in find_citations(text)] == [(kind, number)]


def test_a_contract_clause_is_no_law():
    assert [(c.kind, c.number) for c in find_citations("合同第十二条约定")] == [("contract_clause", 12)]
    assert read("《商品房买卖合同》第十二条") == []


def test_a_column_is_no_law():
    assert [c.kind for c in find_citations("《民声在线》栏目")] == ["column"]


def test_titles_of_the_offices_own_documents_are_read_without_marks():
    assert read("清河县物业管理办法第三条") == []
    found = find_citations("按清河县物业管理办法第三条", ["清河县物业管理办法"])
    assert [(c.law, c.number) for c in found] == [("清河县物业管理办法", 3)]


def test_quotes_are_what_stands_in_the_text():
    text = "依据《物业管理条例》第十一条、第三十五条第二款，及国办发〔2022〕12号。"
    for citation in find_citations(text):
        assert text[citation.start : citation.end] == citation.quote
    assert [c.label for c in find_citations(text)] == [
        "《物业管理条例》第十一条",
        "《物业管理条例》第三十五条第二款",
        "国办发〔2022〕12号",
    ]


def test_article_labels():
    assert article_label(35, 1) == "第三十五条之一"
    assert article_label(110) == "第一百一十条"


@given(st.integers(1, 9999), st.integers(0, 9))
def test_every_article_number_is_found_in_both_writings(number, sub):
    tail = f"之{to_chinese(sub)}" if sub else ""
    assert read(f"《民法典》第{to_chinese(number)}条{tail}规定") == law("民法典", (number, sub))
    assert read(f"《民法典》第{number}条{tail}规定") == law("民法典", (number, sub))


@given(st.text(alphabet=st.sampled_from(list("《》第条款项一十百（）〔〕2021号、至之合同民法典GB ")), max_size=40))
def test_noise_never_breaks_the_reader(text):
    for citation in find_citations(text):
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("西地省实施《物业管理条例》办法第十四条", law("西地省实施〈物业管理条例〉办法", (14,))),
        ("关于适用《中华人民共和国合同法》若干问题的解释（二）第七条", None),
        ("<<物业管理条例>>第15条、【公务员法】第十三条", law("物业管理条例", (15,)) + law("公务员法", (13,))),
        ("〈民法典〉第三条、「民法典」第四条、『民法典』第五条", law("民法典", (3,), (4,), (5,))),
        ("《物业管理条例》已施行。该条例第二条说得很清楚", law("物业管理条例", (0,), (2,))),
        ("民法典1043", law("民法典", (1043,))),
        ("民法典1043条第二款", law("民法典", (1043, 0, 2))),
        ("《民法典》第三、四条", law("民法典", (3,), (4,))),
        ("民法典１０４３、民法典第1043", law("民法典", (1043,), (1043,))),
        ("巜信访条例》第21条第1款第1项", law("信访条例", (21, 0, 1, 1))),
        ("《合同法》关于格式合同的规定第十七条", law("合同法", (0,), (17,))),
    ],
)
def test_more_writings(text, expected):
    found = read(text)
    if expected is None:
        assert len(found) == 1
        assert found[0][0] not in ("合同法", "")
    else:
        assert found == expected
