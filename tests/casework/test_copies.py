"""Rows set aside: readable by their owner alone, and gone once their letter is erased."""

from __future__ import annotations

import stat
from pathlib import Path

from casework.copies import forget_rows_set_aside
from ingest.quarantine import BadRow, Quarantine
from tests.casework.offices import NOW, letter, office_with


def test_rows_set_aside_are_private_and_go_with_their_letter(tmp_path: Path) -> None:
    office = office_with(tmp_path / "home", [letter(1)])
    folder = office.home / "quarantine"
    rows = Quarantine(folder, "demo", NOW)
    rows.add(BadRow("a.csv", 3, "信访件编号", "出现两次", "请改号", "1", "1"), {"姓名": "张三", "编号": "1"})
    rows.add(BadRow("a.csv", 4, "日期", "没有这一天", "请改日期", "2026-02-30", "2"), {"姓名": "李四", "编号": "2"})
    rows.close()
    steps = Quarantine(folder, "demo-history", NOW)
    steps.add(BadRow("b.csv", 2, "环节", "不认识", "请改正"), {"信访编号": "1", "说明": "张三到场"})
    steps.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert forget_rows_set_aside(office, "item:demo:1") == 2
    left = "".join(file.read_text(encoding="utf-8-sig") for file in folder.iterdir())
    assert "张三" not in left
    assert "李四" in left
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    office.close()
