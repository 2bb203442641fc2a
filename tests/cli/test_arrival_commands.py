"""New letters at a confirmed issue by commands: listed, taken in, turned away; never without a name and a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework import common_issues
from records.accounts import Account, add_account
from records.issue_arrivals import Arriving, put_arrivals
from records.items import save_items
from tests.casework.offices import ISSUE, NOW, PREPARER, letter, office_with
from tests.cli.door import count, done, give, records, refused

ME = ("--as", PREPARER.name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with a confirmed issue at which two new letters wait."""
    office = office_with(tmp_path / "office", [letter(n) for n in (1, 2, 3)])
    common_issues.confirm_issue(office, PREPARER, ISSUE, now=NOW)
    with office.database.write() as tx:
        save_items(tx, [letter(4), letter(5)])
        several = [Arriving(issue_id=ISSUE, item_id=f"item:demo:{n}", reason="同一小区", score=0.8) for n in (4, 5)]
        put_arrivals(tx, several, now=NOW)
        add_account(tx, Account(name=PREPARER.name, role="caseworker", unit_id=PREPARER.unit_id, created_at=NOW))
    office.close()
    (office.home / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    return office.home


def waiting(home: Path) -> list[str]:
    return [row["item"] for row in done("issues", "arrivals", "--json", home=home).json]


def members(home: Path) -> set[str]:
    told = done("issues", "show", ISSUE, "--json", home=home).json
    return {one["item_id"] for one in told["members"] if one["role"] == "member"}


def test_a_letter_is_taken_in_and_another_turned_away(home: Path) -> None:
    assert waiting(home) == ["item:demo:4", "item:demo:5"]
    before = count(home, "audit")
    taken = done("issues", "accept", ISSUE, "item:demo:4", *ME, "--reason", "同楼栋", "--json", home=home).json
    assert taken == {"issue": ISSUE, "item": "item:demo:4", "belongs": True}
    assert waiting(home) == ["item:demo:5"]
    told = done("issues", "reject", ISSUE, "item:demo:5", *ME, "--reason", "另一开发商", home=home)
    assert "不归入" in told.out
    assert waiting(home) == []
    assert "item:demo:4" in members(home) and "item:demo:5" not in members(home)
    assert count(home, "audit") == before + 2
    assert done("audit", "verify", "--json", home=home).json["ok"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reject", ISSUE, "item:demo:5", *ME, "--reason", " "), "理由"),
        (("accept", ISSUE, "item:demo:5", "--as", "没有这人"), "没有账号“没有这人”"),
        (("accept", ISSUE, "没有这件", *ME), "没有这件"),
        (("accept", "issue:没有", "item:demo:5", *ME), "issue:没有"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(home: Path, words: tuple[str, ...], said: str) -> None:
    before = records(home)
    refused(give("issues", *words, home=home), said)
    assert records(home) == before
