from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen import canvas

from core.errors import PackageError
from core.statute import Status
from core.viewer import WORKER
from ingest.petitions import Desk
from ingest.policies import ingest_policies, package_folders, policy_changes
from ingest.texts import document_lines
from records.law import regulation
from records.law_on_a_day import article_on, current_version, versions
from records.law_sheet import law_conflicts
from records.link_reading import links_of
from records.packages import package, packages
from tests.ingest.documents import LINES, write_all

MANIFEST = """
title: 物业服务政策包
issuer: 清河县人民政府
region: 清河县
published: 2024-03-01
replaces: [old-rules]
members:
  - {role: notice, title: 关于印发办法的通知, file: 通知.txt, document_no: 清政发〔2024〕5号}
  - role: regulation
    title: 清河县物业服务管理办法
    short_titles: [物业办法]
    file: 办法.docx
    kind: 规范性文件
    document_no: 清政发〔2024〕5号
    region: 清河县
    published: 2024-03-01
    effective: 2024-05-01
    replaces: [清河县物业管理暂行办法]
  - {role: qa, title: 问答, file: 问答.md, text: digest, public: false}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "packages" / "wuye"
    found.mkdir(parents=True)
    write_all(found)
    (found / "package.yaml").write_text(MANIFEST, encoding="utf-8")
    (found / "通知.txt").write_text(
        "关于印发《清河县物业服务管理办法》的通知\n各镇街道：\n现予印发。", encoding="utf-8"
    )
    (found / "问答.md").write_text("# 问答\n问：何时施行？\n答：五月一日。", encoding="utf-8")
    return found


def test_a_package_is_one_unit_with_roles_dates_and_versions(desk: Desk, folder: Path, now: datetime) -> None:
    report = ingest_policies(desk.database, [folder], now=now)
    assert (report.new, report.articles, report.notes) == (1, 6, ())
    assert ingest_policies(desk.database, [folder.parent], now=now).same == 1
    with desk.database.read() as tx:
        found = package(tx, "package:wuye")
        assert [(m.role, m.public, m.text_kind) for m in found.members] == [
            ("notice", True, "full"),
            ("regulation", True, "full"),
            ("qa", False, "digest"),
        ]
        assert found.replaces == ("package:old-rules",)
        text, version, status = article_on(tx, "article:清河县物业服务管理办法:3-1", date(2024, 5, 1)) or pytest.fail(
            "absent"
        )
        assert text.path == "第二章 业主和业主大会 › 第一节 业主" and status is Status.IN_FORCE
        assert version.document_no == "清政发〔2024〕5号"
        assert current_version(tx, version.regulation_id, date(2024, 4, 30)) is None
        kinds = {(one.kind, one.target) for one in links_of(tx, WORKER, [version.regulation_id, "package:wuye"])}
        assert ("replaces", "regulation:清河县物业管理暂行办法") in kinds
        assert ("contains", version.regulation_id) in kinds


def test_what_it_replaces_ends_when_it_starts(desk: Desk, folder: Path, now: datetime) -> None:
    old = folder.parent / "old-rules"
    old.mkdir()
    (old / "旧.txt").write_text("第一条 旧规定。\n第二条 自2010年1月1日起施行。", encoding="utf-8")
    (old / "package.yaml").write_text(
        "title: 旧办法\nmembers:\n"
        "  - {role: regulation, title: 清河县物业管理暂行办法, file: 旧.txt, published: 2009-12-01}",
        encoding="utf-8",
    )
    assert package_folders([folder.parent]) == [old, folder]
    ingest_policies(desk.database, [folder.parent], now=now)
    with desk.database.read() as tx:
        (version,) = versions(tx, "regulation:清河县物业管理暂行办法")
    assert version.effective == date(2010, 1, 1)
    assert version.status_on(date(2024, 4, 30)) is Status.IN_FORCE
    assert version.status_on(date(2024, 5, 1)) is Status.REPEALED


def refused(desk: Desk, folder: Path, now: datetime) -> str:
    with pytest.raises(PackageError) as caught:
        ingest_policies(desk.database, [folder], now=now)
    assert caught.value.hint
    with desk.database.read() as tx:
        assert packages(tx) == [], "nothing half done"
    return str(caught.value)


def test_a_package_without_its_manifest(desk: Desk, folder: Path, now: datetime) -> None:
    (folder / "package.yaml").unlink()
    assert "文件夹 wuye 里没有 package.yaml" in refused(desk, folder, now)
    assert "找不到政策包文件夹" in refused(desk, folder / "没有", now)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("办法.docx", "缺.docx", "第 2 个成员的文件“缺.docx”不存在"),
        ("办法.docx", "../../etc/passwd", "不在政策包文件夹里"),
        ("role: qa", "role: faq", "第 3 个成员的 role“faq”不认识"),
        ("text: digest", "text: 摘要", "第 3 个成员的 text“摘要”不认识"),
        ("title: 物业服务政策包", "titel: 物业", "缺少 title"),
        ("published: 2024-03-01\nreplaces", "published: 2024-02-30\nreplaces", "published 的日期“2024-02-30”读不懂"),
        ("members:", "members: [", "YAML 写法有误"),
        (
            "role: qa, title: 问答, file: 问答.md",
            "role: rules, title: 问答, file: 问答.md",
            "没有找到“第一条”这样的条文",
        ),
    ],
)
def test_a_manifest_at_fault(desk: Desk, folder: Path, now: datetime, *, old: str, new: str, words: str) -> None:
    text = MANIFEST.replace(old, new)
    assert text != MANIFEST
    (folder / "package.yaml").write_text(text, encoding="utf-8")
    assert words in refused(desk, folder, now)


def test_a_manifest_without_members(desk: Desk, folder: Path, now: datetime) -> None:
    (folder / "package.yaml").write_text("title: 空包\n", encoding="utf-8")
    assert "没有写成员" in refused(desk, folder, now)


def rewrite(folder: Path, lines: list[str]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "办法.docx"))


def test_an_article_number_that_stands_twice(desk: Desk, folder: Path, now: datetime) -> None:
    rewrite(folder, ["第一条 甲。", "第二条 乙。", "第二条 丙。", "第三条 丁。"])
    assert "第二条出现了两次：第 2 行和第 3 行" in refused(desk, folder, now)


def test_a_gap_in_the_numbers_is_reported_and_the_rest_goes_in(desk: Desk, folder: Path, now: datetime) -> None:
    rewrite(folder, ["第一条 甲。", "第二条 乙。", "第五条 丙。"])
    report = ingest_policies(desk.database, [folder], now=now)
    assert report.notes == ("办法.docx：条文不连续：缺第三条至第四条（第 3 行是第五条）",)
    assert report.articles == 3


def test_articles_of_an_annex_are_named(desk: Desk, folder: Path, now: datetime) -> None:
    rewrite(folder, [*LINES, "附件：", "第一条 合同范本。"])
    (note,) = ingest_policies(desk.database, [folder], now=now).notes
    assert "附件（第 21 行起）里的条文没有拆分" in note


def test_a_pdf_without_text_and_damaged_documents(tmp_path: Path) -> None:
    scan = tmp_path / "扫描.pdf"
    picture = canvas.Canvas(str(scan))
    picture.rect(50, 50, 400, 600, fill=1)
    picture.save()
    with pytest.raises(PackageError, match="PDF 里没有文字，可能是扫描件"):
        document_lines(scan)
    expected = {"pdf": "PDF 打不开", "docx": "不是有效的 docx", "html": "网页里没有正文", "doc": "不认识的文件类型"}
    for name, words in ((f"坏.{kind}", words) for kind, words in expected.items()):
        file = tmp_path / name
        file.write_bytes(b"" if name == "坏.html" else b"nothing of the kind")
        with pytest.raises(PackageError, match=words):
            document_lines(file)
    with pytest.raises(PackageError, match="找不到这个文件"):
        document_lines(tmp_path / "没有.txt")


def test_a_broken_package_stops_all_before_anything_is_stored(desk: Desk, folder: Path, now: datetime) -> None:
    other = folder.parent / "zzz"
    other.mkdir()
    (other / "package.yaml").write_text("title: 坏\nmembers: [{role: qa, title: 问, file: 缺.md}]", encoding="utf-8")
    with pytest.raises(PackageError, match=r"缺\.md"):
        ingest_policies(desk.database, [folder.parent], now=now)
    with desk.database.read() as tx:
        assert packages(tx) == []


def member_package(folder: Path, title: str, *, replaces: str = "", act_replaces: str = "", text: str = "") -> Path:
    made = folder / title
    made.mkdir(parents=True)
    (made / "办法.txt").write_text(
        text or "第一条 甲。\n第二条 本办法自2024年5月1日起施行，有效期五年。", encoding="utf-8"
    )
    (made / "package.yaml").write_text(
        f"title: {title}政策包\nreplaces: [{replaces}]\neffective: 2024-05-01\nmembers:\n"
        f"  - {{role: rules, title: {title}, file: 办法.txt, published: 2024-04-01, replaces: [{act_replaces}]}}",
        encoding="utf-8",
    )
    return made


@pytest.mark.parametrize(
    ("chains", "words"),
    [
        ({"甲办法": ("甲办法", "")}, "“甲办法”写明取代它自己"),
        (
            {"甲办法": ("乙办法", ""), "乙办法": ("甲办法", "")},
            "取代关系成了一个环：“乙办法” 取代 “甲办法” 取代 “乙办法”",
        ),
        (
            {"甲办法": ("", "乙办法"), "乙办法": ("", "丙办法"), "丙办法": ("", "甲办法")},
            "取代关系成了一个环：“丙办法” 取代 “甲办法” 取代 “乙办法” 取代 “丙办法”",
        ),
    ],
)
def test_a_ring_of_replacements(
    desk: Desk, tmp_path: Path, now: datetime, *, chains: dict[str, tuple[str, str]], words: str
) -> None:
    for title, (replaces, act_replaces) in chains.items():
        member_package(tmp_path / "ring", title, replaces=replaces, act_replaces=act_replaces)
    with pytest.raises(PackageError) as caught:
        ingest_policies(desk.database, [tmp_path / "ring"], now=now)
    said = str(caught.value)
    assert words in said or all(f"“{title}”" in said and "环" in said for title in chains)
    with desk.database.read() as tx:
        assert packages(tx) == []


def test_a_ring_closed_by_a_later_package(desk: Desk, tmp_path: Path, now: datetime) -> None:
    ingest_policies(desk.database, [member_package(tmp_path, "甲办法", replaces="乙办法")], now=now)
    with pytest.raises(PackageError, match="环"):
        ingest_policies(desk.database, [member_package(tmp_path, "乙办法", replaces="甲办法")], now=now)


def test_an_edition_of_the_same_title_is_no_ring(desk: Desk, tmp_path: Path, now: datetime) -> None:
    assert ingest_policies(desk.database, [member_package(tmp_path, "甲办法", act_replaces="甲办法")], now=now).new == 1


def test_a_term_of_validity_ends_act_and_package(desk: Desk, tmp_path: Path, now: datetime) -> None:
    ingest_policies(desk.database, [member_package(tmp_path, "甲办法")], now=now)
    with desk.database.read() as tx:
        (version,) = versions(tx, "regulation:甲办法")
        assert (version.ended, version.end_kind) == (date(2029, 5, 1), "expired")
        assert version.status_on(date(2029, 4, 30)) is Status.IN_FORCE
        assert version.status_on(date(2029, 5, 1)) is Status.EXPIRED
        assert package(tx, "package:甲办法").repealed == date(2029, 5, 1)


def test_a_package_ends_when_the_one_that_replaces_it_begins(desk: Desk, tmp_path: Path, now: datetime) -> None:
    plain = "第一条 甲。\n第二条 乙。"
    ingest_policies(desk.database, [member_package(tmp_path, "旧办法", text=plain)], now=now)
    ingest_policies(desk.database, [member_package(tmp_path, "新办法", replaces="旧办法", text=plain)], now=now)
    with desk.database.read() as tx:
        assert package(tx, "package:旧办法").repealed == date(2024, 5, 1)


def test_a_start_before_publication_is_kept_and_told(desk: Desk, folder: Path, now: datetime) -> None:
    (folder / "package.yaml").write_text(MANIFEST.replace("effective: 2024-05-01", "effective: 2023-05-01"), "utf-8")
    (note,) = ingest_policies(desk.database, [folder], now=now).notes
    assert "施行日期 2023-05-01 早于公布日期 2024-03-01" in note
    with desk.database.read() as tx:
        (conflict,) = law_conflicts(tx, ["regulation:清河县物业服务管理办法"])
    assert conflict.kind == "before_published"


def test_a_trial_tells_the_changes_and_keeps_nothing(desk: Desk, folder: Path, now: datetime) -> None:
    told = policy_changes(desk.database, [folder], now=now)
    kinds = {one.change for one in told}
    assert {"new_node", "new_link", "began"} <= kinds
    assert any("取代" in one.words and "清河县物业管理暂行办法" in one.words for one in told)
    with desk.database.read() as tx:
        assert packages(tx) == [] and versions(tx, "regulation:清河县物业服务管理办法") == []
    ingest_policies(desk.database, [folder], now=now)
    assert policy_changes(desk.database, [folder], now=now) == []


def test_an_act_that_is_not_public_is_marked(desk: Desk, folder: Path, now: datetime) -> None:
    text = MANIFEST.replace("    kind: 规范性文件", "    kind: 规范性文件\n    public: false")
    (folder / "package.yaml").write_text(text, encoding="utf-8")
    ingest_policies(desk.database, [folder], now=now)
    with desk.database.read() as tx:
        assert not regulation(tx, "regulation:清河县物业服务管理办法").public
