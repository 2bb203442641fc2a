"""Lists for policy staff: several units with returns, opposite outcomes, places, gaps, effect; never about persons."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from casework.consistency import inconsistent
from casework.cross_unit import cross_unit, cross_unit_of
from casework.issue_brief import issue_brief
from casework.issue_bursts import bursts
from casework.issue_effect import effects
from casework.issue_gaps import issue_gaps
from casework.place_rollup import rollup
from casework.projections import Projections
from core.periods import pair_of
from core.petition import Evidence, HandlingEvent, Link, Unit
from core.viewer import OFFICE
from records.events import add_events
from records.items import save_items
from records.link_saving import put_links
from records.measures import save_measure
from records.places import Place, save_places
from records.units import save_units
from tests.casework.offices import ISSUE, MEASURE, NOW, PREPARER, TODAY, letter, office_with

UNITS = ("unit:ZRZY", "unit:ZJ")


def received(days_ago: int) -> datetime:
    return NOW - timedelta(days=days_ago)


@pytest.fixture
def office(tmp_path: Path):
    several = [
        letter(n, unit_id=UNITS[n % 3 == 0], issue_code=("010909", "010901")[n % 3 == 0], received_at=received(10 * n))
        for n in range(1, 13)
    ]
    opened = office_with(tmp_path, several)
    with opened.database.write() as tx:
        save_units(tx, [Unit(id="unit:ZJ", code="ZJ", name="青湄县住房和城乡建设局")])
        hidden = letter(40, unit_id="unit:ZJ", restricted="accusation")
        save_items(tx, [hidden])
        steps = (("transfer", "unit:ZJ", 3), ("object", "unit:ZJ", 2), ("transfer", "unit:ZRZY", 1))
        add_events(
            tx,
            [
                HandlingEvent(item_id="item:demo:1", at=received(back), event=event, unit_id=unit, note="不属于本单位")
                for event, unit, back in steps
            ],
        )
    yield opened
    opened.close()


def test_one_issue_under_two_units_comes_with_its_returns(office) -> None:
    (found,) = cross_unit(office, OFFICE)
    assert (found.issue.id, found.units, found.codes, found.outside, found.returned) == (ISSUE, 2, 2, 4, 1)
    assert [(cell.unit, cell.letters) for cell in found.cells] == [
        ("青湄县自然资源和规划局", 8),
        ("青湄县住房和城乡建设局", 4),
    ]
    (chain,) = found.chains
    assert [(step.event, step.unit[3:5]) for step in chain.steps] == [
        ("transfer", "住房"),
        ("object", "住房"),
        ("transfer", "自然"),
    ]
    assert cross_unit(office, OFFICE, least=3) == []
    assert cross_unit_of(office, OFFICE, ISSUE) == found


def test_few_letters_and_a_short_past_do_not_alarm(office) -> None:
    (row,) = bursts(office, OFFICE, as_of=TODAY).rows
    assert row.verdict == "usual"
    assert row.outlook is not None and row.outlook.low <= row.seen <= row.outlook.high
    early = bursts(office, OFFICE, as_of=date(2026, 8, 20))
    assert early.rows[0].verdict == "unknown" and "无从比较" in early.note


def test_a_measure_is_seen_before_and_after(office) -> None:
    assert effects(office, OFFICE, ISSUE, as_of=TODAY) == []
    with office.database.write() as tx:
        save_measure(tx, MEASURE)
        proof = (Evidence(record=MEASURE.id, rule="批量办理"),)
        put_links(tx, [Link(source=MEASURE.id, kind="addresses", target=ISSUE, evidence=proof)], now=NOW)
    (found,) = effects(office, OFFICE, ISSUE, as_of=TODAY)
    assert (found.before, found.after) == (10, 2)
    assert found.stretches[-1].last == TODAY and found.stretches[-1].after
    assert found.outlook is not None and found.verdict == "usual"
    assert effects(office, OFFICE, ISSUE, as_of=date(2026, 10, 1)) == []


def test_the_brief_is_the_same_bytes_and_names_nobody(office) -> None:
    made = issue_brief(office, PREPARER, ISSUE, as_of=TODAY, now=NOW)
    assert made == issue_brief(office, PREPARER, ISSUE, as_of=TODAY, now=NOW)
    told = "\n".join(one.text for one in Document(io.BytesIO(made)).paragraphs)
    assert "关于“兰溪苑办证难”的专报" in told and "2 个单位分别办理" in told and "尚未登记措施" in told


def test_an_issue_without_basis_and_satisfaction_is_a_candidate_for_a_gap(office) -> None:
    assert issue_gaps(office, OFFICE, level="event", many=5, governed=True) == []
    replied = [
        letter(n, unit_id=UNITS[0], reply="已收悉", reply_masked="已收悉", rating="dissatisfied") for n in range(1, 7)
    ]
    with office.database.write() as tx:
        save_items(tx, replied)
    (found,) = issue_gaps(office, OFFICE, level="event", many=5, governed=True)
    assert (found.use.letters, found.use.answered, found.use.with_basis, found.use.share_dissatisfied) == (
        12,
        6,
        0,
        1.0,
    )


def test_places_roll_up_and_a_letter_counts_once_in_its_town(office) -> None:
    town, first, second = "place:湄城街道", "place:兰溪苑", "place:清河苑"
    with office.database.write() as tx:
        known = [
            Place(id=town, name="湄城街道", kind="town"),
            Place(id=first, name="兰溪苑", kind="estate", parent=town),
            Place(id=second, name="清河苑", kind="estate", parent=town),
        ]
        save_places(tx, known)
        pairs = [(f"item:demo:{n}", first) for n in (1, 2, 40)] + [("item:demo:1", second)]
        put_links(tx, [_at(source, target) for source, target in pairs], now=NOW)
    pair = pair_of("year", TODAY)
    (row,) = rollup(office, OFFICE, pair, level="town")
    assert (row.name, row.now.letters) == ("湄城街道", 2)
    below = rollup(office, OFFICE, pair, level="place", town="湄城街道")
    assert [(one.name, one.now.letters, one.town) for one in below] == [
        ("兰溪苑", 2, "湄城街道"),
        ("清河苑", 1, "湄城街道"),
    ]
    assert rollup(office, OFFICE, pair, level="place", town="别处") == []


def _at(source: str, target: str) -> Link:
    return Link(source=source, kind="located_at", target=target, evidence=(Evidence(record=source, rule="地名"),))


def test_the_same_demand_granted_here_and_refused_there_is_told_with_what_differs(office) -> None:
    text = "交房多年，开发商说竣工备案没有完成，登记中心不肯收件，产权证一直办不下来，孩子上学和贷款都受影响"
    told = {"reply": "答复", "reply_masked": "答复", "content": text, "content_masked": text}
    day = datetime(2026, 3, 1, tzinfo=UTC)
    title = {"title": "产权证办不下来", "title_masked": "产权证办不下来"}
    pairs = [
        letter(50, outcome="support", unit_id=UNITS[0], replied_at=day, **told, **title),
        letter(51, outcome="not_support", unit_id=UNITS[1], replied_at=day, place_text="清河苑", **told, **title),
        letter(52, outcome="support", restricted="accusation", unit_id=UNITS[1], replied_at=day, **told, **title),
    ]
    with office.database.write() as tx:
        save_items(tx, pairs)
    projections = Projections(office)
    while projections.words() or projections.vectors():
        pass
    office.index.close()
    (found,) = inconsistent(office, OFFICE)
    assert (found.refused.item_id, found.granted.item_id) == ("item:demo:51", "item:demo:50")
    assert {one.name for one in found.differences} == {"地点", "单位"}
    assert found.across == "地点、单位"
