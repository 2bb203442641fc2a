"""`law tree`: a file or act taken apart, doubtful ones listed, corrections by named persons that stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.office import open_office
from core.settings import Settings
from records.accounts import Account, add_account
from tests.casework.offices import NOW
from tests.cli.door import Told, done, give, refused

MANIFEST = """
title: 路灯政策包
issuer: 清河县人民政府
members:
  - {role: regulation, title: 清河县路灯办法, file: 办法.txt, published: 2024-03-01}
  - {role: rules, title: 关于路灯报修的意见, file: 意见.txt, published: 2024-04-01, document_no: 清政发〔2024〕8号}
"""
ACT = (
    "清河县路灯办法\n第一条 路灯由城管局管理。\n第二条 报修后三日内处理，按照\n第三条 的程序办理。\n"
    "第三条 先登记。\n第四条 再派单。\n"
)
OPINION = "关于路灯报修的意见\n一、登记\n（一）记下姓名。\n（二）记下地址。\n二、派单\n当日派单。\n"


BY = ("--as", "法律顾问")


@pytest.fixture
def package(office: Path, tmp_path: Path) -> Path:
    opened = open_office(Settings(home=office))
    with opened.database.write() as tx:
        add_account(tx, Account(name=BY[1], role="legal_adviser", password_hash="", created_at=NOW))
    opened.close()
    folder = tmp_path / "deng"
    folder.mkdir()
    (folder / "package.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "办法.txt").write_text(ACT, encoding="utf-8")
    (folder / "意见.txt").write_text(OPINION, encoding="utf-8")
    ingest(office, folder)
    return folder


def ingest(office: Path, folder: Path) -> Told:
    return give("ingest", "policies", folder, "--no-wait", "--json", home=office)


def test_a_file_is_shown_as_a_tree(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    file.write_text(ACT.replace("第四条", "第六条"), encoding="utf-8")
    told = done("law", "tree", file, "--json", home=office).json
    assert (told["form"], told["counts"]["条"]) == ("articles", 4)
    assert [one["kind"] for one in told["oddities"]] == ["gap"]
    shown = done("law", "tree", file, "--correct", "6=join", home=office)
    assert "条 3" in shown.out
    refused(give("law", "tree", file, "--correct", "6=weg", home=office), "更正“6=weg”读不懂")
    refused(give("law", "tree", "没有这部法", home=office), "库中没有“没有这部法”")


def test_rules_numbered_without_articles_go_in_clause_by_clause(office: Path, package: Path) -> None:
    told = done("law", "tree", "清政发〔2024〕8号", "--json", home=office).json
    assert told["form"] == "clauses"
    assert [one["label"] for one in told["clauses"]] == ["一", "一（一）", "一（二）", "二"]
    shown = done("law", "show", "article:关于路灯报修的意见:0-2", "--json", home=office).json
    assert shown["article"]["text"] == "（一）记下姓名。"
    for cited in ("《关于路灯报修的意见》一（二）", "《意见》（清政发〔2024〕8号）第一部分第（二）项"):
        (clause,) = done("law", "show", cited, "--json", home=office).json
        assert clause["text"] == "（二）记下地址。"
        assert clause["citation"] == "《关于路灯报修的意见》（清政发〔2024〕8号）第一部分第（二）项"


def test_a_correction_stays_when_the_package_is_read_again(office: Path, package: Path) -> None:
    def third() -> str:
        return str(done("law", "show", "article:清河县路灯办法:3", "--json", home=office).json["article"]["text"])

    assert third() == "先登记。"
    refused(give("law", "tree", "清河县路灯办法", "--correct", "6=join", home=office), "具名")
    corrected = done("law", "tree", "清河县路灯办法", "--correct", "6=join", *BY, "--json", home=office).json
    assert [one["action"] for one in corrected["corrections"]] == ["join"]
    assert third() == "先登记。\n第四条 再派单。"
    (package / "办法.txt").write_text("（2024年3月1日公布）\n" + ACT, encoding="utf-8")
    ingest(office, package)
    assert third() == "先登记。\n第四条 再派单。"
    refused(give("law", "tree", "清河县路灯办法", "--undo", "7", home=office), "具名")
    done("law", "tree", "清河县路灯办法", "--undo", "7", *BY, home=office)
    assert third() == "先登记。"


def test_doubtful_splits_are_listed(office: Path, package: Path) -> None:
    assert "没有可疑的拆分" in done("law", "tree", home=office).out
    (package / "办法.txt").write_text(ACT.replace("第四条", "第九条"), encoding="utf-8")
    ingest(office, package)
    (row,) = done("law", "tree", "--json", home=office).json
    assert row["document"] == "package:deng/办法.txt"
    assert "缺第四条至第八条" in row["first"]
