"""Dates, repeal clauses and terms of validity as they stand in headers, articles and decisions (domain 8.7)."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.act_header import header_of
from ingest.acts import Act, ActArticle
from ingest.repeals import repeals_of, term_in
from ingest.version_dates import amendment_starts, start_of


def an_act(*texts: str, title: str = "河道法", **told: object) -> Act:
    articles = tuple(ActArticle(place, 0, text) for place, text in enumerate(texts, 1))
    return Act(title=title, doc_id="d", articles=articles, **told)  # type: ignore[arg-type]


def test_header_lines() -> None:
    first = header_of(
        "河道条例\n（2005年1月5日国务院第76次常务会议通过　2005年1月10日中华人民共和国国务院令第431号公布　"
        "自2005年5月1日起施行）"
    )
    assert [(one.deed, str(one.on)) for one in first.made] == [("adopted", "2005-01-05"), ("published", "2005-01-10")]
    assert (first.document_no, first.begins) == ("国务院令第431号", date(2005, 5, 1))
    amended = header_of(
        "（1994年7月5日 第八届全国人大常委会第八次会议通过　根据2018年12月29日第十三届会议"
        "《关于修改〈中华人民共和国河道法〉等七部法律的决定》第二次修正）"
    )
    assert amended.partly_amended and amended.begins is None
    assert amended.last("amended") is not None and str(amended.adopted.on if amended.adopted else "") == "2018-12-29"
    revised = header_of("（2007年5月29日国务院令第499号公布　2026年4月29日中华人民共和国国务院令第836号修订）")
    assert not revised.partly_amended and revised.document_no == "国务院令第836号"
    assert str(revised.adopted.on if revised.adopted else "") == "2026-04-29"
    assert header_of("2022年1月24日 中共中央政治局会议审议批准\n2022年2月25日 中共中央、国务院发布").first_published
    assert header_of("").made == ()


@pytest.mark.parametrize(
    ("texts", "told", "start", "why"),
    [
        (("自二〇二二年五月一日起施行。",), {"published": date(2022, 2, 25)}, "2022-05-01", "末条"),
        (("本办法自公布之日起施行。",), {"published": date(2011, 1, 21)}, "2011-01-21", "末条"),
        (("本办法自印发之日起施行。",), {"published": date(2011, 1, 21)}, "2011-01-21", "末条"),
        (("本规定自公布之日起三十日后施行。",), {"published": date(2011, 1, 1)}, "2011-01-31", "末条"),
        (("自1995年1月1日起施行。",), {"published": date(2018, 12, 29)}, "2018-12-29", "没有施行日期"),
        (
            ("自1995年1月1日起施行。",),
            {"published": date(2018, 12, 29), "effective": date(1995, 1, 1)},
            "2018-12-29",
            "早于公布日期",
        ),
        (("甲。",), {"published": date(2020, 1, 1), "effective": date(2020, 3, 1)}, "2020-03-01", ""),
    ],
)
def test_where_the_start_stands(texts: tuple[str, ...], told: dict[str, date], start: str, why: str) -> None:
    found = start_of(an_act(*texts, **told), {})
    assert str(found.on) == start and why in found.why


def test_the_amending_decision_dates_the_amended_version() -> None:
    header = "（2009年2月28日会议通过　根据2025年9月12日会议《关于修改〈中华人民共和国河道法〉等二部法律的决定》修正）"
    act = an_act("自2009年6月1日起施行。", published=date(2025, 9, 12), effective=date(2009, 6, 1), preamble=header)
    decision = Act(
        title="全国人民代表大会常务委员会关于修改《中华人民共和国河道法》等二部法律的决定",
        doc_id="x",
        published=date(2025, 9, 12),
        effective=date(2025, 12, 1),
    )
    found = start_of(act, amendment_starts([act, decision]))
    assert found.on == date(2025, 12, 1)
    told = {(one.origin, one.value) for one in found.readings if one.field == "effective"}
    assert told == {("source", "2009-06-01"), ("amendment", "2025-12-01"), ("text", "2009-06-01")}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "本法自2021年1月1日起施行。《婚姻法》、《中华人民共和国继承法》、《民法通则》同时废止。",
            ["婚姻法", "继承法", "民法通则"],
        ),
        ("2001年6月13日国务院公布的《城市房屋拆迁管理条例》同时废止。", ["城市房屋拆迁管理条例"]),
        ("《甲办法》（法释〔2013〕15号）、1998年发布的《乙办法》同时废止。", ["甲办法", "乙办法"]),
        ("《森林防火条例》和《草原防火条例》同时废止。", ["森林防火条例", "草原防火条例"]),
        ("《反倾销和反补贴条例》中关于反补贴的规定同时废止。", []),
        ("《甲办法》第三条、第五条同时废止。", []),
        ("《甲办法》有关规定与本办法不一致的同时废止。", []),
        ("根据《甲法》制定的《乙办法》同时废止。", ["乙办法"]),
        ("1989年发布的《河道法》同时废止。", []),
        ("违反《甲法》的，依法处罚。", []),
    ],
)
def test_whole_acts_that_a_sentence_ends(text: str, titles: list[str]) -> None:
    assert [one.title for one in repeals_of(an_act("甲。", text), date(2021, 1, 1))] == titles


def test_a_repeal_takes_the_day_its_text_names() -> None:
    act = an_act("本法自2015年10月1日起施行，《甲法》同时废止。")
    (repeal,) = repeals_of(act, date(2018, 12, 29))
    assert (repeal.on, repeal.follows, repeal.place) == (date(2015, 10, 1), False, "第一条")
    (own,) = repeals_of(an_act("《甲办法》自2020年1月1日起废止。"), date(2018, 12, 29))
    assert own.on == date(2020, 1, 1)


def test_the_list_of_a_decision() -> None:
    text = (
        "国务院关于修改和废止部分行政法规的决定\n一、对14部行政法规的部分条款予以修改。（附件1）\n"
        "二、对6部行政法规予以废止。（附件2）\n附件1\n国务院决定修改的行政法规\n"
        "一、将《外商投资规定》第二条修改为“甲”。\n附件2\n国务院决定废止的行政法规\n"
        "五、国有企业监事会暂行条例（2000年3月15日中华人民共和国国务院令第283号发布）\n"
        "六、信访条例（2005年1月10日中华人民共和国国务院令第431号公布）"
    )
    act = Act(title="国务院关于修改和废止部分行政法规的决定", doc_id="x", preamble=text)
    found = repeals_of(act, date(2022, 5, 1))
    assert [(one.title, one.on) for one in found] == [
        ("国有企业监事会暂行条例", date(2022, 5, 1)),
        ("信访条例", date(2022, 5, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("本办法自2024年5月1日起施行，有效期五年。", "2029-05-01"),
        ("本通知自印发之日起执行，有效期为2年。", "2026-05-01"),
        ("本办法自2024年5月1日起施行，有效期至2027年12月31日。", "2028-01-01"),
        ("本规定有效期限为三年。", "2027-05-01"),
        ("本办法自2024年5月1日起试行，试行期一年。", None),
        ("许可证有效期为五年。", None),
        ("本办法自2024年5月1日起施行。", None),
    ],
)
def test_terms_of_validity(text: str, ended: str | None) -> None:
    found = term_in(text, date(2024, 5, 1))
    assert (str(found.ended) if found else None) == ended


def test_a_term_from_the_last_day_of_february() -> None:
    found = term_in("本办法自2024年2月29日起施行，有效期一年。", date(2024, 2, 29))
    assert found is not None and found.ended == date(2025, 2, 28)
