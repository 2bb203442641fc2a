"""Suggestions of a case in a real Chromium: evidences side by side, a person takes one, a return is learned from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from casework.office import Office, open_office
from core.petition import Item, Unit
from core.settings import Settings
from core.viewer import OFFICE
from records.audit import audit_rows
from records.items import item, save_items
from records.units import save_units
from tests.browser.test_pages import UPSTREAM
from tests.chromium import Visitor
from tests.serving import running
from tests.ui.visit import FIRST
from ui import sessions
from ui.wiring import clock

pytestmark = [pytest.mark.service, pytest.mark.slow]

UNITS = {"unit:ZJ": "住房和城乡建设局", "unit:RSJ": "人力资源和社会保障局"}
TOLD = (("unit:ZJ", "小区物业乱收停车费，电梯坏了不修"), ("unit:RSJ", "工地拖欠农民工工资，老板不签劳动合同"))


def _item(number: int, unit: str, text: str) -> Item:
    return Item(
        id=f"item:s:{number}", source="s", source_id=str(number), item_no=f"N{number}", title_masked=text[:8],
        title=text[:8], content=f"{text}，第{number % 7}次反映", content_masked=f"{text}，第{number % 7}次反映",
        class_text="城乡建设" if unit == "unit:ZJ" else "劳动和社会保障" if unit else "",
        received_at=datetime(2026, 1 + number % 10, 1, tzinfo=UTC), unit_id=unit, unit_text=UNITS.get(unit, ""),
    )  # fmt: skip


def _furnished(home: Path) -> None:
    office = open_office(Settings(home=home))
    with office.database.write() as tx:
        save_units(tx, [Unit(id=id_, code=id_[5:], name=name) for id_, name in UNITS.items()])
        rows = [_item(n, *TOLD[n % 2]) for n in range(220)]
        save_items(tx, [*rows, _item(999, "", "老板拖欠工资，工地上没有签劳动合同")])
    sessions.open_first_accounts(office.database, tuple(FIRST[:2]), now=clock(), client="127.0.0.1")
    office.close()


def _records(home: Path) -> Office:
    return open_office(Settings(home=home))


def test_a_person_takes_a_suggestion_and_a_return_is_learned_from(chromium, tmp_path):
    _furnished(tmp_path)
    with running(tmp_path) as address:
        clerk = Visitor(chromium, address)
        clerk.log_in(FIRST[1].name, FIRST[1].password)
        clerk.open("/case?id=item:s:999")
        clerk.page.get_by_role("tab", name="分类与转办建议").click()
        clerk.sees("职责范围")
        clerk.settled()
        shown = clerk.page.get_by_test_id("stMainBlockContainer").inner_text()
        assert "人力资源和社会保障局　主办　把握" in shown and "先例" in shown and "条文" in shown
        faults = Axe().run(clerk.page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        assert not [one["id"] for one in faults if one["id"] not in UPSTREAM]
        clerk.presses("确定承办单位")
        clerk.sees("已确定：人力资源和社会保障局")
        clerk.settled()
        clerk.page.get_by_text("登记退回").first.click()
        clerk.page.get_by_label("退回理由").fill("工程款纠纷，不属于本单位职权范围")
        clerk.presses("登记退回")
        clerk.sees("已退回本件")
        assert clerk.outside == []
        clerk.close()
    office = _records(tmp_path)
    with office.database.read() as tx:
        done = item(tx, OFFICE, "item:s:999")
        told = [(one.action, one.person) for one in audit_rows(tx, object="item:s:999")]
    office.close()
    assert (done.state, done.unit_id) == ("objected", "")
    assert {("decide_unit", FIRST[1].name), ("record_return", FIRST[1].name)} <= set(told)
