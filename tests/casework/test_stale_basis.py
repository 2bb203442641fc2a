"""The sweep: what is in use comes first, a reply that was right then comes last, decisions stay until the law moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.basis import cited_articles
from casework.basis_watch import BasisWatch
from casework.drafts import begin_draft
from casework.office import Office
from casework.stale_basis import decide, exported, grouped, listed, row_of, sweep
from core.errors import Conflict, InputError
from core.viewer import OFFICE
from records import audit
from records.items import update_item
from records.law import VersionFact, put_facts
from tests.casework.acts import PARKING, PARKING_2024, cite, save_act, save_parking
from tests.casework.offices import CHECKER, NOW, PREPARER, TODAY, letter, office_with

RIGHT = "根据《停车场管理条例》第三条，货车夜间应当熄火。"


def _reply(number: int, text: str, day: datetime, **more: object):
    return letter(number, reply=text, reply_masked=text, received_at=day, replied_at=day, state="concluded", **more)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Replies of 2020 (right then), of 2025 (an article that meant something else by then), and one not affected."""
    items = [
        _reply(1, RIGHT, datetime(2020, 3, 1, tzinfo=UTC), outcome="explain"),
        _reply(2, "依据《停车场管理条例》第一条处理。", datetime(2020, 3, 1, tzinfo=UTC), outcome="explain"),
        _reply(3, RIGHT, datetime(2026, 5, 1, tzinfo=UTC), outcome="in_progress"),
        _reply(4, "依据《旧摊点办法》第一条处理。", datetime(2023, 3, 1, tzinfo=UTC), outcome="explain"),
        letter(5),
    ]
    office = office_with(tmp_path, items)
    with office.database.write() as tx:
        save_parking(tx)
        save_act(
            tx,
            "旧摊点办法",
            {1: "摊点按划定的地点摆放。"},
            date(2001, 1, 1),
            ended=date(2022, 1, 1),
            end_kind="repealed",
            ended_by="新摊点办法",
        )
        save_act(tx, "新摊点办法", {1: "摊点应当按划定的地点摆放。"}, date(2022, 1, 1))

        for one in items:
            cite(tx, one)
    yield office
    office.close()


def _kinds(office: Office) -> list[tuple[str, str, str]]:
    return [(s.finding.kind, s.finding.item_id, s.finding.change) for s in listed(office, PREPARER)]


def test_what_was_right_then_is_last_and_what_still_reads_the_same_is_not_there(office: Office) -> None:
    sweep(office, today=TODAY)
    assert _kinds(office) == [
        ("wrong", "item:demo:4", "repealed"),
        ("since", "item:demo:1", "moved"),
    ]
    first, last = listed(office, PREPARER)
    assert first.finding.successors == ("article:新摊点办法:1",)
    assert (first.old_text, first.new_text) == ("摊点按划定的地点摆放。", "摊点应当按划定的地点摆放。")
    assert first.finding.cause.startswith("新摊点办法")
    assert last.finding.successors == ("article:停车场管理条例:4",)
    assert last.old_text == last.new_text == PARKING_2024[4]


def test_a_draft_from_a_precedent_makes_both_urgent(office: Office) -> None:
    begin_draft(office, PREPARER, "item:demo:5", "item:demo:1", today=TODAY, now=NOW)
    sweep(office, today=TODAY)
    assert [kind for kind, *_ in _kinds(office)] == ["draft", "precedent", "wrong"]


def test_a_decision_stays_until_the_law_about_it_changes_again(office: Office) -> None:
    sweep(office, today=TODAY)
    found = listed(office, PREPARER)[0].finding
    with pytest.raises(Conflict):
        decide(office, OFFICE, found.id, "correct", reason="", now=NOW)
    with pytest.raises(InputError):
        decide(office, CHECKER, found.id, "maybe", reason="", now=NOW)
    decide(office, CHECKER, found.id, "correct", reason="应引用新摊点办法", now=NOW)
    sweep(office, today=TODAY)
    shown = listed(office, PREPARER)[0]
    assert (shown.decision.state, shown.decision.person) == ("correct", CHECKER.name)
    assert row_of(shown)["状态"] == "需要更正"
    with office.database.read() as tx:
        assert [row.action for row in audit.audit_rows(tx)] == ["stale_basis"]
    with office.database.write() as tx:
        put_facts(tx, [VersionFact(regulation_id="regulation:旧摊点办法", ended=date(2021, 6, 1), end_kind="expired")])
    sweep(office, today=TODAY)
    again = listed(office, PREPARER)[0].decision
    assert (again.state, again.outdated, again.person) == ("to_check", True, CHECKER.name)


def test_an_article_is_one_group(office: Office) -> None:
    sweep(office, today=TODAY)
    assert [group.label for group in grouped(listed(office, PREPARER))] == [
        "《旧摊点办法》第一条",
        "《停车场管理条例》第三条",
    ]


def test_hidden_letters_show_nothing_and_pages_follow_each_other(office: Office) -> None:
    with office.database.write() as tx:
        update_item(tx, "item:demo:4", restricted="accusation")
    sweep(office, today=TODAY)
    assert [item for _, item, _ in _kinds(office)] == ["item:demo:1"]
    assert listed(office, PREPARER, limit=1, offset=1) == []


def test_one_big_code_does_not_bury_the_others(tmp_path: Path) -> None:
    acts = [f"大法之{n}" for n in range(12)]
    letters = [
        _reply(n, f"依据《{act}》第一条处理。", datetime(2020, 1, 1, tzinfo=UTC), outcome="explain")
        for n, act in enumerate([*acts, "小规定"], 1)
    ]
    office = office_with(tmp_path, letters)
    with office.database.write() as tx:
        for act in acts:
            save_act(
                tx,
                act,
                {1: f"{act}的事项。"},
                date(2001, 1, 1),
                ended=date(2025, 1, 1),
                end_kind="repealed",
                ended_by="大法典",
            )
        save_act(
            tx,
            "小规定",
            {1: "小事。"},
            date(2001, 1, 1),
            ended=date(2025, 2, 1),
            end_kind="repealed",
            ended_by="新小规定",
        )
        for one in letters:
            cite(tx, one)
    sweep(office, today=TODAY)
    assert listed(office, PREPARER, limit=2)[0].finding.label == "《小规定》第一条"
    office.close()


def test_the_watch_sweeps_when_law_changed_and_is_quiet_otherwise(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.basis_watch.LOOK_EVERY", 0.0)
    watch = BasisWatch(office)
    assert [watch(), watch(), watch(), watch()] == [0, 1, 0, 0]
    with office.database.write() as tx:
        save_act(tx, PARKING, PARKING_2024 | {4: "货车应当熄火。"}, date(2025, 7, 1))
    assert [watch(), watch(), watch()] == [0, 1, 0]
    begin_draft(office, PREPARER, "item:demo:5", "item:demo:1", today=TODAY, now=NOW)
    assert [watch(), watch(), watch()] == [0, 0, 0]
    monkeypatch.setattr(watch, "_next_for_uses", 0.0)
    assert [watch(), watch()] == [1, 0]


def test_a_precedent_and_a_draft_say_what_changed_since(office: Office) -> None:
    with office.database.read() as tx:
        (one,) = cited_articles(tx, PREPARER, ["item:demo:1"], today=TODAY)["item:demo:1"]
        (same,) = cited_articles(tx, PREPARER, ["item:demo:2"], today=TODAY)["item:demo:2"]
    assert one.changed and "2024-07-01" in one.warning
    assert not same.changed and same.warning == ""
    draft = begin_draft(office, PREPARER, "item:demo:5", "item:demo:1", today=TODAY, now=NOW)
    assert "现对应《停车场管理条例》第四条" in draft.text
    draft = begin_draft(office, PREPARER, "item:demo:5", "item:demo:4", today=TODAY, now=NOW)
    assert "现对应《新摊点办法》第一条" in draft.text


def test_taking_the_findings_out_is_written_into_the_audit(office: Office) -> None:
    sweep(office, today=TODAY)
    rows = exported(office, PREPARER, now=NOW)
    with office.database.read() as tx:
        last = audit.audit_rows(tx)[-1]
    assert (last.action, last.person, last.result_count) == ("stale_export", PREPARER.name, len(rows))
    assert rows
