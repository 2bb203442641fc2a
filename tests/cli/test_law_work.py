"""`law diff`, `sweep`, `check-reply`, `cited-by`, `basis`, `unused`, `gaps` as commands: answers, files, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from casework.office import open_office
from core.settings import Settings
from records.accounts import Account, add_account
from records.items import update_item
from tests.casework.acts import cite, save_parking
from tests.casework.offices import NOW, letter, office_with
from tests.cli.door import done, give, refused


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An office with an act in two versions and one reply of 2020 that rests on it."""
    reply = "根据《停车场管理条例》第三条，货车夜间应当熄火。"
    day = datetime(2020, 3, 1, tzinfo=UTC)
    one = letter(1, reply=reply, reply_masked=reply, received_at=day, replied_at=day, state="concluded")
    office = office_with(tmp_path / "office", [one])
    with office.database.write() as tx:
        save_parking(tx)
        cite(tx, one)
        add_account(tx, Account(name="法律顾问", unit_id="", role="legal_adviser", password_hash="", created_at=NOW))
    office.close()
    yield tmp_path / "office"


def test_diff_of_an_act_with_its_version_before(home: Path) -> None:
    told = done("law", "diff", "停车场管理条例", "--json", home=home).json
    assert told["counts"]["same"] == 1
    moved = next(one for one in told["pairs"] if one["change"] == "moved")
    assert (moved["old"], moved["new"]) == (["3"], ["4"])
    text = done("law", "diff", "停车场管理条例@2015", "停车场管理条例@2024", "--article", "2", home=home).out
    assert "〔增：电子〕" in text and "第二条 → 第三条" in text
    assert done("law", "diff", "停车场管理条例#1", "停车场管理条例#2", "--json", home=home).json == told
    refused(give("law", "diff", "停车场管理条例@1999", "停车场管理条例", home=home), "1999", "2015-01-01")
    refused(give("law", "diff", "没有的条例", home=home), "没有的条例")
    refused(give("law", "diff", "停车场管理条例", "--article", "99", home=home), "99")


def test_a_correction_needs_a_named_person_and_is_remembered(home: Path) -> None:
    refused(give("law", "diff", "停车场管理条例", "--pair", "1=2", home=home), "具名")
    done("law", "diff", "停车场管理条例", "--pair", "1=2", "--person", "法律顾问", home=home)
    told = done("law", "diff", "停车场管理条例", "--all", "--json", home=home).json
    pair = next(one for one in told["pairs"] if "1" in one["old"])
    assert (pair["new"], pair["by_person"], pair["confidence"]) == (["2"], True, 1.0)
    refused(give("law", "diff", "停车场管理条例", "--pair", "77=2", "--person", "法律顾问", home=home), "77")
    refused(give("law", "diff", "停车场管理条例", "--pair", "两条", "--person", "法律顾问", home=home), "58=88")


def test_sweep_lists_decides_and_exports(home: Path, tmp_path: Path) -> None:
    sheet, lines = tmp_path / "清单.xlsx", tmp_path / "清单.jsonl"
    told = done("law", "sweep", "--json", "--out", lines, home=home).json
    assert told["counts"] == {"since": 1}
    one = told["findings"][0]["finding"]
    assert (one["change"], one["successors"]) == ("moved", ["article:停车场管理条例:4"])
    done("law", "sweep-decide", one["id"], "still_right", "--as", "法律顾问", "--reason", "内容未变", home=home)
    told = done("law", "sweep", "--stored", "--json", "--out", sheet, home=home).json
    assert told["findings"][0]["decision"]["state"] == "still_right"
    rows = list(openpyxl.load_workbook(sheet).active.values)
    assert rows[1][:3] == ("编号", "类别", "状态") and rows[2][2] == "仍然有效"
    assert json.loads(lines.read_text("utf-8"))["状态"] == "待核对"
    assert "《停车场管理条例》第三条" in done("law", "sweep", home=home).out
    refused(give("law", "sweep", "--kind", "什么", home=home), "precedent")
    refused(give("law", "sweep", "--out", tmp_path / "清单.pdf", home=home), ".xlsx")
    refused(give("law", "sweep-decide", "stale:0", "correct", "--as", "法律顾问", home=home), "stale:0")


def test_counts_of_a_sweep_hold_nothing_of_letters_set_aside(home: Path) -> None:
    assert done("law", "sweep", "--json", home=home).json["counts"] == {"since": 1}
    office = open_office(Settings(home=home))
    with office.database.write() as tx:
        update_item(tx, "item:demo:1", restricted="accusation")
    office.close()
    told = done("law", "sweep", "--json", home=home).json
    assert told == {"counts": {}, "findings": []}
    assert "没有失效依据" in done("law", "sweep", "--stored", home=home).out


def test_check_reply_of_words_of_files_and_of_many(home: Path, tmp_path: Path) -> None:
    wrong = "根据《停车场管理条例》第九条处理。"
    told = give("law", "check-reply", wrong, "--json", home=home)
    assert told.code == 1
    found = told.json["findings"][0]
    assert (found["code"], found["label"], found["span"]) == ("no_such_article", "错误", [2, 14])
    assert told.json["text"][2:14] == "《停车场管理条例》第九条"
    file = tmp_path / "答复.txt"
    file.write_text(wrong, encoding="utf-8")
    assert "没有这一条" in give("law", "check-reply", file, home=home).out
    assert give("law", "check-reply", "-", home=home, stdin=wrong).code == 1
    assert done("law", "check-reply", "已按《停车场管理条例》第三条处理停车。", "--on", "2020-01-02", home=home).out
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    rows = [{"id": 1, "text": wrong}, {"id": 2, "text": "已收悉。", "for": "XF0001", "on": "2020-05-01"}]
    questions.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done("law", "check-reply", "--queries", questions, "--out", answers, home=home)
    first, second = (json.loads(line) for line in answers.read_text("utf-8").splitlines())
    assert (first["id"], first["counts"]["error"], second["on"]) == (1, 1, "2020-05-01")
    assert [one["code"] for one in second["findings"]] == ["demand_unanswered"]
    refused(give("law", "check-reply", tmp_path / "没有.docx", home=home), "没有.docx")
    refused(give("law", "check-reply", "", home=home), "没有草稿")
    refused(give("law", "check-reply", wrong, "--paper", "信", home=home), "处理意见书")
    refused(give("law", "check-reply", wrong, "--for", "XF9999", home=home), "XF9999")


def test_who_uses_an_article_and_what_a_reply_rests_on(home: Path) -> None:
    told = done("law", "cited-by", "《停车场管理条例》第3条", "--json", home=home).json
    assert (told["target"], told["counts"]["replies"], told["users"][0]["source_id"]) == (
        "article:停车场管理条例:3", 1, "1",
    )  # fmt: skip
    assert "答复 1 件" in done("law", "cited-by", "停车场管理条例", home=home).out
    assert "内容未变，条号已变" in done("law", "basis", "XF0001", home=home).out
    assert len(done("law", "unused", "--json", home=home).json) == 3
    assert done("law", "gaps", "--json", home=home).json == []
    refused(give("law", "cited-by", "无此法第一条", home=home), "无此法")
    refused(give("law", "basis", "XF9999", home=home), "XF9999")
