"""Erasing on both databases: afterwards no table holds a trace, and the row does not come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputError, NotFound
from core.petition import Claim, HandlingEvent, Matter, Person
from core.viewer import OFFICE, WORKER
from records import vectors
from records.audit import audit_rows
from records.batches import Batch, BatchMember, members, put_members, save_batch
from records.citations import StoredCitation, save_citations
from records.claims import replace_claims
from records.database import Database
from records.documents import Document, save_documents
from records.drafts import Draft, save_draft
from records.erasing import erase_item, tombstones, traces
from records.events import add_events, events_of
from records.items import count_items, item, save_items
from records.links import links_of, put_links
from records.marks import take_marks
from records.matters import save_matters
from records.reviews import Review, ask
from records.vault import Vault, store_person
from tests.records.office import NOW, a_link, an_item

ID = "item:a:gone"
TEXT = "独一无二的来信内容甲乙丙"
BASIS = "个人信息保护法第四十七条"


@pytest.fixture
def office(any_database: Database, tmp_path: Path) -> Database:
    """One item with everything that can hang on it, and a second one of the same person."""
    with any_database.write() as tx:
        ref = store_person(tx, Vault(tmp_path / "keys"), Person(name="张三", phone="19900000001"))
        fields = {"petitioner_ref": ref, "matter_id": "matter:m", "reply_masked": TEXT, "extra": {"备注": TEXT}}
        save_items(tx, [an_item("gone", text=TEXT, place_text=TEXT, **fields), an_item("stays", petitioner_ref=ref)])
        save_matters(tx, [Matter(id="matter:m", title=TEXT)])
        put_links(tx, [a_link(ID, "part_of", "matter:m"), a_link(ID, "submitted_by", f"petitioner:{ref}")], now=NOW)
        replace_claims(tx, [ID], [Claim(id="claim:1", item_id=ID, ordinal=1, text=TEXT)])
        add_events(tx, [HandlingEvent(item_id=ID, at=NOW, event="register", note=TEXT)])
        save_citations(tx, [ID], [StoredCitation(record=ID, field="reply", start=0, end=9, quote=TEXT)], now=NOW)
        vectors.store(tx, "bge", {"h1": b"1"}, {ID: ["h1"]})
        save_draft(tx, Draft(id="draft:1", item_id=ID, text=TEXT), now=NOW)
        save_documents(tx, [Document(id="doc:1", kind="notice", title=TEXT, item_id=ID, text=TEXT, addressee_ref=ref)])
        save_batch(tx, Batch(id="batch:1", issue_id="issue:1"))
        put_members(tx, [BatchMember(batch_id="batch:1", item_id=ID, undo={"reply": TEXT})])
        ask(tx, [Review(kind="accusation", subject=ID, evidence={"quote": TEXT})], now=NOW)
    return any_database


def test_nothing_is_left_but_the_register_row(office: Database) -> None:
    with office.write() as tx:
        assert len(traces(tx, [TEXT])) > 10
        erase_item(tx, ID, basis=BASIS, persons=("王一", "李二"), now=NOW)
    with office.read() as tx:
        assert traces(tx, [TEXT]) == []
        assert tombstones(tx)[ID].persons == ("王一", "李二")
        with pytest.raises(NotFound):
            item(tx, WORKER, ID)
        assert links_of(tx, WORKER, [ID, "matter:m"]) == []
        assert vectors.cached(tx, "bge", ["h1"]) == {}
        assert events_of(tx, OFFICE, [ID])[ID][0].note == ""
        assert [one.item_id for one in members(tx, OFFICE, "batch:1")] == [ID]
        assert ID in {one.entity for one in take_marks(tx, "words") if one.lane == "interactive"}
        row = audit_rows(tx)[0]
        assert (row.action, row.object) == ("erase", ID) and "李二" in row.reason
        assert count_items(tx, OFFICE) == 1


def test_the_identity_goes_with_the_last_item(office: Database) -> None:
    from records.tables.office import person

    with office.write() as tx:
        erase_item(tx, ID, basis=BASIS, persons=("王一", "李二"), now=NOW)
        assert len(tx.execute(person.select()).all()) == 1
        erase_item(tx, "item:a:stays", basis=BASIS, persons=("王一", "李二"), now=NOW)
        assert tx.execute(person.select()).all() == []


def test_importing_again_does_not_bring_it_back(office: Database) -> None:
    with office.write() as tx:
        first = erase_item(tx, ID, basis=BASIS, persons=("王一", "李二"), now=NOW)
        assert erase_item(tx, ID, basis=BASIS, persons=("王一", "李二"), now=NOW) == first
        report = save_items(tx, [an_item("gone", text=TEXT)])
        assert (report.new, report.changed, report.same) == (0, 0, 1)
    with office.read() as tx:
        assert traces(tx, [TEXT]) == []


@pytest.mark.parametrize(("basis", "persons"), [("", ("王", "李")), (BASIS, ("王", "")), (BASIS, ("王", "王"))])
def test_two_named_persons_and_a_basis(office: Database, basis: str, persons: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="两名不同"), office.write() as tx:
        erase_item(tx, ID, basis=basis, persons=persons, now=NOW)


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_the_file_itself_forgets(office: Database) -> None:
    assert office.file is not None
    with office.write() as tx:
        save_items(tx, [an_item("gone", text=f"后来改过的{TEXT[:4]}")])
        erase_item(tx, ID, basis=BASIS, persons=("王一", "李二"), now=NOW)
    assert office.checkpoint()
    on_disk = b"".join(file.read_bytes() for file in office.file.parent.glob("office.db*"))
    assert TEXT.encode() not in on_disk
