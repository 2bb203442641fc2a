"""New letters wait at a confirmed issue until a person decides; this period meets the last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework import common_issues, issue_arrivals
from casework.common_issues import Verdict
from casework.issue_periods import Chosen, changed_most, compare_issues
from core.errors import InputError, NotFound
from core.viewer import OFFICE
from records.issue_arrivals import Arriving, put_arrivals
from records.issues import issue
from records.items import save_items
from records.link_reading import links_of
from tests.casework.offices import ISSUE, NOW, PREPARER, TODAY, letter, office_with

FRESH = "item:demo:4"


@pytest.fixture
def office(tmp_path: Path):
    opened = office_with(tmp_path, [letter(n) for n in (1, 2, 3)])
    common_issues.confirm_issue(opened, PREPARER, ISSUE, now=NOW)
    fresh = {FRESH: 0.8, "item:demo:5": 0.7, "item:demo:6": 0.9}
    with opened.database.write() as tx:
        save_items(tx, [letter(4), letter(5), letter(6, restricted="accusation")])
        waiting = [Arriving(issue_id=ISSUE, item_id=id_, reason="同一小区", score=n) for id_, n in fresh.items()]
        put_arrivals(tx, waiting, now=NOW)
    yield opened
    opened.close()


def _members(office) -> set[str]:
    with office.database.read() as tx:
        return {m.item_id for m in issue(tx, OFFICE, ISSUE).members if m.role == "member"}


def test_arrivals_wait_and_leave_once_decided(office) -> None:
    listed = issue_arrivals.arrivals(office, OFFICE)
    assert [one.item_id for one in listed] == [FRESH, "item:demo:5"], "an accusation is not among them"
    assert issue_arrivals.arrivals(office, OFFICE, ISSUE) == listed
    assert FRESH not in _members(office)
    common_issues.decide_case(office, PREPARER, ISSUE, Verdict(item_id=FRESH, belongs=True, reason="同楼栋"), now=NOW)
    with pytest.raises(InputError, match="理由"):
        common_issues.decide_case(
            office, PREPARER, ISSUE, Verdict(item_id="item:demo:5", belongs=False, reason=" "), now=NOW
        )
    common_issues.decide_case(
        office, PREPARER, ISSUE, Verdict(item_id="item:demo:5", belongs=False, reason="另一开发商"), now=NOW
    )
    assert issue_arrivals.arrivals(office, OFFICE) == []
    assert FRESH in _members(office)
    with office.database.read() as tx:
        linked = {link.source for link in links_of(tx, OFFICE, [ISSUE], ("member_of",), direction="in")}
    assert linked == {FRESH}


def test_a_letter_one_may_not_see_cannot_be_decided_on(office) -> None:
    with pytest.raises(NotFound):
        common_issues.decide_case(
            office, PREPARER, ISSUE, Verdict(item_id="item:demo:6", belongs=True, reason="看看"), now=NOW
        )


def test_this_period_meets_the_last_with_all_letters_beside(tmp_path: Path) -> None:
    days = [date(2026, 8, 10), date(2026, 10, 5), date(2026, 10, 30), date(2026, 11, 3), date(2026, 11, 20)]
    several = [letter(n, received_at=datetime(d.year, d.month, d.day, 3, tzinfo=UTC)) for n, d in enumerate(days)]
    opened = office_with(tmp_path, several)
    found = compare_issues(opened, OFFICE, [ISSUE], Chosen(), today=TODAY)
    change = found.changes[ISSUE]
    assert (change.this.letters, change.last.letters, change.more) == (2, 1, 1), "30 October lies past the 22nd"
    assert (found.this_letters, found.last_letters, found.note) == (2, 1, "")
    own = Chosen("own", date(2026, 7, 1), date(2026, 7, 31))
    assert "不可比" in compare_issues(opened, OFFICE, [ISSUE], own, today=TODAY).note
    assert "不全" in compare_issues(opened, OFFICE, [ISSUE], Chosen("quarter"), today=TODAY).note
    _, ordered = changed_most(opened, OFFICE, Chosen("year"), level="event", today=TODAY)
    assert ordered == [(ISSUE, "兰溪苑办证难")]
    opened.close()
