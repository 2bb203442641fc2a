"""Rank of legal texts by kind, maker, number and title; local before national along the region chain."""

from __future__ import annotations

import pytest

from core.hierarchy import applies_in, chain_of, kind_of_act, place_of, rank_of


@pytest.mark.parametrize(
    ("title", "told", "kind"),
    [
        ("中华人民共和国宪法", {}, "constitution"),
        ("中华人民共和国民法典", {}, "law"),
        ("物业管理条例", {"document_no": "国务院令第379号"}, "administrative_regulation"),
        ("物业管理条例", {}, "administrative_regulation"),
        ("社会救助暂行办法", {"issuer": "国务院"}, "administrative_regulation"),
        ("监察法实施条例", {"issuer": "国家监察委员会"}, "supervision_regulation"),
        ("信访工作条例", {"issuer": "中共中央、国务院"}, "party_regulation"),
        ("信访工作条例", {"document_no": "中发〔2022〕11号"}, "party_regulation"),
        ("最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释", {}, "judicial_interpretation"),
        ("某规定", {"document_no": "法释〔2018〕1号"}, "judicial_interpretation"),
        ("机动车登记规定", {"issuer": "公安部"}, "department_rule"),
        ("关于进一步做好某事的通知", {"issuer": "住房和城乡建设部"}, "normative_document"),
        ("浙江省物业管理条例", {}, "local_regulation"),
        (
            "清河县物业服务管理办法",
            {"issuer": "清河县人民政府", "document_no": "清政发〔2024〕5号"},
            "normative_document",
        ),
        (
            "某市城市管理办法",
            {"issuer": "某市人民政府", "document_no": "某市人民政府令第12号"},
            "local_government_rule",
        ),
        ("声环境质量标准", {"document_no": "GB 3096—2008"}, "standard"),
        ("业务手册", {}, ""),
    ],
)
def test_the_kind_is_told_by_maker_number_and_title(title: str, told: dict[str, str], kind: str) -> None:
    assert kind_of_act(title, **told) == kind


def test_the_known_kind_goes_before_the_title() -> None:
    assert rank_of("城市房屋拆迁办法", kind="department_rule").number == 5
    assert rank_of("民法典").label == "法律"


def test_the_higher_text_stands_first() -> None:
    kinds = (
        "normative_document",
        "judicial_interpretation",
        "law",
        "local_regulation",
        "party_regulation",
        "constitution",
    )
    ranks = sorted((rank_of("", kind=kind) for kind in kinds), key=lambda one: one.order)
    assert [one.kind for one in ranks] == [
        "constitution",
        "law",
        "party_regulation",
        "judicial_interpretation",
        "local_regulation",
        "normative_document",
    ]


@pytest.mark.parametrize(
    "title", ["城市居民委员会组织法", "市场主体登记管理条例", "国家级自然保护区条例", "县乡道路管理办法"]
)
def test_a_national_title_names_no_place(title: str) -> None:
    assert place_of(title) == ""


def test_the_chain_of_regions() -> None:
    assert chain_of("浙江省杭州市西湖区") == ("西湖区", "杭州市", "浙江省")
    assert chain_of("浙江杭州市")[-1] == "浙江"
    assert [applies_in(of, "浙江省杭州市西湖区") for of in ("西湖区", "杭州市", "浙江", "", "江苏省")] == [
        0,
        1,
        2,
        3,
        None,
    ]
