"""Batch resolution end to end on real records: nobody is missed, nothing is done twice, undo restores."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document as Word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.batch import apply as carrying_out
from casework.batch import papers, preview, steps
from casework.jobs import Stopped
from casework.office import Office
from core.batch import EXCEPTIONS, MemberResult
from core.errors import Conflict, InputError
from core.ids import article_id, regulation_id
from core.petition import Claim, Person
from records import audit, batches, claims, documents, items, matters
from records.documents import Delivery
from tests.casework.acts import save_act
from tests.casework.offices import CHECKER, ISSUE, MEASURE, NOW, PREPARER, TODAY, letter, office_with

WORDING = "您反映的{{标题}}（{{编号}}），现按{{措施}}（{{措施文号}}）办理。"


def prepared(office: Office, document: str = "progress") -> str:
    batch = steps.open_batch(office, PREPARER, ISSUE, now=NOW)
    steps.set_cause(office, PREPARER, batch, kind="missing_step", text="竣工备案未完成", now=NOW)
    steps.set_measure(office, PREPARER, batch, MEASURE, now=NOW)
    types = {"": document, "review_body": "溯川市自然资源局"}
    steps.set_wording(office, PREPARER, batch, text=WORDING, document_types=types, now=NOW)
    return batch


def approved(office: Office, document: str = "progress") -> str:
    batch = prepared(office, document)
    steps.submit_for_check(office, PREPARER, batch, now=NOW)
    steps.legal_check(office, CHECKER, batch, approved=True, note="", now=NOW)
    return batch


def test_each_step_is_asked_for(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1)])
    batch = steps.open_batch(office, PREPARER, ISSUE, now=NOW)
    with pytest.raises(Conflict, match=r"尚未确认原因.*措施.*口径.*法律审核"):
        carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    assert steps.standing(office, PREPARER, batch).step == "measure"
    assert steps.open_batch(office, PREPARER, ISSUE, now=NOW) == batch
    office.close()


def test_the_preparer_cannot_check(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1)])
    batch = prepared(office)
    with pytest.raises(Conflict, match="还没有送审"):
        steps.legal_check(office, CHECKER, batch, approved=True, note="", now=NOW)
    steps.submit_for_check(office, PREPARER, batch, now=NOW)
    with pytest.raises(Conflict, match="另一名"):
        steps.legal_check(office, PREPARER, batch, approved=True, note="", now=NOW)
    with pytest.raises(InputError, match="理由"):
        steps.legal_check(office, CHECKER, batch, approved=False, note=" ", now=NOW)
    office.close()


def test_a_change_after_the_check_voids_it(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1), letter(2)])
    batch = approved(office)
    assert steps.standing(office, PREPARER, batch).step == "checked"
    steps.except_member(office, PREPARER, batch, "item:demo:2", reason="other_cause", now=NOW)
    with pytest.raises(Conflict, match="重新法律审核"):
        carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    office.close()


def test_told_no_before_stays_in_and_resolved_goes_out(tmp_path: Path) -> None:
    cases = [letter(1, outcome="explain", state="concluded"), letter(2), letter(3, state="review_requested")]
    office = office_with(tmp_path, cases)
    with office.database.write() as tx:
        matters.save_matters(tx, [matters.Matter(id=cases[1].matter_id, resolved=True)])
    batch = approved(office)
    run = preview.dry_run(office, PREPARER, batch, today=TODAY)
    assert {d.item_id: (d.verdict, d.reason) for d in run.decisions} == {
        "item:demo:1": ("apply", ""),
        "item:demo:2": ("except", "already_resolved"),
        "item:demo:3": ("except", "review_running"),
    }
    done = carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    assert (done.applied, done.excepted, done.failed, done.total) == (1, 2, 0, 3)
    office.close()


STATES = st.sampled_from(
    ["registered", "in_handling", "concluded", "review_requested", "diverted_route", "diverted_justice", "terminated"]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STATES, st.integers(0, 3), st.sampled_from(["", *EXCEPTIONS])), min_size=1, max_size=9))
def test_count_in_is_count_out(tmp_path_factory: pytest.TempPathFactory, cases: list[tuple[str, int, str]]) -> None:
    letters = [
        letter(n, state=state, petitioner_ref=f"side{side}" if side else "") for n, (state, side, _) in enumerate(cases)
    ]
    office = office_with(tmp_path_factory.mktemp("office"), letters)
    batch = prepared(office)
    for n, (_, _, reason) in enumerate(cases):
        if reason:
            steps.except_member(office, PREPARER, batch, f"item:demo:{n}", reason=reason, now=NOW)
    steps.submit_for_check(office, PREPARER, batch, now=NOW)
    steps.legal_check(office, CHECKER, batch, approved=True, note="", now=NOW)
    done = carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    assert done.applied + done.excepted + done.failed == done.total == len(cases)
    with office.database.read() as tx:
        written = documents.documents(tx, PREPARER, batch_id=batch)
        listed = batches.members(tx, PREPARER, batch)
    assert len(listed) == len(cases)
    assert sorted(i for d in written for i in d.item_ids) == sorted(m.item_id for m in listed if m.state == "applied")
    sides = {
        (letters[int(m.item_id.rpartition(":")[2])].petitioner_ref or m.item_id) for m in listed if m.state == "applied"
    }
    assert len(written) == len(sides)
    office.close()


def test_stopped_half_way_and_run_again(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(n) for n in range(1, 6)])
    batch = approved(office, "assignment")
    with pytest.raises(Stopped):
        carrying_out.apply_batch(office, PREPARER, batch, now=NOW, progress=lambda done, *_: done < 2)
    again = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    done = carrying_out.apply_batch(office, PREPARER, batch, now=again)
    assert done.applied == 5
    with office.database.read() as tx:
        assert len(documents.documents(tx, PREPARER, batch_id=batch)) == 5
        from records.events import events_of

        assert all(
            len(events) == 1 for events in events_of(tx, PREPARER, [f"item:demo:{n}" for n in range(1, 6)]).values()
        )
    with pytest.raises(Conflict, match="已经执行过"):
        carrying_out.apply_batch(office, PREPARER, batch, now=again)
    office.close()


def test_undo_restores_and_says_what_it_cannot(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1), letter(2, state="in_handling")])
    batch = approved(office, "assignment")
    carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    with office.database.read() as tx:
        assert items.item(tx, PREPARER, "item:demo:1").state == "assigned"
        paper = documents.documents(tx, PREPARER, item_id="item:demo:2")[0]
    papers.record_delivery(
        office, PREPARER, Delivery(document_id=paper.id, at=NOW, method="机要", result="delivered", person="")
    )
    undone = carrying_out.undo_batch(office, PREPARER, batch, reason="措施文件被纠正", now=NOW)
    assert undone.restored == 2
    assert len(undone.cannot) == 1 and "已送达" in undone.cannot[0]
    with office.database.read() as tx:
        assert items.item(tx, PREPARER, "item:demo:1").state == "registered"
        assert items.item(tx, PREPARER, "item:demo:2").state == "in_handling"
        assert audit.verify(tx).ok
    office.close()


def test_applied_is_not_resolved_and_other_demands_stay_open(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1), letter(2)])
    with office.database.write() as tx:
        demands = [
            Claim(id=f"claim:1-{n}", item_id="item:demo:1", ordinal=n, text=t)
            for n, t in enumerate(("办证", "退费"), start=1)
        ]
        claims.replace_claims(tx, ["item:demo:1"], demands)
    batch = prepared(office)
    steps.choose_claim(office, PREPARER, batch, "item:demo:1", claim_id="claim:1-1", now=NOW)
    steps.submit_for_check(office, PREPARER, batch, now=NOW)
    steps.legal_check(office, CHECKER, batch, approved=True, note="", now=NOW)
    carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    with pytest.raises(InputError, match="依据"):
        result = MemberResult(result="resolved")
        papers.record_result(office, PREPARER, batch, "item:demo:1", result=result, now=NOW)
    told = MemberResult(result="resolved", evidence="不动产权证已发放，登记簿已核")
    for item_id in ("item:demo:1", "item:demo:2"):
        papers.record_result(office, PREPARER, batch, item_id, result=told, now=NOW)
    with office.database.read() as tx:
        assert not matters.matter(tx, PREPARER, letter(1).matter_id).resolved
        assert matters.matter(tx, PREPARER, letter(2).matter_id).resolved
        outcomes = [c.outcome for c in claims.claims_of(tx, PREPARER, ["item:demo:1"])["item:demo:1"]]
    assert outcomes == ["support", ""]
    office.close()


def test_notices_carry_only_their_own_case(tmp_path: Path) -> None:
    people = {f"item:demo:{n}": Person(name=name, phone=f"1990000000{n}") for n, name in ((1, "赵一一"), (2, "钱二二"))}
    office = office_with(tmp_path, [letter(1), letter(2)], people=people)
    batch = approved(office, "opinion")
    carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    with pytest.raises(InputError, match="理由"):
        papers.print_notices(office, PREPARER, batch, reason="", now=NOW)
    pack = zipfile.ZipFile(io.BytesIO(papers.print_notices(office, PREPARER, batch, reason="送达", now=NOW)))
    texts = [
        "\n".join(p.text for p in Word(io.BytesIO(pack.read(name))).paragraphs) for name in sorted(pack.namelist())
    ]
    assert len(texts) == 2
    first = next(t for t in texts if "赵一一" in t)
    assert "XF0001" in first and "XF0002" not in first and "钱二二" not in first
    assert "30日内向溯川市自然资源局申请复查" in first and "人工审核" in first
    with office.database.read() as tx:
        actions = [row.action for row in audit.audit_rows(tx, limit=None)]
        assert actions.count("open_identity") == 2 and actions.count("print") == 2
    office.close()


def test_a_notice_tells_the_status_of_its_articles_on_the_day_asked_for(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1)])
    with office.database.write() as tx:
        ended = {"ended": date(2026, 6, 1), "end_kind": "repealed"}
        save_act(tx, "登记暂行办法", {2: "先行受理。"}, date(2020, 1, 1), **ended)
    batch = prepared(office)
    article = article_id(regulation_id("登记暂行办法"), 2)
    steps.set_measure(office, PREPARER, batch, replace(MEASURE, articles=(article,)), now=NOW)
    steps.submit_for_check(office, PREPARER, batch, now=NOW)
    steps.legal_check(office, CHECKER, batch, approved=True, note="", now=NOW)
    before, after = (
        preview.dry_run(office, PREPARER, batch, today=day).notices[0] for day in (date(2026, 5, 1), TODAY)
    )
    assert not before.problems and "已废止" in after.problems[0]
    carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    told = {}
    for day in (None, date(2026, 5, 1)):
        pack = zipfile.ZipFile(
            io.BytesIO(papers.print_notices(office, PREPARER, batch, reason="送达", now=NOW, as_of=day))
        )
        told[day] = "\n".join(p.text for p in Word(io.BytesIO(pack.read(pack.namelist()[0]))).paragraphs)
    assert "依据（截至2026年11月22日）" in told[None] and "（已废止）" in told[None]
    assert "依据（截至2026年5月1日）" in told[date(2026, 5, 1)] and "（现行有效）" in told[date(2026, 5, 1)]
    office.close()


def test_ledger_has_one_row_for_each_selected(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    office = office_with(tmp_path, [letter(1, title_masked="=1+1"), letter(2, state="review_requested")])
    batch = approved(office)
    carrying_out.apply_batch(office, PREPARER, batch, now=NOW)
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(papers.ledger(office, PREPARER, batch, now=NOW))
    ).get_sheet_by_index(0)
    listed = rows.to_python()
    assert [row[4] for row in listed[2:4]] == ["适用", "例外"]
    assert listed[2][2] == "'=1+1"
    assert "合计 2 件" in str(listed[-1][0])
    office.close()


def test_bad_wording_is_refused(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1)])
    batch = steps.open_batch(office, PREPARER, ISSUE, now=NOW)
    for text, words in (("", "空的"), ("{{姓名}}", "不认识的字段"), ("{{标题", "花括号")):
        with pytest.raises(InputError, match=words):
            steps.set_wording(office, PREPARER, batch, text=text, document_types={"": "progress"}, now=NOW)
    office.close()
