"""A batch by commands, from the plan to undoing it; plans at fault leave nothing behind."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from core.petition import Person
from records.accounts import Account, add_account
from tests.casework.offices import ISSUE, NOW, letter, office_with
from tests.cli.door import count, done, give, records, refused
from ui.sessions import hasher

PASSWORD = "青湄-2026-审核"


@pytest.fixture
def batches(tmp_path: Path) -> Path:
    """An office with one common issue of three letters and two accounts."""
    people = {"item:demo:1": Person(name="赵一一", phone="19900000001")}
    office = office_with(tmp_path / "office", [letter(n) for n in (1, 2, 3)], people=people)
    (office.home / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    with office.database.write() as tx:
        for name, role in (("经办甲", "caseworker"), ("审核乙", "legal_adviser")):
            hashed = hasher().hash(PASSWORD)
            add_account(tx, Account(name=name, role=role, password_hash=hashed, created_at=NOW, password_at=NOW))
    office.close()
    return office.home


PLAN = {
    "cause": {"kind": "missing_step", "text": "竣工备案未完成"},
    "measure": {
        "title": "先受理后补件方案",
        "text": "先行受理，资料另行补齐",
        "unit": "ZRZY",
        "document_no": "青自然资发〔2026〕12号",
        "adopted_on": "2026-11-02",
    },
    "wording": "您反映的{{标题}}（{{编号}}），现按{{措施}}办理。",
    "except": {"item:demo:3": "other_cause"},
}


def test_a_batch_from_plan_to_undo(batches: Path, tmp_path: Path) -> None:
    file = tmp_path / "方案.json"
    file.write_text(json.dumps(PLAN), encoding="utf-8")
    me = ["--as", "经办甲"]
    done("issues", "confirm", ISSUE, *me, "--json", home=batches)
    done("issues", "decide", ISSUE, "item:demo:3", "--in", "--reason", "同一小区", *me, "--json", home=batches)
    assert len(done("issues", "show", ISSUE, "--json", home=batches).json["members"]) == 3
    batch = done("batch", "plan", ISSUE, "--file", file, *me, "--json", home=batches).json["batch"]
    assert [row["id"] for row in done("batch", "list", "--json", home=batches).json] == [batch]
    refused(give("batch", "apply", batch, *me, home=batches), "法律审核")
    wrong = give("batch", "check", batch, "--as", "审核乙", home=batches, stdin="错的密码\n")
    assert wrong.code == 2 and "密码" in wrong.err
    refused(give("batch", "check", batch, *me, home=batches, stdin=f"{PASSWORD}\n"), "另一")
    done("batch", "check", batch, "--as", "审核乙", "--json", home=batches, stdin=f"{PASSWORD}\n")
    assert done("batch", "show", batch, *me, "--json", home=batches).json["step"] == "checked"
    dry = done("batch", "dry-run", batch, *me, "--json", home=batches).json
    assert sorted(one["verdict"] for one in dry["decisions"]) == ["apply", "apply", "except"]
    applied = done("batch", "apply", batch, *me, "--json", home=batches).json
    assert (applied["applied"], applied["excepted"], applied["failed"]) == (2, 1, 0)
    papers = tmp_path / "文书.zip"
    done("batch", "notices", batch, "--reason", "打印送达", "--out", papers, *me, "--json", home=batches)
    assert zipfile.is_zipfile(papers)
    done("batch", "ledger", batch, "--out", tmp_path / "台账.xlsx", *me, "--json", home=batches)
    refused(give("batch", "ledger", batch, "--out", tmp_path / "无" / "x.xlsx", *me, home=batches), "写不进去")
    result = ["batch", "result", batch, "item:demo:1", "--result", "resolved", "--evidence", "证书已发", *me]
    done(*result, "--json", home=batches)
    refused(give(*result[:5], "没有", *result[6:], home=batches), "没有“没有”这种结果", "resolved")
    undone = done("batch", "undo", batch, "--reason", "文号有误", *me, "--json", home=batches).json
    assert undone["restored"] >= 1
    assert done("audit", "verify", "--json", home=batches).json["ok"]


BAD_PLANS = [
    ("", ["不是 UTF-8 的 JSON"]),
    ("[]", ["方案缺少 cause、measure、wording"]),
    (json.dumps(PLAN | {"cause": "x"}), ["方案里的 cause 写法不对", "例如"]),
    (json.dumps(PLAN | {"measure": ["x"]}), ["方案里的 measure 写法不对", "例如"]),
    (json.dumps(PLAN | {"measure": {"title": "x"}}), ["措施缺少 unit、document_no、adopted_on"]),
    (json.dumps(PLAN | {"measure": PLAN["measure"] | {"adopted_on": "2026-02-30"}}), ["2026-02-30"]),  # type: ignore[operator]
    (json.dumps(PLAN | {"wording": "您好{{姓名}}"}), ["姓名"]),
    (json.dumps(PLAN | {"wording": 7}), ["方案里的 wording 写法不对", "例如"]),
    (json.dumps(PLAN | {"document_type": "信"}), ["信"]),
    (json.dumps(PLAN | {"except": {"item:demo:9": "other_cause"}}), ["item:demo:9"]),
    (json.dumps(PLAN | {"except": {"item:demo:3": "没有"}}), ["没有“没有”这种例外理由"]),
    (json.dumps(PLAN | {"except": ["item:demo:3"]}), ["方案里的 except 写法不对", "例如"]),
    ('{"a": ' + "9" * 5000 + "}", ["不是 UTF-8 的 JSON"]),
]


@pytest.mark.parametrize(("text", "words"), BAD_PLANS, ids=range(len(BAD_PLANS)))
def test_a_plan_at_fault_leaves_no_batch(batches: Path, tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "方案.json"
    file.write_text(text, encoding="utf-8")
    before = records(batches)
    refused(give("batch", "plan", ISSUE, "--file", file, "--as", "经办甲", home=batches), *words)
    assert records(batches) == before and count(batches, "batch") == 0
