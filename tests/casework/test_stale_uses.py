"""Templates, open batches, policy packages and promises are swept too; all of it on PostgreSQL as well."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

from casework.basis_watch import sweep_and_note
from casework.citator import basis_of, cited_by
from casework.law_gaps import gaps, unused
from casework.office import Office
from casework.stale_basis import decide, listed
from core.petition import Item
from core.statute import Member, Package
from records.batches import Batch, save_batch
from records.packages import save_package
from tests.casework.acts import cite, save_act, save_parking
from tests.casework.offices import CHECKER, NOW, PREPARER, TODAY, letter, office_with

OLD = "依据《旧摊点办法》第一条办理。"


def _answered(number: int, year: int, outcome: str) -> Item:
    days = {"received_at": datetime(year, 9, 1, tzinfo=UTC), "replied_at": datetime(year, 9, 9, tzinfo=UTC)}
    return letter(number, reply=OLD, reply_masked=OLD, outcome=outcome, state="concluded", **days)


def _office(home: Path, database_url: str = "") -> Office:
    """A template, an open batch, a package and a promise that rest on an act that has ended, and old replies."""
    promise, past = _answered(1, 2025, "in_progress"), _answered(2, 2020, "explain")
    office = office_with(home, [promise, past], database_url=database_url)
    folder = office.home / "templates"
    folder.mkdir()
    template = Document()
    template.add_paragraph(OLD)
    template.save(str(folder / "opinion.docx"))
    (folder / "broken.docx").write_bytes(b"no document")
    with office.database.write() as tx:
        ended = {"ended": date(2026, 1, 1), "end_kind": "repealed", "ended_by": "新摊点办法"}
        save_act(tx, "旧摊点办法", {1: "摊点按划定的地点摆放，不得占道。"}, date(2001, 1, 1), **ended)
        save_act(tx, "新摊点办法", {1: "摊点应当按划定的地点摆放，不得占道。"}, date(2026, 1, 1))
        save_parking(tx)
        save_batch(tx, Batch(id="batch:1", issue_id="issue:deeds", title="摊点", wording=OLD, created_at=NOW))
        notice = Member(role="notice", title="通知", file="n.md")
        save_package(tx, Package(id="package:1", title="摊点通知", members=(notice,)), {"n.md": OLD}, now=NOW)
        for one in (promise, past):
            cite(tx, one)
    return office


def _kinds(office: Office) -> list[str]:
    return [one.finding.kind for one in listed(office, PREPARER)]


def test_everything_in_use_is_swept_in_the_order_of_attention(tmp_path: Path) -> None:
    office = _office(tmp_path)
    sweep_and_note(office, today=TODAY)
    assert _kinds(office) == ["template", "batch", "opinion", "package", "since"]
    assert {one.finding.successors for one in listed(office, PREPARER)} == {("article:新摊点办法:1",)}
    assert [one.title for one in listed(office, PREPARER, kinds=["template", "batch"])] == ["opinion.docx", "摊点"]
    office.close()


@pytest.mark.service
def test_the_same_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    office = _office(tmp_path, postgres_url)
    sweep_and_note(office, today=TODAY)
    assert _kinds(office) == ["template", "batch", "opinion", "package", "since"]
    found = listed(office, PREPARER)[0].finding
    decide(office, CHECKER, found.id, "correct", reason="", now=NOW)
    sweep_and_note(office, today=TODAY)
    assert listed(office, PREPARER)[0].decision.state == "correct"
    used = cited_by(office, PREPARER, "article:旧摊点办法:1")
    assert (used.counts.replies, used.counts.by_year) == (2, {"2020": 1, "2025": 1})
    assert [one.change for one in basis_of(office, PREPARER, "item:demo:1", today=TODAY)] == ["repealed"]
    assert unused(office, acts=["停车场管理条例"])[0].label == "《停车场管理条例》第一条"
    assert [one.code for one in gaps(office, PREPARER, many=1)] == []
    assert [one.code for one in gaps(office, PREPARER, many=1, governed=True)] == ["010909"]
    office.close()
