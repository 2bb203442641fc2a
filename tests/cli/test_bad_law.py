"""Policy packages, article tables, names and time lines with faults: said in words, and nothing of them is stored."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from tests.cli.door import Told, count, give, records, refused, set_aside

MANIFEST = """
title: 路灯管理政策包
issuer: 清河县人民政府
members:
  - role: regulation
    title: 清河县路灯管理办法
    file: 办法.txt
    published: 2024-03-01
    effective: 2024-05-01
"""
ARTICLES = "第一条 路灯由城管局管理。\n第二条 报修应当在三日内处理。\n第三条 自2024年5月1日起施行。\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "ludeng"
    folder.mkdir()
    (folder / "package.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "办法.txt").write_text(ARTICLES, encoding="utf-8")
    return folder


def policies(home: Path, *folders: Path) -> Told:
    return give("ingest", "policies", *folders, "--no-wait", "--json", home=home)


def unchanged(home: Path, told: Told, before: dict[str, str], *words: str) -> None:
    refused(told, *words)
    assert records(home) == before, "nothing half done"


def test_a_package_without_its_manifest(made: Path, package: Path, tmp_path: Path) -> None:
    before = records(made)
    (package / "package.yaml").unlink()
    unchanged(made, policies(made, package), before, "文件夹 ludeng 里没有 package.yaml", "members")
    unchanged(made, policies(made, tmp_path / "没有"), before, "找不到政策包文件夹", "没有")
    unchanged(made, policies(made, package / "办法.txt"), before, "找不到政策包文件夹")


FAULTS = {
    "缺文件": ("file: 办法.txt", "file: 缺.docx", ["第 1 个成员的文件“缺.docx”不存在", "文件夹里有：办法.txt"]),
    "外面的文件": ("file: 办法.txt", "file: ../../etc/passwd", ["不在政策包文件夹里"]),
    "夹": ("file: 办法.txt", "file: .", ["不在政策包文件夹里"]),
    "不认识的角色": ("role: regulation", "role: faq", ["第 1 个成员的 role“faq”不认识", "regulation（法规）"]),
    "没有成员": ("members:", "member:", ["没有写成员（members）", "例如"]),
    "写法": ("members:", "members: [", ["package.yaml", "YAML 写法有误", "缩进"]),
    "不是表": (MANIFEST, "- 一\n- 二\n", ["不是“名称: 值”的形式"]),
    "日期": ("effective: 2024-05-01", "effective: 2024-02-30", ["effective 的日期“2024-02-30”读不懂", "2026-01-15"]),
    "没有标题": ("title: 路灯管理政策包", "titel: 路灯", ["缺少 title"]),
    "成员是文字": ("  - role: regulation", "  - 办法.txt\n  - role: regulation", ["第 1 个成员写法有误"]),
    "怪字符": ("title: 路灯管理政策包", "title: 路灯\x00", ["YAML 写法有误"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_manifest_at_fault(made: Path, package: Path, fault: str) -> None:
    old, new, words = FAULTS[fault]
    assert old in MANIFEST
    before = records(made)
    (package / "package.yaml").write_text(MANIFEST.replace(old, new), encoding="utf-8")
    unchanged(made, policies(made, package), before, *words)


def test_a_manifest_in_another_encoding(made: Path, package: Path) -> None:
    before = records(made)
    (package / "package.yaml").write_bytes(MANIFEST.encode("gb18030"))
    unchanged(made, policies(made, package), before, "package.yaml", "UTF-8")


def test_one_broken_package_among_sound_ones_stops_all(made: Path, package: Path) -> None:
    before = records(made)
    other = package.parent / "zzz"
    other.mkdir()
    (other / "package.yaml").write_text("title: 坏\nmembers: [{role: qa, title: 问, file: 缺.md}]", encoding="utf-8")
    unchanged(made, policies(made, package.parent), before, "缺.md")


def test_an_article_number_that_stands_twice(made: Path, package: Path) -> None:
    before = records(made)
    (package / "办法.txt").write_text(ARTICLES.replace("第三条", "第二条"), encoding="utf-8")
    unchanged(made, policies(made, package), before, "文件 办法.txt", "第二条出现了两次：第 2 行和第 3 行", "两部法规")


def test_a_gap_in_the_article_numbers_is_something_to_look_at(office: Path, package: Path) -> None:
    (package / "办法.txt").write_text(ARTICLES.replace("第三条", "第六条"), encoding="utf-8")
    told = policies(office, package)
    assert told.code == 1, "all of it goes in, and a person should look"
    assert told.json["articles"] == 3
    assert told.json["notes"] == ["办法.txt：条文不连续：缺第三条至第五条（第 3 行是第六条）"]
    said = give("ingest", "policies", package, "--no-wait", home=office)
    assert said.code == 1 and "缺第三条至第五条" in said.out


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("办法.txt", b"", "文件是空的"),
        ("办法.txt", "没有条文的文件\n".encode(), "没有找到“第一条”这样的条文"),
        ("办法.txt", ARTICLES.encode() + b"\xff\xff\n", "既不是 UTF-8 也不是 GB18030"),
        ("办法.docx", b"nothing of the kind", "不是有效的 docx"),
        ("办法.docx", b"", "不是有效的 docx"),
        ("办法.pdf", b"nothing of the kind", "PDF 打不开"),
        ("办法.html", b"<html></html>", "网页里没有正文"),
        ("办法.doc", b"x", "不认识的文件类型“.doc”"),
    ],
)
def test_a_member_that_cannot_be_read(made: Path, package: Path, name: str, content: bytes, words: str) -> None:
    before = records(made)
    (package / "package.yaml").write_text(MANIFEST.replace("办法.txt", name), encoding="utf-8")
    (package / name).write_bytes(content)
    unchanged(made, policies(made, package), before, f"文件 {name}", words)


def test_a_pdf_without_text(made: Path, package: Path) -> None:
    before = records(made)
    picture = canvas.Canvas(str(package / "扫描.pdf"))
    picture.rect(50, 50, 400, 600, fill=1)
    picture.save()
    (package / "package.yaml").write_text(MANIFEST.replace("办法.txt", "扫描.pdf"), encoding="utf-8")
    unchanged(made, policies(made, package), before, "扫描.pdf", "PDF 里没有文字，可能是扫描件", "先做文字识别")


def test_nul_and_surrogates_in_a_member(office: Path, package: Path) -> None:
    (package / "办法.txt").write_text(ARTICLES.replace("路灯", "路\x00灯"), encoding="utf-8")
    assert policies(office, package).json["new"] == 1
    shown = give("law", "show", "article:清河县路灯管理办法:1", "--json", home=office)
    assert shown.json["article"]["text"] == "路灯由城管局管理。"


def test_an_article_of_a_named_edition_is_shown_in_its_own_words(office: Path, package: Path) -> None:
    assert policies(office, package).json["new"] == 1
    newer = package.parent / "新版"
    newer.mkdir()
    (newer / "办法.txt").write_text(ARTICLES.replace("城管局", "住建局"), encoding="utf-8")
    dated = re.sub(r"\d{4}-(\d\d-\d\d)", r"2026-\1", MANIFEST)
    (newer / "package.yaml").write_text(dated, encoding="utf-8")
    assert policies(office, newer).json["new"] == 1
    year = re.findall(r"published: (\d{4})", MANIFEST)[0]
    shown = give("law", "show", f"《清河县路灯管理办法》（{year}年公布）第一条", "--json", home=office).json
    assert shown["article"]["text"] == "路灯由城管局管理。"
    assert (shown["version"]["published"][:4], shown["status"]) == (year, "已修改")
    today = give("law", "show", "清河县路灯管理办法第一条", "--json", home=office).json
    assert (today["article"]["text"], today["status"]) == ("路灯由住建局管理。", "现行有效")


def table(tmp_path: Path, *rows: object) -> Path:
    file = tmp_path / "条文.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def articles(home: Path, file: Path, *more: object) -> Told:
    return give("ingest", "articles", file, *more, "--no-wait", "--json", home=home)


def row(article: str, text: str = "甲。", **more: str) -> dict[str, str]:
    return {"law": "清河县路灯管理条例", "article": article, "text": text} | more


def test_article_rows_at_fault_are_set_aside(office: Path, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        row("第一条"),
        row("第二条"),
        row("第二条", "另一段文字。"),
        row("第x条"),
        row("第1百条"),
        row("第三条", ""),
        {"article": "第一条", "text": "无名"},
        {"law": "\ud800", "article": "第一条", "text": "\x00"},
    )
    told = articles(office, file)
    lines = set_aside(told, "第二条出现了两次，文字不同", "没有条文内容", "没有法规名称")
    assert len(lines) == 6 and told.json["articles"] == 2
    assert [line.split(",")[1] for line in lines] == ["3", "4", "5", "6", "7", "8"]


def test_a_gap_in_an_article_table_is_reported(office: Path, tmp_path: Path) -> None:
    told = articles(office, table(tmp_path, row("第一条"), row("第二条"), row("第五条")))
    assert told.code == 1 and told.json["articles"] == 3
    assert any("清河县路灯管理条例" in note and "缺第三条至第四条" in note for note in told.json["notes"]), told.json


def test_a_table_that_holds_no_articles(made: Path, tmp_path: Path) -> None:
    before = records(made)
    unchanged(
        made, articles(made, table(tmp_path, {"名称": "甲", "内容": "乙"})), before, "没有一行是法条", '"article"'
    )
    unchanged(made, articles(made, tmp_path / "没有.jsonl"), before, "找不到文件")
    (tmp_path / "空.jsonl").write_bytes(b"")
    unchanged(made, articles(made, tmp_path / "空.jsonl"), before, "文件是空的")
    good, acts = table(tmp_path, row("第一条")), tmp_path / "目录.jsonl"
    acts.write_text('{"name": "x"}\n', encoding="utf-8")
    unchanged(made, articles(made, good, "--regulations", acts), before, "不是法规目录", "title")


NAMES = {
    "不是表": ("- 一\n", ["名录应是“名称: 值”的形式"]),
    "写法": ("units: [\n", ["名录读不懂"]),
    "单位缺代码": ("units: [{name: 县路灯所}]\n", ["units", "code"]),
    "单位不是表": ("units: [县路灯所]\n", ["units"]),
    "改名日期": ("renames: [{code: A, old: 乙, since: 2026-02-30}]\n", ["2026-02-30", "2025-04-01"]),
    "改名缺日期": ("renames: [{code: A, old: 乙}]\n", ["renames", "since"]),
    "乡镇缺名": ("townships: [{code: '1'}]\n", ["townships", "name"]),
    "小区是文字": ("estate: 锦澜华府\n", ["estate"]),
    "空行": ("estate: [[]]\n", ["estate"]),
}


@pytest.mark.parametrize("fault", NAMES)
def test_a_list_of_names_at_fault(made: Path, tmp_path: Path, fault: str) -> None:
    text, words = NAMES[fault]
    before = records(made)
    file = tmp_path / "名录.yaml"
    file.write_text(text, encoding="utf-8")
    unchanged(made, give("ingest", "names", file, home=made), before, "名录.yaml", *words)


def test_no_list_of_names(made: Path, tmp_path: Path) -> None:
    before = records(made)
    unchanged(made, give("ingest", "names", tmp_path / "没有.yaml", home=made), before, "没有.yaml")
    (tmp_path / "乱.yaml").write_bytes(b"\xff\xfe\x00")
    unchanged(made, give("ingest", "names", tmp_path / "乱.yaml", home=made), before, "乱.yaml", "名录读不懂")


def test_time_lines_at_fault(office: Path, tmp_path: Path) -> None:
    before, steps = records(office), count(office, "handling_event")
    file = tmp_path / "环节.csv"

    def history(text: str) -> Told:
        file.write_text(text, encoding="utf-8")
        return give("ingest", "history", file, "--source", "来信", "--json", home=office)

    unchanged(office, history(""), before, "文件是空的")
    unchanged(office, history("信访编号,环节\n1,登记\n"), before, "办理过程表缺少“时间”列", "信访编号、时间、环节")
    good = "QM20241201000,2026-01-01,答复,青湄县信访局,\n"
    bad = "QM20241201000,2026-02-30,答复,,\nQM20241201000,2026-01-02,飞行,,\n没有这件,2026-01-02,答复,,\n"
    lines = set_aside(
        history("信访编号,时间,环节,单位,说明\n" + good + bad), "2026-02-30", "“飞行”不认识", "没有这件信访件"
    )
    assert len(lines) == 3 and count(office, "handling_event") == steps + 1
