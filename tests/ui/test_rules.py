"""What the page of rules shows for the title of an act."""

from __future__ import annotations

from datetime import date

from core.statute import ArticleText, Regulation, RegulationVersion
from core.viewer import OFFICE
from records.law import save_regulation
from tests.ui.office import NOW
from ui.services_law import find_rules


def _save(office, source_doc_id, text, **dates):
    version = RegulationVersion(
        regulation_id="regulation:示例办法", source="test", source_doc_id=source_doc_id, title="示例办法", **dates
    )
    article = ArticleText(
        id=f"article:示例办法:{source_doc_id}",
        regulation_id="regulation:示例办法",
        number=int(source_doc_id),
        sub=0,
        text=text,
        ordinal=1,
    )
    with office.database.write() as tx:
        save_regulation(tx, Regulation(id="regulation:示例办法", title="示例办法"), version, [article], now=NOW)


def test_an_act_without_a_version_in_force_shows_the_one_that_was_last(office):
    _save(office, "1", "原来的内容。", effective=date(2015, 1, 1), ended=date(2020, 1, 1))
    _save(office, "2", "将来的内容。", effective=date(2027, 1, 1))
    on = {day: [rule.text for rule in find_rules(OFFICE, "示例办法", as_of=day).rules] for day in _DAYS}
    assert on == {_DAYS[0]: ["原来的内容。"], _DAYS[1]: ["原来的内容。"], _DAYS[2]: ["将来的内容。"]}


_DAYS = (date(2016, 5, 1), date(2026, 11, 20), date(2027, 5, 1))
