"""A change of tuning: compared on what people confirmed, switched on by a named person, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework import threshold
from casework.evaluation import named_sets, own_sets
from casework.office import Office, open_office
from casework.tuning import SETTING, office_tuning
from casework.tuning_change import apply_tuning, propose_tuning, undo_tuning
from casework.worker import settle
from core.errors import Conflict, Forbidden, InputError
from core.settings import Settings
from core.viewer import OFFICE, Viewer
from eval.gold import Ask, Pair
from records import audit
from records.issues import IssueMember, StoredIssue, save_issues
from records.items import save_items
from records.judgments import Judgment, judge
from records.office_settings import setting
from records.search_changes import SearchChange, search_changes
from search.ranking import Weights
from search.tuning import DEFAULT, Parts, Tuning
from tests.casework.offices import letter
from tests.search.toy import ToyEncoder

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ZHAO = Viewer(name="赵一")
MATTERS = ("小区停水三天没有人管", "物业乱收停车费用", "拖欠农民工工资不给")
BY_PLACE = replace(
    DEFAULT, petitions=replace(DEFAULT.petitions, weights=Weights(0.01, 0.01), parts=Parts(structure=0.98))
)
"""Orders by where a letter comes from, which here is never what it is about."""
NEAR = replace(DEFAULT, petitions=replace(DEFAULT.petitions, weights=Weights(0.53, 0.37)))


def letters() -> list:  # type: ignore[type-arg]
    """Fifteen letters: five about each matter, three from each place."""
    found = []
    for n in range(15):
        words = f"我是业主第{n}号，{MATTERS[n % 3]}，盼复。"
        fields = {"title": MATTERS[n % 3], "content": words, "place_text": f"青湄花园{n // 3}期"}
        masked = {f"{name}_masked": value for name, value in fields.items() if name != "place_text"}
        found.append(letter(n, **fields, **masked, issue_code="", matter_id=f"matter:{n}"))
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(Settings(home=tmp_path, today="2026-11-22", model_cache=str(tmp_path / "none")))
    made._encoder = ToyEncoder()  # the smallest real encoder; the product's own would take seconds to load
    with made.database.write() as tx:
        save_items(tx, letters())
        save_issues(tx, [event(n) for n in range(3)], now=NOW)
    settle(made)
    yield made
    made.close()


def event(n: int, **changes: object) -> StoredIssue:
    members = tuple(IssueMember(item_id=f"item:demo:{k}", reason="同一件事") for k in range(n, 15, 3))
    apart = IssueMember(item_id=f"item:demo:{(n + 1) % 3}", role="lookalike", person="赵一", person_reason="另一件事")
    one = StoredIssue(id=f"issue:{n}", level="event", label=MATTERS[n], state="confirmed", members=(*members, apart))
    return replace(one, **changes)  # type: ignore[arg-type]


def test_the_offices_own_sets_hold_what_people_confirmed(office: Office) -> None:
    sets = {one.name: one for one in own_sets(office, OFFICE)}
    assert sets.keys() == {"office:similar", "office:pairs", "office:issues"}
    assert len(sets["office:similar"].asks) == 15 and len(sets["office:issues"].clusters) == 3
    assert Pair("item:demo:0", "item:demo:12", True) in sets["office:pairs"].pairs
    assert Pair("item:demo:0", "item:demo:1", False) in sets["office:pairs"].pairs
    judged = Judgment(person="赵一", asked="item:demo:0", hit="item:demo:1", verdict="useful")
    typed = Judgment(person="赵一", asked="text:1", text="停水", hit="item:demo:0", verdict="useful")
    with office.database.write() as tx:
        judge(tx, ZHAO, judged, now=NOW)
        judge(tx, ZHAO, typed, now=NOW)
    (similar, *_) = own_sets(office, OFFICE)
    asked = {(ask.text, ask.like): ask for ask in similar.asks}
    assert "item:demo:1" in asked["", "item:demo:0"].relevant
    assert asked["停水", ""] == Ask(id="停水", text="停水", relevant={"item:demo:0": 1.0})
    assert similar.digest != sets["office:similar"].digest


def test_accusations_and_candidates_are_in_no_set(office: Office) -> None:
    with office.database.write() as tx:
        save_items(tx, [replace(letters()[0], restricted="accusation")])
        save_issues(tx, [event(0), event(1, state="dismissed"), event(2, state="confirmed")], now=NOW)
    told = str(own_sets(office, Viewer(name="专办", assigned=frozenset({"item:demo:0"}))))
    assert "item:demo:0'" not in told and "item:demo:3'" in told


def test_a_worse_setting_is_not_switched_on_without_a_reason(office: Office) -> None:
    change = propose_tuning(office, ZHAO, BY_PLACE)
    assert change.decision == "worse" and "变差" in change.note and "检索版本" in change.version
    standing = {(row["set"], row["metric"]): row["standing"] for row in change.compared}
    assert standing["office:similar", "map"] == "worse"
    assert change.datasets["office:similar"]["size"] == 15
    with pytest.raises(Forbidden, match="没有理由不能启用"):
        apply_tuning(office, ZHAO, change.id)
    with pytest.raises(Forbidden, match="具名的人"):
        apply_tuning(office, OFFICE, change.id, reason="试")
    with office.database.read() as tx:
        assert office_tuning(tx) == DEFAULT
    applied = apply_tuning(office, ZHAO, change.id, reason="只看地点的专项排查")
    assert (applied.state, applied.applied_by, applied.apply_reason) == ("applied", "赵一", "只看地点的专项排查")
    with office.database.read() as tx:
        assert office_tuning(tx) == BY_PLACE
        rows = {row.action: row for row in audit.audit_rows(tx)}
        assert rows["apply_search_change"].reason == "只看地点的专项排查" and audit.verify(tx).ok


def test_a_setting_that_is_not_worse_is_switched_on_and_taken_back(office: Office) -> None:
    change = propose_tuning(office, ZHAO, NEAR)
    assert change.decision == "passed"
    apply_tuning(office, ZHAO, change.id)
    office._looked.clear()  # as if a second had gone by
    assert office.index.tuning == NEAR
    with pytest.raises(Conflict, match="已启用"):
        apply_tuning(office, ZHAO, change.id)
    with pytest.raises(Conflict, match="与现在的一样"):
        propose_tuning(office, ZHAO, NEAR)
    undone = undo_tuning(office, ZHAO, reason="换回")
    assert (undone.id, undone.state, undone.undone_by, undone.undo_reason) == (change.id, "undone", "赵一", "换回")
    office._looked.clear()
    assert office.index.tuning == DEFAULT
    with pytest.raises(Conflict, match="没有可撤回的"):
        undo_tuning(office, ZHAO)
    with office.database.read() as tx:
        assert [one.state for one in search_changes(tx)] == ["undone"] and audit.verify(tx).ok


def test_changes_of_other_figures_are_taken_back_in_any_order(office: Office) -> None:
    def floor_at(at: float, hour: int) -> SearchChange:
        with office.database.read() as tx:
            both = office_tuning(tx), _with_floor(office_tuning(tx), at)
        row = {"worse": False}
        return threshold._applied(office, ZHAO, both, row, reason="试", now=NOW + timedelta(hours=hour))

    def now() -> Tuning:
        with office.database.read() as tx:
            return office_tuning(tx)

    weights = propose_tuning(office, ZHAO, NEAR)
    apply_tuning(office, ZHAO, weights.id)
    floor_at(0.6, 30)
    undo_tuning(office, ZHAO, weights.id)
    assert now() == _with_floor(DEFAULT, 0.6), "the floor that was chosen later stays"
    parts = propose_tuning(office, ZHAO, replace(now(), petitions=replace(now().petitions, parts=Parts(structure=0.3))))
    apply_tuning(office, ZHAO, parts.id, reason="试")
    threshold.undo(office, ZHAO, reason="太高", now=NOW)
    assert now().petitions.floor == DEFAULT.petitions.floor and now().petitions.parts == Parts(structure=0.3)
    both = propose_tuning(office, ZHAO, _with_floor(NEAR, 0.7))
    apply_tuning(office, ZHAO, both.id, reason="试")
    with pytest.raises(Conflict, match=rf"{both.id} 又改过 petitions\."):
        undo_tuning(office, ZHAO, parts.id)
    last = floor_at(0.8, 60)
    with pytest.raises(Conflict, match=rf"{last.id} 又改过 petitions\.floor_letter"):
        undo_tuning(office, ZHAO)
    assert now().petitions.floor.letter == 0.8
    threshold.undo(office, ZHAO, reason="太高", now=NOW)
    undo_tuning(office, ZHAO)
    undo_tuning(office, ZHAO)
    assert now() == DEFAULT
    with office.database.read() as tx:
        assert {one.state for one in search_changes(tx)} == {"undone"} and setting(tx, SETTING) is None


def _with_floor(tuning: Tuning, at: float) -> Tuning:
    floor = replace(tuning.petitions.floor, letter=at)
    return replace(tuning, petitions=replace(tuning.petitions, floor=floor))


def test_a_comparison_that_is_out_of_date_is_made_again(office: Office) -> None:
    first, second = propose_tuning(office, ZHAO, NEAR), propose_tuning(office, ZHAO, BY_PLACE)
    apply_tuning(office, ZHAO, first.id)
    with pytest.raises(Conflict, match="检索参数已经改过"):
        apply_tuning(office, ZHAO, second.id, reason="试")
    undo_tuning(office, ZHAO)
    third = propose_tuning(office, ZHAO, NEAR)
    with office.database.write() as tx:
        judge(tx, ZHAO, Judgment(person="赵一", asked="item:demo:0", hit="item:demo:1", verdict="same"), now=NOW)
    with pytest.raises(Conflict, match="评测集 office:pairs、office:similar 有了变化"):
        apply_tuning(office, ZHAO, third.id)


def test_an_office_without_sets_can_prove_nothing(tmp_path: Path) -> None:
    made = open_office(Settings(home=tmp_path, today="2026-11-22", model_cache=str(tmp_path / "none")))
    change = propose_tuning(made, ZHAO, NEAR)
    assert change.decision == "unproven" and change.compared == ()
    with pytest.raises(Forbidden, match="无从比较"):
        apply_tuning(made, ZHAO, change.id)
    assert apply_tuning(made, ZHAO, change.id, reason="新装，照别处的经验").state == "applied"
    with pytest.raises(InputError, match="本办还没有自己的评测集"):
        named_sets(made, OFFICE, ["office"])
    with pytest.raises(InputError, match="没有叫“office:all”的评测集"):
        named_sets(made, OFFICE, ["office:all"])
    with pytest.raises(InputError, match="“office:pairs”还是空的"):
        named_sets(made, OFFICE, ["office:pairs"])
    made.close()


def test_what_no_set_measures_needs_a_reason(office: Office) -> None:
    floor = replace(DEFAULT.petitions.floor, letter=0.9)
    change = propose_tuning(office, ZHAO, replace(DEFAULT, petitions=replace(DEFAULT.petitions, floor=floor)))
    assert change.decision == "unproven" and "阈值台" in change.note
    with pytest.raises(Forbidden, match="没有理由不能启用"):
        apply_tuning(office, ZHAO, change.id)
