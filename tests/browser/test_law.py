"""A legal adviser's morning, in a real Chromium: an article by its citation, its versions, a draft checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.office import open_office
from casework.worker import settle
from core.settings import Settings
from ingest.articles import ingest_articles
from ingest.policies import ingest_policies
from tests.chromium import Visitor
from tests.serving import PROJECT, running
from ui import sessions
from ui.sessions import NewAccount
from ui.wiring import clock

pytestmark = [pytest.mark.service, pytest.mark.slow, pytest.mark.timeout(600)]

ADVISER = NewAccount(name="法律顾问", password="Guwen-2026-z")
COLLEAGUE = NewAccount(name="办理", password="Banli-2026-x")
OLD = "违反噪声管理规定的，处警告；不改正的，处一百元罚款。"
NEW = "违反噪声管理规定的，先予劝阻；不改正的，处二百元罚款。"
DRAFT = """信访事项处理意见书
您反映的噪声问题收悉。根据《示例安静条例》第九条，“违反噪声管理规定的，处警告；不改正的，处一百元罚款”。
如不服本意见，可自收到之日起60日内向区信访局申请复查。"""


def _articles(folder: Path) -> Path:
    rows = [
        {"law": "示例安静条例", "doc_id": f"d{n}", "article": f"第{a}条", "text": text} | dates
        for n, texts, dates in (
            (1, ("为了安静，制定本条例。", OLD), {"published": "2012-01-10", "effective": "2012-03-01"}),
            (2, ("为了安静和睡眠，制定本条例。", NEW), {"published": "2025-06-01", "effective": "2026-01-01"}),
        )
        for a, text in zip(("一", "九"), texts, strict=True)
    ]
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("law-office")
    (folder / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    office = open_office(Settings(home=folder, today="2026-11-22"))
    table = tmp_path_factory.mktemp("table")
    ingest_policies(office.database, [PROJECT / "data" / "policies" / "petition-work"], now=office.now())
    ingest_articles(office.database, _articles(table), quarantine=table, now=office.now())
    settle(office, vectors=False)
    sessions.open_first_accounts(office.database, (ADVISER, COLLEAGUE), now=clock(), client="127.0.0.1")
    office.close()
    with running(folder) as found:
        yield found


@pytest.fixture(scope="module")
def adviser(chromium, address):
    one = Visitor(chromium, address)
    one.log_in(ADVISER.name, ADVISER.password)
    yield one
    assert one.outside == []
    one.close()


def test_a_citation_leads_to_the_article_as_of_the_day(adviser):
    adviser.open("/law")
    adviser.page.get_by_label("词语、文号或第×条").fill("示例安静条例9条")
    adviser.presses("检索")
    adviser.sees("《示例安静条例》第九条")
    adviser.sees("先予劝阻")
    adviser.sees("没有查到不等于没有规定")


def test_an_act_shows_its_versions_and_the_evidence_of_their_dates(adviser):
    adviser.open("/law?act=regulation:示例安静条例")
    adviser.sees("2012-03-01 — 2026-01-01")
    adviser.sees("已修改")
    adviser.sees("与上一版对照")


def test_two_versions_stand_side_by_side(adviser):
    adviser.open("/versions?old=regulation:示例安静条例")
    adviser.sees("修改 2")
    adviser.sees("先予劝阻")
    adviser.sees("处警告")


def test_an_old_day_shows_the_old_words(adviser):
    adviser.open("/law?article=article:示例安静条例:9")
    adviser.sees("先予劝阻")
    adviser.page.get_by_text("2012-03-01 — 2026-01-01").click()
    adviser.sees("处一百元罚款")


def test_a_draft_is_checked(adviser):
    adviser.open("/check")
    adviser.page.get_by_label("草稿", exact=True).fill(DRAFT)
    adviser.presses("核对")
    adviser.sees("期限写成 60日，应为30日")
    expect(adviser.page.get_by_text("引文").first).to_be_visible()


def test_the_page_of_stale_bases_hands_a_sweep_to_the_worker(adviser):
    adviser.open("/stale")
    adviser.presses("现在排查一次")
    adviser.sees("已交给后台")
