"""The tab of suggestions on a case, and the page of unclear duties, as a person meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.petition import HandlingEvent
from core.viewer import OFFICE
from records.audit import audit_rows
from records.events import add_events
from records.items import item
from tests.ui.office import NOW
from tests.ui.visit import log_in, visit, words


@pytest.fixture
def tab(office):
    app = visit(log_in(office), "case", id="item:a:1")
    app.session_state["case_tabs"] = "分类与转办建议"
    return app.run()


def test_an_office_with_few_cases_gets_guesses_by_words_and_no_unit(tab):
    shown = words(tab)
    assert not tab.exception
    assert "不足 200 件" in shown
    assert "现为：住房和城乡建设局" in shown


def test_a_person_decides_the_class(office, tab):
    tab.selectbox(key="suggest_class_item:a:1").select("010903")
    button = next(one for one in tab.button if one.label == "确定问题分类")
    button.click().run()
    assert not tab.exception
    with office.database.read() as tx:
        done = item(tx, OFFICE, "item:a:1")
        (told,) = [one for one in audit_rows(tx, object="item:a:1") if one.action == "decide_class"]
    assert (done.issue_code, done.issue_confidence) == ("010903", 1.0)
    assert told.person == "办理" and "010903" in told.reason


def test_unclear_duties_are_listed(office):
    with office.database.write() as tx:
        for day, unit in enumerate(("unit:zj", "unit:other")):
            at = NOW + timedelta(days=day)
            add_events(tx, [HandlingEvent(item_id="item:a:1", at=at, event="object", unit_id=unit)])
    app = visit(log_in(office), "duties")
    assert not app.exception
    assert app.dataframe[0].value["退回次数"].tolist() == [2]
