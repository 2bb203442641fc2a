"""Suggestions over a small office: learned once and kept, discounted by returns, abstaining, with three evidences."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.office import Office, open_office
from casework.suggest import advise, learning_of, reliability_of, suggest_classes, suggest_units
from casework.suggest_decide import Choice, decide_class, decide_unit
from core.errors import InputError, NotFound
from core.petition import HandlingEvent, Item, Unit
from core.settings import Settings
from core.viewer import OFFICE
from records.events import add_events
from records.items import item, save_items
from records.units import save_units
from search.learning import learn_units
from tests.casework.offices import NOW, PREPARER

UNITS = {"unit:ZJ": "住房和城乡建设局", "unit:RSJ": "人力资源和社会保障局"}
TOLD = (("unit:ZJ", "小区物业乱收停车费", "010903"), ("unit:RSJ", "工地拖欠农民工工资", "150603"))


def one(number: int, **changes: object) -> Item:
    unit, text, code = TOLD[number % 2]
    fields: dict[str, object] = {
        "id": f"item:s:{number}", "source": "s", "source_id": str(number), "item_no": f"N{number}",
        "content": text, "content_masked": f"{text}，第{number % 7}次反映", "issue_code": code, "issue_confidence": 1.0,
        "received_at": datetime(2026, 1 + number % 10, 1, tzinfo=UTC), "unit_id": unit, "unit_text": UNITS[unit],
    }  # fmt: skip
    return Item(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """220 letters about two things, each with its unit; one open letter; accusations nobody learns from."""
    found = open_office(Settings(home=tmp_path_factory.mktemp("suggest"), today="2026-11-22", model_cache="/nowhere"))
    with found.database.write() as tx:
        save_units(tx, [Unit(id=id_, code=id_[5:], name=name) for id_, name in UNITS.items()])
        save_items(tx, [one(n) for n in range(220)])
        save_items(tx, [one(300 + n, restricted="accusation", unit_text="某科") for n in range(5)])
        save_items(tx, [one(999, unit_id="", unit_text="", state="registered", issue_confidence=0.3)])
    return found


def test_what_was_learned_is_kept_and_answers_the_same(office: Office) -> None:
    question = [{"id": "1", "text": "老板拖欠我们农民工工资"}]
    first = suggest_units(office, OFFICE, question)
    kept = sorted((office.home / "learned").glob("unit-*.npz"))
    assert kept and first[0].suggestions[0].label == UNITS["unit:RSJ"]
    stamp = kept[0].stat().st_mtime_ns
    assert suggest_units(office, OFFICE, question) == first
    assert kept[0].stat().st_mtime_ns == stamp, "learned once"


def test_accusations_are_never_learned_from(office: Office) -> None:
    learner = learn_units(learning_of(office), known=frozenset())
    assert not {s.label for s in learner.suggest([one(1)], limit=9)[0]} - set(UNITS.values())


def test_one_letter_comes_with_duty_and_article(office: Office) -> None:
    issue, unit = advise(office, OFFICE, "item:s:999")
    assert unit is not None
    first = unit.suggestions[0]
    assert (first.code, first.role) == ("unit:RSJ", "主办")
    assert any("劳动" in reason.text for reason in first.evidence if reason.kind == "duty")
    assert sum(s.share for s in unit.suggestions) <= 1.0 + 1e-6
    assert issue.suggestions[0].code == "150603" and not issue.abstain


def test_nothing_said_is_left_to_a_person(office: Office) -> None:
    (advice,) = suggest_classes(office, OFFICE, [{"id": "1", "text": ""}])
    assert advice.abstain and not advice.suggestions


def test_a_return_lowers_the_unit_and_says_so(office: Office) -> None:
    question = [{"id": "1", "text": "老板拖欠我们农民工工资"}]
    before = advise(office, OFFICE, "item:s:999")[1]
    with office.database.write() as tx:
        step = HandlingEvent(item_id="item:s:999", at=NOW, event="object", unit_id="unit:RSJ", note="不属于本单位")
        add_events(tx, [step])
    after = advise(office, OFFICE, "item:s:999")[1]
    assert before is not None and after is not None
    share = {s.code: s.share for s in after.suggestions}
    assert share["unit:RSJ"] < before.suggestions[0].share
    told = [r.text for s in after.suggestions for r in s.evidence if r.kind == "returned"]
    assert told and "已退回本件：不属于本单位" in told[0]
    assert suggest_units(office, OFFICE, question)[0].suggestions[0].code == "unit:RSJ", "another letter is not"


def test_how_far_shares_hold_is_told(office: Office) -> None:
    assert reliability_of(office, "unit").rows == 220
    with pytest.raises(InputError, match="不足以学习"):
        empty = open_office(Settings(home=office.home / "empty", model_cache="/nowhere"))
        try:
            reliability_of(empty, "issue-class")
        finally:
            empty.close()


def test_a_person_decides_and_nobody_else(office: Office) -> None:
    with pytest.raises(NotFound):
        decide_unit(office, PREPARER, "item:s:999", Choice(code="unit:none"), now=NOW)
    choice = Choice(code="unit:ZJ", suggested="unit:RSJ", share=0.9, reason="工程款")
    done = decide_unit(office, PREPARER, "item:s:999", choice, now=NOW)
    assert (done.unit_id, done.state) == ("unit:ZJ", "transferred")
    decide_class(office, PREPARER, "item:s:999", Choice(code="010804"), now=NOW)
    with office.database.read() as tx:
        assert item(tx, OFFICE, "item:s:999").issue_code == "010804"
    with pytest.raises(InputError):
        decide_class(office, PREPARER, "item:s:999", Choice(code="没有"), now=NOW)
    assert "未采纳建议 unit:RSJ，改为 unit:ZJ" in choice.told


def test_the_folder_of_what_was_learned_is_the_offices_own(office: Office) -> None:
    folder: Path = office.home / "learned"
    assert folder.stat().st_mode & 0o077 == 0
