"""Names under review: a misspelt name waits, becomes an alias when a person says so, and everything can be undone."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from casework import jobs, name_review, name_search
from casework.name_review import Days
from casework.office import Office, open_office
from core.errors import Conflict, InputError, NotFound
from core.settings import Settings
from core.viewer import OFFICE, WORKER, Viewer
from ingest.gazetteer import load_gazetteer
from ingest.petitions import Desk, ingest_petitions
from records import jobs as job_rows
from records.audit import audit_rows
from records.erasing import erase_item, traces
from records.item_reading import iter_items
from records.items import item, update_item
from records.jobs import Job
from records.link_reading import links_of
from records.names import NameProposal, Sighting, put_proposals
from tests.casework.offices import NOW

CLERK = Viewer(name="地名员")
NAMES = """
office: {county: 兰溪县, region_code: "990600"}
units:
  - {code: ZJ, name: 兰溪县住房和城乡建设局, aliases: [县住建局, 住建局]}
  - {code: CGJ, name: 兰溪县城市管理局, aliases: [县城管局]}
estate:
  - [清河苑, 东门街道, 柳溪路, 甲, 乙, 2019]
  - [望江花园, 东门街道, 柳溪路, 甲, 乙, 2019]
road: [[枫林一路, 东门街道, ""]]
respondents: [{name: 兰溪恒澜置业有限公司, aliases: [恒澜置业]}]
"""
ROWS = """信访编号,登记日期,姓名,电话,主题,内容,责任单位
1,2026-03-02,张一,19900000001,清河苑小区电梯停运,清河苑小区的电梯停了三个月，县住建局不管。,县住建局
2,2026-03-05,张一,19900000001,清荷苑小区电梯停运,清荷苑小区的电梯又停了，找过县住健局也没有用。,县住建局
3,2026-03-09,李二,19900000002,清荷苑小区电梯坏了,清荷苑小区电梯坏了，兰溪恒兰置业有限公司不出面。,县城管局
4,2026-03-11,王三,19900000003,枫林二路积水,枫林二路一下雨就积水。,县城管局
5,2026-03-12,赵四,19900000004,举报住建局局长收受红包,县住健局局长收受贿赂，在清核苑小区收了好处费。,
"""
LATER_ROWS = """信访编号,登记日期,姓名,电话,主题,内容,责任单位
6,2026-03-20,周五,19900000005,路灯不亮,路灯不亮，县成管局说不归他们管。,
"""


@pytest.fixture
def office(tmp_path: Path):
    (tmp_path / "names.yaml").write_text(NAMES, encoding="utf-8")
    (tmp_path / "来信.csv").write_text(ROWS, encoding="utf-8")
    opened = open_office(Settings(home=tmp_path / "home", today="2026-11-22"))
    with opened.database.write() as tx:
        load_gazetteer(tx, tmp_path / "names.yaml", now=NOW)
    desk = Desk(opened.database, opened.vault, opened.home / "quarantine")
    ingest_petitions(desk, [tmp_path / "来信.csv"], now=NOW, processes=1)
    yield opened
    opened.close()


def _waiting(office: Office, state: str = "open") -> dict[str, name_review.Waiting]:
    return {one.proposal.spelling: one for one in name_review.waiting_names(office, OFFICE, state=state)}


def _targets(office: Office, number: int, kind: str) -> set[str]:
    with office.database.read() as tx:
        return {link.target for link in links_of(tx, OFFICE, [f"item:来信:{number}"], (kind,), direction="out")}


def test_near_names_wait_with_evidence(office: Office) -> None:
    assert name_review.look_for_names(office, now=NOW) == 3
    found = _waiting(office)
    assert {(one.proposal.kind, name, one.proposal.known) for name, one in found.items()} == {
        ("place", "清荷苑", "清河苑"),
        ("unit", "县住健局", "县住建局"),
        ("respondent", "兰溪恒兰", "兰溪恒澜"),
    }
    place = found["清荷苑"]
    assert place.letters == 2
    assert "音近" in place.proposal.rule
    assert any("清荷苑小区" in example.words for example in place.examples)
    assert name_review.look_for_names(office, now=NOW) == 0


def run_jobs(office: Office) -> list[Job]:
    """All waiting jobs, run by this process; the jobs of the office, newest first."""
    while True:
        with office.database.write() as tx:
            one = job_rows.claim(tx, "this", NOW)
        if one is None:
            break
        jobs.run_job(office, one, worker="this", ended=threading.Event())
    with office.database.read() as tx:
        return job_rows.jobs(tx, OFFICE)


def test_after_an_import_the_worker_looks_for_names(office: Office, tmp_path: Path) -> None:
    jobs.submit(office, CLERK, "ingest_petitions", {"files": [str(tmp_path / "来信.csv")]})
    (tmp_path / "后来.csv").write_text(LATER_ROWS, encoding="utf-8")
    jobs.submit(office, CLERK, "ingest_petitions", {"files": [str(tmp_path / "后来.csv")]})
    done = [one for one in run_jobs(office) if one.kind == name_search.LOOK]
    assert [(one.result["new"], one.result["letters"]) for one in done] == [(1, 1), (3, 4)], (
        "the accusation is not read"
    )
    found = _waiting(office)
    assert set(found) == {"清荷苑", "县住健局", "兰溪恒兰", "县成管局"}
    name_review.reject_name(office, CLERK, found["县成管局"].proposal.id, reason="不是", now=NOW)
    name_search.look_after_import(office, [tmp_path / "后来.csv"])
    assert run_jobs(office)[0].result["new"] == 0
    assert set(_waiting(office)) == {"清荷苑", "县住健局", "兰溪恒兰"} and set(_waiting(office, "rejected")) == {
        "县成管局"
    }


def test_a_large_import_is_looked_through_in_several_turns(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    several = partial(iter_items, batch=1)
    monkeypatch.setattr(name_search, "iter_items", several)
    monkeypatch.setattr(name_search, "AT_ONCE", -1.0)
    name_search.look_after_import(office, [Path("来信.csv")])
    done = run_jobs(office)
    assert [one.result["letters"] for one in done] == [0, 1, 1, 1, 1]
    assert set(_waiting(office)) == {"清荷苑", "县住健局", "兰溪恒兰"}


def test_an_accusation_gives_nothing_away(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    assert "清核苑" not in _waiting(office)
    assert _waiting(office)["县住健局"].letters == 1


def test_a_letter_set_aside_later_is_linked_again_and_not_counted(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    waiting = _waiting(office)
    with office.database.write() as tx:
        update_item(tx, "item:来信:2", restricted="accusation")
    done = name_review.accept_name(
        office, CLERK, waiting["清荷苑"].proposal.id, reason="地名库核对", days=Days(), now=NOW
    )
    assert done.letters == 1
    with office.database.read() as tx:
        links = links_of(tx, WORKER, ["item:来信:2"], ("located_at",), direction="out")
    assert [link.target for link in links] == ["place:清河苑"]
    hidden = waiting["县住健局"].proposal.id
    with pytest.raises(NotFound):
        name_review.accept_name(office, CLERK, hidden, reason="错别字", days=Days(), now=NOW)
    with pytest.raises(NotFound):
        name_review.reject_name(office, CLERK, hidden, reason="错别字", now=NOW)


def test_accepting_links_the_letters_again_and_undoing_links_them_as_before(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    place = _waiting(office)["清荷苑"].proposal
    before = {number: _targets(office, number, "located_at") for number in (1, 2, 3, 4)}
    assert before[2] == {"place:清荷苑"}
    with pytest.raises(InputError, match="理由"):
        name_review.accept_name(office, CLERK, place.id, reason=" ", days=Days(), now=NOW)
    done = name_review.accept_name(office, CLERK, place.id, reason="地名库核对", days=Days(), now=NOW)
    assert done.letters == 2
    assert _targets(office, 2, "located_at") == _targets(office, 3, "located_at") == {"place:清河苑"}
    with office.database.read() as tx:
        one, other = (item(tx, OFFICE, f"item:来信:{number}") for number in (1, 2))
    assert one.matter_id == other.matter_id, "one petitioner about one place: one matter now"
    assert "清荷苑" not in _waiting(office)
    with pytest.raises(Conflict, match="地名员"):
        name_review.reject_name(office, CLERK, place.id, reason="重复", now=NOW)
    name_review.undo_name(office, CLERK, place.id, reason="其实是两个小区", now=NOW)
    assert {number: _targets(office, number, "located_at") for number in (1, 2, 3, 4)} == before
    with office.database.read() as tx:
        one, other = (item(tx, OFFICE, f"item:来信:{number}") for number in (1, 2))
        actions = [row.action for row in audit_rows(tx)]
    assert one.matter_id != other.matter_id
    assert [step.action for step in _waiting(office)["清荷苑"].log] == ["accept", "undo"]
    assert {"name_accept", "name_undo"} <= set(actions)


def test_a_misspelt_unit_is_found_in_letters_once_accepted(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    unit = _waiting(office)["县住健局"].proposal
    assert _targets(office, 2, "names_unit") == set()
    name_review.accept_name(office, CLERK, unit.id, reason="错别字", days=Days(), now=NOW)
    assert _targets(office, 2, "names_unit") == {"unit:ZJ"}


def test_an_alias_links_letters_of_its_days_alone(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    place = _waiting(office)["清荷苑"].proposal.id
    before = _targets(office, 3, "located_at")
    days = Days(first=date(2026, 3, 5), last=date(2026, 3, 8))
    name_review.accept_name(office, CLERK, place, reason="三月初改过名", days=days, now=NOW)
    assert _targets(office, 2, "located_at") == {"place:清河苑"}, "its first day is within"
    assert _targets(office, 3, "located_at") == before == {"place:清荷苑"}, "the day after its last is not"
    name_review.undo_name(office, CLERK, place, reason="查错了", now=NOW)
    name_review.accept_name(office, CLERK, place, reason="一直这样写", days=Days(), now=NOW)
    assert _targets(office, 3, "located_at") == {"place:清河苑"}, "changed days are read by again"


def test_a_rejected_name_is_remembered_until_that_is_undone(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    firm = _waiting(office)["兰溪恒兰"].proposal
    name_review.reject_name(office, CLERK, firm.id, reason="另一家公司", now=NOW)
    assert name_review.look_for_names(office, now=NOW) == 0
    assert "兰溪恒兰" in _waiting(office, "rejected")
    name_review.undo_name(office, CLERK, firm.id, reason="核错了", now=NOW)
    assert "兰溪恒兰" in _waiting(office)


def test_an_erased_letter_is_no_evidence_any_more(office: Office) -> None:
    name_review.look_for_names(office, now=NOW)
    with office.database.write() as tx:
        erase_item(tx, "item:来信:2", basis="个人信息保护法第四十七条", persons=("王一", "李二"), now=NOW)
    assert _waiting(office)["清荷苑"].letters == 1
    assert "县住健局" not in _waiting(office)
    with office.database.write() as tx:  # found before, written down after
        late = NameProposal(kind="unit", spelling="县住健局", target="unit:ZJ")
        assert put_proposals(tx, {late: [Sighting("item:来信:2", "content", 0, 4)]}, now=NOW) == 0
    with office.database.read() as tx:
        assert "name_proposal" not in {table for table, _ in traces(tx, ["县住健局"])}, "nor is what it alone wrote"
        assert "name_proposal" in {table for table, _ in traces(tx, ["清荷苑"])}
