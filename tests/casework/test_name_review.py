"""Names under review: a misspelt name waits, becomes an alias when a person says so, and everything can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework import name_review
from casework.name_review import Days
from casework.office import Office, open_office
from core.errors import Conflict, InputError, NotFound
from core.settings import Settings
from core.viewer import OFFICE, WORKER, Viewer
from ingest.gazetteer import load_gazetteer
from ingest.petitions import Desk, ingest_petitions
from records.audit import audit_rows
from records.erasing import erase_item, traces
from records.items import item, update_item
from records.link_reading import links_of
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
    with office.database.read() as tx:
        assert "name_proposal" not in {table for table, _ in traces(tx, ["县住健局"])}, "nor is what it alone wrote"
        assert "name_proposal" in {table for table, _ in traces(tx, ["清荷苑"])}
