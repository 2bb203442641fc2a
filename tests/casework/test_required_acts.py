"""Required acts: missing, unchecked and present, told apart by what the records hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from casework.required_acts import required_acts
from core.statute import ArticleText, Regulation, RegulationVersion
from records.law import save_regulation

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def _save(tx, title, **version):
    act = f"regulation:{title}"
    one = RegulationVersion(
        regulation_id=act, source="t", source_doc_id=title, title=title, effective=date(2020, 1, 1), **version
    )
    text = ArticleText(id=f"article:{title}:1", regulation_id=act, number=1, sub=0, text="示例。")
    save_regulation(tx, Regulation(id=act, title=title), one, [text], now=NOW)


def test_each_required_act_has_its_state(any_database):
    with any_database.write() as tx:
        _save(tx, "民法典", checked_on=date(2026, 1, 1))
        _save(tx, "物业管理条例", text_kind="digest")
    acts = {act.title: act for act in required_acts(SimpleNamespace(database=any_database), today=TODAY)}
    assert acts["民法典"].state == "present"
    assert (acts["物业管理条例"].state, acts["物业管理条例"].digest) == ("unchecked", True)
    assert acts["物业管理条例"].effective == date(2020, 1, 1)
    assert acts["价格法"].state == "missing"
    assert len(acts) > 60
