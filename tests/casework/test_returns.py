"""Returns: less share with the reason said, the list of unclear duties, a return recorded by a named person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from casework.case import case_page
from casework.returns import chain, doubts_about, record_return, unclear
from core.errors import InputError
from core.petition import HandlingEvent
from core.viewer import OFFICE
from records.audit import audit_rows
from records.events import add_events
from records.items import items
from records.returns import Returned, returns
from tests.casework.offices import NOW, PREPARER, TODAY, letter, office_with

ZRZY = "unit:ZRZY"


def back(number: int, unit: str, *, item: int, issue: str = "010909") -> Returned:
    return Returned(
        item_id=f"item:demo:{item}", number=f"XF{item:04d}", at=NOW + timedelta(days=number), unit_id=unit,
        note="不属于本单位职权范围", issue_code=issue, class_text="",
    )  # fmt: skip


def test_a_unit_that_sent_such_matters_back_gets_less_with_the_reason() -> None:
    doubt = doubts_about([back(0, ZRZY, item=1), back(1, ZRZY, item=2)], letter(9), handled=3)
    assert doubt.factor == pytest.approx(4 / 6)
    assert doubt.why == "该单位曾退回同类 2 件（如 XF0001、XF0002），办理 3 件"


def test_another_kind_of_matter_is_no_reason() -> None:
    assert doubts_about([back(0, ZRZY, item=1, issue="040201")], letter(9), handled=0).factor == 1.0


def test_who_sent_this_very_letter_back_is_hardly_suggested_again() -> None:
    doubt = doubts_about([back(0, ZRZY, item=9)], letter(9), handled=500)
    assert doubt.factor < 0.1 and "已退回本件" in doubt.why


def test_a_return_is_recorded_with_time_line_link_and_audit(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1, unit_id=ZRZY, unit_text="自然资源局", state="transferred")])
    with pytest.raises(InputError, match="理由"):
        record_return(office, PREPARER, "item:demo:1", ZRZY, reason=" ", now=NOW)
    done = record_return(office, PREPARER, "item:demo:1", ZRZY, reason="由住建部门负责，电话 15400001234", now=NOW)
    assert (done.state, done.unit_id) == ("objected", "")
    (step,) = chain(office, OFFICE, "item:demo:1")
    assert step.unit_id == ZRZY and step.person == PREPARER.name and "15400001234" not in step.note
    assert case_page(office, OFFICE, "item:demo:1", today=TODAY).timeline == (step,)
    with office.database.read() as tx:
        assert [one.action for one in audit_rows(tx)][:1] == ["record_return"]
        assert [one.item_id for one in returns(tx, OFFICE)] == ["item:demo:1"]
    office.close()


def test_letters_sent_back_again_and_again_are_listed_as_unclear(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(n) for n in range(1, 5)] + [letter(8, restricted="accusation")])
    with office.database.write() as tx:
        for item, unit, day in ((1, ZRZY, 1), (1, "unit:ZJ", 2), (8, ZRZY, 1), (8, "unit:ZJ", 2)):
            at = NOW + timedelta(days=day)
            add_events(tx, [HandlingEvent(item_id=f"item:demo:{item}", at=at, event="object", unit_id=unit)])
    (found,) = unclear(office, OFFICE)
    assert (found.items, found.returns, found.bounced) == (1, 2, 1), "accusations are not counted"
    assert found.examples == (("item:demo:1", "XF0001"),)
    assert found.units[0][0] == "住房和城乡建设局"
    with office.database.read() as tx:
        assert items(tx, OFFICE, ["item:demo:1"])
    office.close()
