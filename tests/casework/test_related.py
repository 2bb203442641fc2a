"""Matters about one respondent and one kind of problem are linked, shown on the case page, and never merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.case import case_page
from casework.office import Office, open_office
from core.settings import Settings
from core.viewer import OFFICE
from ingest.petitions import Desk, ingest_petitions
from records import related_matters
from records.erasing import erase_item
from records.items import item
from records.link_reading import links_of
from records.link_saving import revoke_link
from records.marks import clear_marks, take_marks
from records.related_matters import relate_matters
from tests.casework.offices import NOW, TODAY

HEAD = "信访编号,登记日期,姓名,电话,主题,内容,被反映单位,问题分类\n"
CLASS = "住房与房地产/房产证登记与办理"


@pytest.fixture
def office(tmp_path: Path):
    rows = [
        ("1", "2026-03-02", "清河苑办证难", "兰溪恒澜置业有限公司", "交房三年没有办房产证，开发商不做首次登记。"),
        ("2", "2026-03-05", "望江花园办证难", "兰溪恒澜置业有限公司", "交房五年没有办房产证，开发商不做首次登记。"),
        ("3", "2026-03-09", "东篱小区办证难", "兰溪恒澜置业有限公司", "不动产权证一直办不下来，开发商不做首次登记。"),
        ("4", "2026-03-11", "拖欠工资", "兰溪恒澜置业有限公司", "工地拖欠农民工工资三个月。"),
        ("5", "2026-03-12", "举报局长受贿", "兰溪恒澜置业有限公司", "房产证办不了，局长收受贿赂，收了好处费。"),
    ]
    lines = [f"{n},{day},张{n},1990000000{n},{title},{text},{firm},\n" for n, day, title, firm, text in rows]
    (tmp_path / "来信.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    opened = open_office(Settings(home=tmp_path / "home", today="2026-11-22"))
    desk = Desk(opened.database, opened.vault, opened.home / "quarantine")
    ingest_petitions(desk, [tmp_path / "来信.csv"], now=NOW, processes=1)
    with opened.database.write() as tx:
        assert relate_matters(tx, now=NOW) == (3, 0)
        assert relate_matters(tx, now=NOW) == (0, 0), "a second look changes nothing"
    yield opened
    opened.close()


def _matter(office: Office, number: int) -> str:
    with office.database.read() as tx:
        return item(tx, OFFICE, f"item:来信:{number}").matter_id


def _related(office: Office, number: int) -> list[str]:
    page = case_page(office, OFFICE, f"item:来信:{number}", today=TODAY)
    return [one.item_id.rpartition(":")[2] for one in page.related]


def test_the_case_page_shows_them_the_latest_first(office: Office) -> None:
    assert _related(office, 1) == ["3", "2"]
    assert _related(office, 3) == ["2", "1"]
    assert _related(office, 4) == [], "another kind of problem"
    assert len({_matter(office, number) for number in (1, 2, 3)}) == 3, "linked, never merged"
    page = case_page(office, OFFICE, "item:来信:1", today=TODAY)
    assert "恒澜" in page.related[0].respondent


def test_what_a_person_cut_stays_cut(office: Office) -> None:
    ends = _matter(office, 2), _matter(office, 1)
    with office.database.write() as tx:
        revoke_link(tx, ends[0], "related_matter", ends[1], person="经办", reason="两回事", now=NOW)
        relate_matters(tx, now=NOW)
    assert _related(office, 1) == ["3"]


def test_an_erased_letter_leaves_no_relation(office: Office) -> None:
    gone = _matter(office, 1)
    with office.database.write() as tx:
        erase_item(tx, "item:来信:1", basis="个人信息保护法第四十七条", persons=("王一", "李二"), now=NOW)
        assert links_of(tx, OFFICE, [gone], ("related_matter",)) == []


def test_a_crowd_is_left_to_common_issues(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related_matters, "CROWD", 2)
    with office.database.write() as tx:
        clear_marks(tx, "graph", take_marks(tx, "graph"))
        assert relate_matters(tx, now=NOW) == (0, 3)
        waiting = {one.entity for one in take_marks(tx, "graph")}
    assert _related(office, 1) == []
    assert waiting == {_matter(office, 2), _matter(office, 3)}, "the graph beside the records loses the links too"
