"""The buttons after a batch was carried out, in a real Chromium: a delivery noted, the whole batch taken back."""

from __future__ import annotations

import pytest

from casework.batch.apply import apply_batch
from core.viewer import OFFICE
from records import batches, documents
from tests.casework.offices import NOW, PREPARER, letter, office_with
from tests.casework.test_batch import approved
from tests.chromium import Visitor
from tests.serving import running
from tests.ui.visit import FIRST
from ui import sessions
from ui.wiring import clock

pytestmark = [pytest.mark.service, pytest.mark.slow]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two cases with a notice each, one set aside; two accounts."""
    home = tmp_path_factory.mktemp("office") / "home"
    home.mkdir()
    (home / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    opened = office_with(home, [letter(1), letter(2, state="review_requested"), letter(3)])
    done = apply_batch(opened, PREPARER, approved(opened), now=NOW)
    assert (done.applied, done.excepted) == (2, 1)
    sessions.open_first_accounts(opened.database, FIRST, now=clock(), client="127.0.0.1")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def clerk(chromium, office):
    with running(office.home) as address:
        one = Visitor(chromium, address)
        one.log_in(FIRST[0].name, FIRST[0].password)
        yield one
        assert one.outside == []
        one.close()


def _states(office) -> list[str]:
    with office.database.read() as tx:
        (batch,) = batches.batches(tx, limit=5)
        return sorted(one.state for one in documents.documents(tx, OFFICE, batch_id=batch.id))


def test_a_delivery_is_noted_and_the_batch_is_taken_back(clerk, office):
    clerk.open("/batches")
    clerk.page.get_by_test_id("stDataFrame").first.wait_for()
    clerk.opens_row(0)
    clerk.sees("登记送达")
    clerk.presses("登记送达")
    clerk.sees("请先在表里勾选")
    clerk.ticks_row(0)
    clerk.sees("已勾选 1 件")
    clerk.presses("登记送达")
    clerk.sees("已登记 1 份文书的送达情况")
    assert _states(office) == ["delivered", "draft"]
    clerk.presses("撤销批量办理")
    clerk.sees("请写明理由")
    clerk.page.get_by_label("撤销理由").fill("措施文号有误")
    clerk.presses("撤销批量办理")
    clerk.sees("件恢复原状")
    clerk.sees("已送达，不能收回")
    assert _states(office) == ["delivered", "withdrawn"]
    clerk.open("/batches")
    clerk.page.get_by_test_id("stDataFrame").first.wait_for()
    with office.database.read() as tx:
        assert batches.batches(tx, limit=5)[0].state == "undone"
