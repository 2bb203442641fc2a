"""Lock, backup, work list, case page and drafts of a small office."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.backup import backup, restore
from casework.case import case_page, find_case, open_identity, open_text
from casework.drafts import begin_draft, draft_of, save_draft
from casework.lock import worker_alive, worker_lock
from casework.office import open_office
from casework.worklist import due_words, work_list
from core.errors import Conflict, InputError, NotFound, Unavailable
from core.petition import Person
from core.settings import Settings
from core.viewer import Viewer
from records import audit
from records.items import items
from tests.casework.offices import NOW, PREPARER, TODAY, letter, office_with


def test_two_workers_at_once_are_refused(tmp_path: Path) -> None:
    code = "from pathlib import Path\nfrom casework.lock import worker_lock\nimport sys\n"
    code += f"with worker_lock(Path({str(tmp_path)!r})):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline().strip() == "held"
    assert worker_alive(tmp_path)
    with pytest.raises(Unavailable, match="已有一个后台任务"), worker_lock(tmp_path):
        pass
    holder.kill()
    holder.communicate()
    until = time.monotonic() + 10
    while worker_alive(tmp_path) and time.monotonic() < until:
        time.sleep(0.02)
    assert not worker_alive(tmp_path)


def test_backup_and_restore(tmp_path: Path) -> None:
    office = office_with(
        tmp_path / "one", [letter(1)], people={"item:demo:1": Person(name="赵一一", phone="19900000001")}
    )
    file = backup(office, tmp_path / "office.tar.gz")
    with pytest.raises(Conflict, match="已有资料"):
        restore(office.settings, file)
    office.close()
    other = open_office(Settings(home=restore(Settings(home=tmp_path / "two"), file)))
    assert open_identity(other, PREPARER, "item:demo:1", reason="核对", now=NOW).name == "赵一一"
    other.close()
    (tmp_path / "no.tar.gz").write_bytes(b"not a backup")
    with pytest.raises(InputError, match="备份"):
        restore(Settings(home=tmp_path / "three"), tmp_path / "no.tar.gz")


def test_work_list_by_due_date(tmp_path: Path) -> None:
    cases = [
        letter(1, due_on=date(2026, 11, 25)),
        letter(2, due_on=date(2026, 11, 20)),
        letter(3),
        letter(4, due_on=date(2026, 11, 1), state="concluded"),
    ]
    office = office_with(tmp_path, cases)
    listed = work_list(office, PREPARER, today=TODAY)
    assert [row.item.source_id for row in listed.rows] == ["2", "1", "3"]
    assert [due_words(row.days_left) for row in listed.rows] == ["超期 2 天", "剩余 3 天", ""]
    assert (listed.total, listed.overdue, listed.soon) == (3, 1, 1)
    assert [row.item.source_id for row in work_list(office, PREPARER, today=TODAY, due="overdue").rows] == ["2"]
    office.close()


def test_accusations_are_not_on_the_list(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1, restricted="accusation"), letter(2)])
    handler = Viewer(name="纪检联络员", unit_id="unit:JW", assigned=frozenset({"item:demo:1"}))
    assert work_list(office, PREPARER, today=TODAY).total == 1
    assert work_list(office, handler, today=TODAY).total == 2
    with pytest.raises(NotFound):
        case_page(office, PREPARER, "item:demo:1", today=TODAY)
    office.close()


def test_case_page_and_openings_are_audited(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1)], people={"item:demo:1": Person(name="赵一一", phone="19900000001")})
    assert find_case(office, PREPARER, " XF0001 ") == "item:demo:1"
    with pytest.raises(NotFound, match="没有编号为"):
        find_case(office, PREPARER, "XF9999")
    page = case_page(office, PREPARER, "item:demo:1", today=TODAY)
    assert page.issues[0].label == "兰溪苑办证难"
    with pytest.raises(InputError, match="理由"):
        open_text(office, PREPARER, "item:demo:1", reason="", now=NOW)
    assert "兰溪苑" in open_text(office, PREPARER, "item:demo:1", reason="核对", now=NOW)
    with office.database.read() as tx:
        assert [row.action for row in audit.audit_rows(tx)] == ["open_text"]
    office.close()


def test_a_draft_begins_from_a_precedent(tmp_path: Path) -> None:
    reply = "经核查，已协调登记机构受理。"
    office = office_with(tmp_path, [letter(1), letter(2, reply=reply, reply_masked=reply, state="concluded")])
    with pytest.raises(InputError, match="没有答复"):
        begin_draft(office, PREPARER, "item:demo:2", "item:demo:1", today=TODAY, now=NOW)
    draft = begin_draft(office, PREPARER, "item:demo:1", "item:demo:2", today=TODAY, now=NOW)
    assert reply in draft.text and "人工审核" in draft.text and "XF0002" in draft.text
    save_draft(office, PREPARER, "item:demo:1", "改过的答复", now=datetime(2026, 11, 23, tzinfo=UTC))
    kept = draft_of(office, PREPARER, "item:demo:1")
    assert kept is not None and kept.text == "改过的答复"
    assert draft_of(office, Viewer(name="别人"), "item:demo:1") is None
    with office.database.read() as tx:
        assert items(tx, PREPARER, ["item:demo:1"])["item:demo:1"].reply == ""
    office.close()


def test_a_draft_says_which_day_counts(tmp_path: Path) -> None:
    reply = "经核查，已协调登记机构受理。"
    case = letter(1, extra={"event_on": "2025-03-02"})
    office = office_with(tmp_path, [case, letter(2, reply=reply, reply_masked=reply, state="concluded")])
    draft = begin_draft(office, PREPARER, "item:demo:1", "item:demo:2", today=TODAY, now=NOW)
    assert "实体问题按 2025-03-02（事发日期，来源表写明）" in draft.text
    office.close()
