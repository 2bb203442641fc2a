"""Casework rows on both databases: reviews, issues, batches, documents, drafts, accounts and office tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import Conflict, InputError, NotFound
from core.petition import Claim, HandlingEvent, Measure, Unit
from core.viewer import OFFICE
from records import accounts, aliases, batches, documents, drafts, issue_decisions, issues, measures, reviews, units
from records.claims import claims_of, replace_claims, update_claim
from records.database import Database
from records.events import add_events, events_of
from records.items import save_items, update_item
from records.mappings import StoredMapping, mapping, mappings, save_mapping
from records.nodes import nodes
from records.office_settings import put_setting, setting, settings
from records.places import Place, places, save_places
from tests.records.office import CLERK, HANDLER, NOW, an_item, some_items


def test_a_review_is_asked_once_and_decided_once(any_database: Database) -> None:
    question = reviews.Review(kind="accusation", subject="item:a:1", evidence={"span": [0, 2]})
    with any_database.write() as tx:
        save_items(tx, [an_item("1")])
        reviews.ask(tx, [question, question], now=NOW)
        assert reviews.count_reviews(tx, CLERK) == 1
        with pytest.raises(InputError, match="理由"):
            reviews.decide(tx, CLERK, question.id, "accusation", reason="", now=NOW)
        done = reviews.decide(tx, CLERK, question.id, "not_accusation", reason="物业收费", now=NOW)
        assert (done.state, done.person) == ("decided", CLERK.name)
        reviews.ask(tx, [question], now=NOW)
        assert reviews.reviews(tx, CLERK) == []
        assert len(reviews.reviews(tx, CLERK, state="decided")) == 1
        with pytest.raises(Conflict, match="王办件"):
            reviews.decide(tx, CLERK, question.id, "accusation", reason="再想想", now=NOW)


def _issue(name: str, *ids: str, **more: object) -> issues.StoredIssue:
    members = tuple(issues.IssueMember(item_id=f"item:a:{i}", reason="同一小区", score=0.9) for i in ids)
    return issues.StoredIssue(id=f"issue:{name}", level="event", label=name, members=members, **more)  # type: ignore[arg-type]


def test_discovery_replaces_candidates_and_keeps_what_persons_fixed(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, some_items(6))
        issues.save_issues(tx, [_issue("办证", "000", "001"), _issue("停水", "002"), _issue("噪声", "003")], now=NOW)
        issue_decisions.set_issue_state(tx, "issue:办证", "confirmed", person="王", now=NOW)
        issue_decisions.name_issue(tx, "issue:办证", "办证受阻", person="王", now=NOW)
        issue_decisions.decide_member(
            tx, "issue:办证", "item:a:001", "lookalike", person="王", reason="另一处", now=NOW
        )
        issue_decisions.decide_member(tx, "issue:停水", "item:a:004", "member", person="王", reason="同一管网", now=NOW)
        issues.save_issues(tx, [_issue("办证", "000", "001", "005", rank=2.0)], now=NOW + timedelta(days=1))
    with any_database.read() as tx:
        found = issues.issue(tx, OFFICE, "issue:办证")
        assert (found.state, found.label, found.confirmed_by, found.rank) == ("confirmed", "办证受阻", "王", 2.0)
        roles = {m.item_id[-3:]: m.role for m in found.members}
        assert roles == {"000": "member", "005": "member", "001": "lookalike"}
        assert found.members[-1].person_reason == "另一处"
        assert [one.id for one in issues.issues(tx, OFFICE)] == ["issue:办证", "issue:停水"]
        assert issue_decisions.decided_members(tx)["issue:停水"] == {"item:a:004": "member"}
        assert nodes(tx, OFFICE, ["issue:办证", "issue:噪声"])["issue:办证"].name == "办证受阻"
        assert [one.id for one in issues.issues_of(tx, OFFICE, "item:a:005")] == ["issue:办证"]


def test_an_issue_without_visible_members_is_not_there(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, some_items(3))
        issues.save_issues(tx, [_issue("甲", "000", "001"), _issue("乙", "002")], now=NOW)
        update_item(tx, "item:a:001", restricted="accusation")
        update_item(tx, "item:a:002", restricted="accusation")
    with any_database.read() as tx:
        assert [(one.label, len(one.members)) for one in issues.issues(tx, OFFICE)] == [("甲", 1)]
        with pytest.raises(NotFound):
            issues.issue(tx, OFFICE, "issue:乙")


def test_not_the_same_is_remembered(any_database: Database) -> None:
    with any_database.write() as tx:
        pair = ("item:b", "item:a")
        issue_decisions.decide_pair(tx, "matter", pair, "not_same", person="王", reason="不同楼", now=NOW)
        assert issue_decisions.decided_pairs(tx, "matter") == {("item:a", "item:b")}
        assert issue_decisions.decided_pairs(tx, "event") == set()
        with pytest.raises(InputError, match="理由"):
            issue_decisions.decide_pair(tx, "matter", pair, "same", person="王", reason="", now=NOW)


def test_batches_guard_against_two_hands(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, some_items(3))
        batches.save_batch(tx, batches.Batch(id="batch:1", issue_id="issue:1", title="办证批", created_at=NOW))
        changed = batches.change_batch(tx, "batch:1", 0, now=NOW, cause="缺首次登记", state="planned")
        assert (changed.version, changed.cause) == (1, "缺首次登记")
        with pytest.raises(Conflict, match="别人改过"):
            batches.change_batch(tx, "batch:1", 0, now=NOW, cause="x")
        with pytest.raises(NotFound):
            batches.change_batch(tx, "batch:2", 0, now=NOW, cause="x")
        with pytest.raises(Conflict):
            batches.save_batch(tx, batches.Batch(id="batch:1", issue_id="issue:1"))
        rows = [batches.BatchMember(batch_id="batch:1", item_id=f"item:a:00{i}") for i in range(3)]
        batches.put_members(tx, [*rows[:2], replace(rows[2], decision="except", reason_code="litigation")])
        assert batches.open_batches_of(tx, [r.item_id for r in rows]) == {
            "item:a:000": ["batch:1"],
            "item:a:001": ["batch:1"],
        }
        batches.set_member(
            tx, "batch:1", "item:a:000", expected="planned", state="applied", undo={"state": "registered"}
        )
        with pytest.raises(Conflict, match="applied"):
            batches.set_member(tx, "batch:1", "item:a:000", expected="planned", state="applied")
        assert [m.state for m in batches.members(tx, OFFICE, "batch:1")] == ["applied", "planned", "planned"]
        assert batches.members(tx, OFFICE, "batch:1")[0].undo == {"state": "registered"}
        batches.change_batch(tx, "batch:1", 1, now=NOW, state="done")
        assert batches.open_batches_of(tx, ["item:a:001"]) == {}
        assert len(batches.batches_of(tx, OFFICE, "item:a:002")) == 1


def test_measures_need_unit_and_document(any_database: Database) -> None:
    one = Measure(
        id="measure:1",
        title="先受理后补件",
        text="",
        unit_id="unit:1",
        document_no="〔2026〕3号",
        adopted_on=date(2026, 3, 1),
        articles=("article:民法典:209",),
    )
    with any_database.write() as tx:
        measures.save_measure(tx, one)
        assert measures.measure(tx, "measure:1") == one
        with pytest.raises(InputError, match="单位"):
            measures.save_measure(tx, replace(one, document_no=""))
        with pytest.raises(NotFound):
            measures.measure(tx, "measure:2")


def test_a_delivered_document_stays_as_it_is(any_database: Database) -> None:
    notice = documents.Document(
        id="doc:1", kind="progress_notice", title="进展告知", item_id="item:a:1", batch_id="batch:1"
    )
    with any_database.write() as tx:
        save_items(tx, [an_item("1")])
        documents.save_documents(tx, [notice])
        documents.set_document_state(tx, "doc:1", "issued", now=NOW)
        sent = documents.Delivery(document_id="doc:1", at=NOW, method="mail", result="returned", person="王")
        documents.add_delivery(tx, sent)
        documents.add_delivery(tx, replace(sent, result="delivered", method="in_person"))
        assert [d.result for d in documents.deliveries_of(tx, OFFICE, "doc:1")] == ["returned", "delivered"]
        found = documents.document(tx, OFFICE, "doc:1")
        assert (found.state, found.issued_at) == ("delivered", NOW)
        with pytest.raises(Conflict, match="送达"):
            documents.set_document_state(tx, "doc:1", "withdrawn", now=NOW)
        with pytest.raises(Conflict, match="送达"):
            documents.save_documents(tx, [notice])
        assert [one.id for one in documents.documents(tx, OFFICE, batch_id="batch:1")] == ["doc:1"]
        update_item(tx, "item:a:1", restricted="accusation")
        assert documents.documents(tx, OFFICE, item_id="item:a:1") == []


def test_drafts_of_two_people_do_not_overwrite_each_other(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item("1")])
        first = drafts.save_draft(tx, drafts.Draft(id="draft:1", item_id="item:a:1", text="一"), now=NOW)
        second = drafts.save_draft(tx, replace(first, text="二"), now=NOW)
        with pytest.raises(Conflict, match="别人改过"):
            drafts.save_draft(tx, replace(first, text="三"), now=NOW)
        assert drafts.drafts_of(tx, OFFICE, "item:a:1") == [second]
        drafts.drop_draft(tx, "draft:1")
        with pytest.raises(NotFound):
            drafts.draft(tx, OFFICE, "draft:1")


def test_accounts_and_sessions(any_database: Database) -> None:
    one = accounts.Account(name="wang", password_hash="$argon2id$x", unit_id="unit:xfj", created_at=NOW)
    later = NOW + timedelta(hours=1)
    with any_database.write() as tx:
        accounts.add_account(tx, one)
        with pytest.raises(Conflict, match="已经存在"):
            accounts.add_account(tx, one)
        accounts.open_session(tx, "wang", "token", now=NOW, expires_at=later)
        found = accounts.session_account(tx, "token", NOW)
        assert found is not None and found.name == "wang"
        assert accounts.session_account(tx, "other", NOW) is None
        assert accounts.session_account(tx, "token", later) is None
        accounts.touch_session(tx, "token", now=NOW, expires_at=later + timedelta(hours=1))
        assert accounts.session_account(tx, "token", later) is not None
        accounts.set_password(tx, "wang", "$argon2id$y", now=NOW)
        assert accounts.session_account(tx, "token", NOW) is None
        accounts.assign(tx, "wang", HANDLER.assigned, by="长", now=NOW)
        assert accounts.viewer_of(tx, one).assigned == HANDLER.assigned
        accounts.unassign(tx, "wang", "item:a:secret")
        assert accounts.assigned_to(tx, "wang") == frozenset()
        accounts.set_account(tx, "wang", role="leader", unit_id="", disabled=True)
        assert [a.disabled for a in accounts.accounts(tx)] == [True]
        with pytest.raises(NotFound):
            accounts.set_password(tx, "nobody", "", now=NOW)


def test_failed_logins_count_until_one_succeeds(any_database: Database) -> None:
    with any_database.write() as tx:
        for minute, ok in enumerate([False, False, True, False, False, False]):
            accounts.note_attempt(tx, "wang", "10.0.0.1", ok=ok, now=NOW + timedelta(minutes=minute))
        assert accounts.failed_attempts(tx, account="wang", since=NOW - timedelta(minutes=1)) == 3
        assert accounts.failed_attempts(tx, client="10.0.0.1", since=NOW + timedelta(minutes=4)) == 1
        assert accounts.failed_attempts(tx, account="li", since=NOW) == 0


def test_units_aliases_places_settings_and_mappings(any_database: Database) -> None:
    with any_database.write() as tx:
        units.save_units(
            tx, [Unit(id="unit:国土", code="国土", name="国土局"), Unit(id="unit:自规", code="自规", name="自规局")]
        )
        units.note_change(tx, units.UnitChange(old_unit="unit:国土", new_unit="unit:自规", on=date(2019, 1, 1)))
        assert units.successor(tx, "unit:国土", date(2018, 12, 31)) == "unit:国土"
        assert units.successor(tx, "unit:国土", date(2019, 1, 1)) == "unit:自规"
        assert list(units.units(tx)) == ["unit:国土", "unit:自规"]
        old = aliases.Alias(kind="unit", alias="土地局", target="unit:国土", valid_to=date(2018, 12, 31))
        aliases.put_alias(tx, old, now=NOW)
        assert aliases.aliases(tx, "unit", date(2018, 12, 31)) == [old]
        assert aliases.aliases(tx, "unit", date(2019, 1, 1)) == []
        aliases.drop_alias(tx, "unit", "土地局", "unit:国土")
        with pytest.raises(InputError):
            aliases.put_alias(tx, replace(old, alias=" "), now=NOW)
        save_places(
            tx, [Place(id="place:清河苑三期", name="清河苑三期", kind="小区", stem="清河苑", aliases=("清河苑3期",))]
        )
        assert [p.aliases for p in places(tx, "清河苑")] == [("清河苑3期",)]
        put_setting(tx, "office.name", {"name": "清河县"}, now=NOW)
        put_setting(tx, "flag", False, now=NOW)
        assert (setting(tx, "office.name"), setting(tx, "flag", True), setting(tx, "none", 3)) == (
            {"name": "清河县"},
            False,
            3,
        )
        assert list(settings(tx, "office.")) == ["office.name"]
        save_mapping(tx, StoredMapping(source="a", columns={"content": "内容"}, headers=("编号", "内容"), at=NOW))
        assert mappings(tx) == [mapping(tx, "a")]
        assert mapping(tx, "b") is None


def test_claims_and_events(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item("1")])
        two = [Claim(id=f"claim:{i}", item_id="item:a:1", ordinal=i, text=str(i)) for i in (1, 2)]
        replace_claims(tx, ["item:a:1"], two)
        replace_claims(tx, ["item:a:1"], two[:1])
        update_claim(tx, "claim:1", outcome="support")
        assert claims_of(tx, OFFICE, ["item:a:1"])["item:a:1"] == [replace(two[0], outcome="support")]
        with pytest.raises(NotFound):
            update_claim(tx, "claim:2", outcome="support")
        with pytest.raises(InputError):
            update_claim(tx, "claim:1", text="x")
        later = HandlingEvent(item_id="item:a:1", at=NOW + timedelta(days=1), event="transfer", to_state="transferred")
        first = HandlingEvent(item_id="item:a:1", at=NOW, event="register")
        add_events(tx, [later, first, first])
        add_events(tx, [first])
        assert events_of(tx, OFFICE, ["item:a:1"]) == {"item:a:1": [first, later]}
