"""An issue keeps number, name and owner when data grows; splits and merges are dated events."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from casework import common_issues, issue_life
from casework.issue_life import Charge, Part
from core.errors import InputError, NotFound
from core.viewer import OFFICE
from issues.common_issue import CommonIssue, Discovery, Member
from issues.keeping import keep
from records.audit import audit_rows
from records.erasing import erase_item, traces
from records.issues import issue, issues
from tests.casework.offices import ISSUE, NOW, PREPARER, letter, office_with


@pytest.fixture
def office(tmp_path: Path):
    opened = office_with(tmp_path, [letter(n) for n in range(1, 8)])
    yield opened
    opened.close()


def found(*groups: tuple[str, str, tuple[int, ...]]) -> Discovery:
    """A discovery with these events: id, label, numbers of members."""
    events = tuple(
        CommonIssue(
            id=id_,
            level="event",
            label=label,
            members=tuple(Member(f"item:demo:{n}", "同一小区", 0.8) for n in numbers),
            examples=(f"独有的例句{id_}",),
        )
        for id_, label, numbers in groups
    )
    return Discovery(events, ())


def kinds(office, issue_id: str) -> list[tuple[str, str]]:
    return [(one.kind, one.other) for one in issue_life.life_of(office, OFFICE, issue_id).happened]


def test_numbers_stay_and_splits_and_merges_are_dated(office) -> None:
    keep(office.database, found(), now=NOW)
    keep(office.database, found(("issue:a", "甲", (1, 2, 3, 4, 5))), now=NOW)
    keep(office.database, found(("issue:a", "甲", (3, 4, 5)), ("issue:b", "乙", (1, 2))), now=NOW + timedelta(days=1))
    first = issue_life.life_of(office, OFFICE, "issue:a").row.number
    assert kinds(office, "issue:b") == [("split_from", "issue:a")]
    assert kinds(office, "issue:a") == [("split_off", "issue:b")]
    keep(office.database, found(("issue:a", "甲", (1, 2, 3, 4, 5, 6))), now=NOW + timedelta(days=2))
    gone = issue_life.life_of(office, OFFICE, "issue:b")
    assert (gone.row.number, gone.row.into, gone.row.ended_at) == (first + 1, "issue:a", NOW + timedelta(days=2))
    assert gone.happened[0].kind == "merged_into"
    assert kinds(office, "issue:a")[0] == ("took_in", "issue:b")
    assert issue_life.find_issue(office, f"第{first}号") == "issue:a"
    with pytest.raises(NotFound, match="第 99 号"):
        issue_life.find_issue(office, "99")


def test_an_owner_stays_while_the_data_changes(office) -> None:
    keep(office.database, found(("issue:a", "甲", (1, 2, 3))), now=NOW)
    with pytest.raises(InputError, match="责任"):
        issue_life.assign_issue(office, PREPARER, "issue:a", Charge(), now=NOW)
    issue_life.assign_issue(office, PREPARER, "issue:a", Charge(unit_id="unit:ZRZY", owner="李主任"), now=NOW)
    keep(office.database, found(("issue:a", "甲", (1, 2, 3, 4))), now=NOW)
    keep(office.database, found(), now=NOW)
    life = issue_life.life_of(office, OFFICE, "issue:a")
    assert (life.row.owner, life.unit, life.row.assigned_by) == ("李主任", "青湄县自然资源和规划局", PREPARER.name)
    with office.database.read() as tx:
        row = audit_rows(tx, object="issue:a")[0]
    assert (row.action, row.person) == ("issue_assign", PREPARER.name) and "李主任" in row.reason


def test_a_person_merges_and_splits_for_good(office) -> None:
    keep(office.database, found(), now=NOW)
    keep(office.database, found(("issue:a", "甲", (1, 2, 3)), ("issue:b", "乙", (4, 5))), now=NOW)
    with pytest.raises(InputError, match="自己"):
        issue_life.merge_issues(office, PREPARER, "issue:a", "issue:a", reason="同一件事", now=NOW)
    issue_life.merge_issues(office, PREPARER, "issue:a", "issue:b", reason="同一件事", now=NOW)
    with office.database.read() as tx:
        assert len(issue(tx, OFFICE, "issue:a").members) == 5
        assert "issue:b" not in {one.id for one in issues(tx, OFFICE)}
    with pytest.raises(InputError, match="两件以上"):
        issue_life.split_issue(
            office, PREPARER, "issue:a", Part(item_ids=("item:demo:1",), label="丙", reason="另一栋"), now=NOW
        )
    part = Part(item_ids=("item:demo:1", "item:demo:2"), label="一栋办证", reason="另一栋")
    new = issue_life.split_issue(office, PREPARER, "issue:a", part, now=NOW)
    with office.database.read() as tx:
        made = issue(tx, OFFICE, new)
        assert (made.label, made.state, len(made.members)) == ("一栋办证", "confirmed", 2)
        left = issue(tx, OFFICE, "issue:a").members
    assert {m.item_id[-1]: m.role for m in left if m.role == "lookalike"} == {"1": "lookalike", "2": "lookalike"}
    assert [one.kind for one in issue_life.life_of(office, OFFICE, "issue:a").happened] == ["split_off", "took_in"]


def test_what_people_did_is_in_the_history(office) -> None:
    common_issues.rename_issue(office, PREPARER, ISSUE, "兰溪苑办证", now=NOW)
    common_issues.confirm_issue(office, PREPARER, ISSUE, now=NOW)
    told = [(one.kind, one.person) for one in issue_life.life_of(office, OFFICE, ISSUE).happened]
    assert told == [("confirmed", PREPARER.name), ("renamed", PREPARER.name)]


def test_an_erased_letter_leaves_no_words_in_its_issues(office) -> None:
    keep(office.database, found(("issue:a", "独有的名称", (1,))), now=NOW)
    with office.database.write() as tx:
        assert traces(tx, ["独有的"])
        erase_item(tx, "item:demo:1", basis="个人信息保护法第47条", persons=("张三", "李四"), now=NOW)
        assert traces(tx, ["独有的"]) == []
