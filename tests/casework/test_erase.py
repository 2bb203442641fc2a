"""Erasing a petition: records, index, caches and copies hold nothing of it afterwards, and search proves it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from casework import jobs
from casework.copies import backups_beside, forget_uploads
from casework.erase import erase
from casework.office import Office
from casework.worker import rebuild, settle
from core.errors import InputError, NotFound
from core.viewer import OFFICE, WORKER
from records import vectors
from records.audit import audit_rows
from records.documents import Document, save_documents
from records.drafts import Draft, save_draft
from records.erasing import tombstones, traces
from records.item_finding import count_items
from records.jobs import cancel
from records.link_reading import links_of
from search.asking import Query
from search.letters import pieces, text_hash
from search.precedents import find_precedents
from search.sources import documents_of
from tests.casework.offices import PREPARER
from tests.casework.working import NOW, caught_up, found, letters, new_office, read_in, until, working

ID = "item:letters:L900"
RARE = "翠微桥头的岗亭挡住了盲道，盲人王师傅摔伤"
PHONE = "19912345678"
BASIS = "《个人信息保护法》第四十七条"
TWO = ("张三", "李四")


def furnished(home: Path) -> Office:
    """Thirty letters, one of them to be erased, with a draft, a document, an upload and a row set aside."""
    office = new_office(home)
    office.inbox.mkdir()
    (office.inbox / "abc").mkdir()
    file = letters(office.inbox / "abc" / "letters.csv", 30)
    with file.open("a", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("L900", "2026-02-03", RARE[:9], f"{RARE}。联系电话{PHONE}。"))
        rows.writerow(("L900", "2026-02-03", RARE[:9], f"{RARE}，另一种写法{PHONE}"))
        rows.writerow(("L901", "2026-02-30", "别的", "日期不对的另一封信"))
    report = read_in(office, file)
    assert (report.new, report.quarantined) == (31, 2)
    shutil.copy(file, home / "kept-by-the-office.csv")
    settle(office)
    with office.database.write() as tx:
        save_draft(tx, Draft(id="draft:1", item_id=ID, text=RARE), now=NOW)
        save_documents(tx, [Document(id="doc:1", kind="notice", title=RARE, item_id=ID, text=RARE)])
    return office


def holding(folder: Path, data: bytes) -> list[str]:
    """Files below `folder` that hold these bytes."""
    return [file.name for file in sorted(folder.rglob("*")) if file.is_file() and data in file.read_bytes()]


def on_disk(home: Path, text: str) -> list[str]:
    """Files of the office that hold `text`, in the two usual encodings."""
    return [*holding(home, text.encode()), *holding(home, text.encode("gb18030"))]


def assert_gone(office: Office) -> None:
    with office.database.read() as tx:
        assert traces(tx, [RARE, RARE[:9], PHONE]) == []
        assert links_of(tx, WORKER, [ID], limit=None) == []
        assert tombstones(tx)[ID].persons == TWO
        assert count_items(tx, WORKER) == 30
    now = office.index.snapshot()
    number = now.table.number_of(ID)
    assert not now.table.alive[number] and not now.vectors.has(number)
    assert ID not in found(office, "翠微桥头岗亭盲道", k=31) and len(found(office, "翠微桥头岗亭盲道", k=31)) <= 30
    assert not office.index.vectors([ID]).any()
    with pytest.raises(NotFound):
        find_precedents(office.database, office.index, OFFICE, Query(like=ID))
    (office.home / "kept-by-the-office.csv").unlink(missing_ok=True)  # the office's own file is the office's to delete
    assert on_disk(office.home, RARE) == []
    assert on_disk(office.home, PHONE) == []


def pieces_of(office: Office) -> list[str]:
    """Keys under which the vectors of the letter to be erased are cached."""
    with office.database.read() as tx:
        (document,) = documents_of(tx, "petitions", [ID])[ID]
    return [text_hash(text) for text in pieces(document).texts]


def cached(office: Office, hashes: list[str]) -> dict[str, bytes]:
    assert office.encoder is not None
    with office.database.read() as tx:
        return vectors.cached(tx, office.encoder.name, hashes)


def test_nothing_is_left_anywhere(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    assert found(office, "翠微桥头岗亭盲道", k=1) == [ID]
    office.database.checkpoint()
    assert {"office.db", "letters.csv"} <= set(on_disk(tmp_path, RARE)), "the test looks in the right places"
    hashes = pieces_of(office)
    assert len(cached(office, hashes)) == 2
    vector = office.index.vectors([ID])[0].astype(np.float16).tobytes()
    assert holding(tmp_path / "index", vector)
    erase(office, ID, basis=BASIS, persons=TWO, now=NOW)
    assert_gone(office)
    assert cached(office, hashes) == {} and holding(tmp_path, vector) == []
    (aside,) = (tmp_path / "quarantine").glob("*.csv")
    with aside.open(encoding="utf-8-sig", newline="") as stream:
        left = list(csv.reader(stream))
    assert len(left) == 2 and any("L901" in cell for cell in left[1]), "other rows set aside stay"
    assert erase(office, ID, basis=BASIS, persons=TWO, now=NOW).persons == TWO
    with office.database.read() as tx:
        assert [row.action for row in audit_rows(tx)] == ["erase"]
    office.close()


def test_while_the_worker_runs(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    hashes = pieces_of(office)
    with working(tmp_path):
        read_in(office, letters(tmp_path / "more.csv", 200, name="M"))  # its vectors keep the worker busy
        erase(office, ID, basis=BASIS, persons=TWO, now=NOW)
        assert cached(office, hashes) == {}
        until(lambda: caught_up(office), "the rest is indexed")
    with office.database.read() as tx:
        assert traces(tx, [RARE, PHONE]) == []
    assert ID not in found(office, "翠微桥头岗亭盲道", k=5)
    office.close()


def test_it_does_not_come_back_with_the_next_import_or_rebuild(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    erase(office, ID, basis=BASIS, persons=TWO, now=NOW)
    kept = tmp_path / "kept-by-the-office.csv"
    again = read_in(office, shutil.copy(kept, tmp_path / "letters.csv"))
    assert (again.new, again.changed) == (0, 0)
    assert rebuild(office) == 30
    assert ID not in found(office, "翠微桥头岗亭盲道", k=31) and len(found(office, "翠微桥头", k=31)) <= 30
    with office.database.read() as tx:
        assert traces(tx, [RARE, PHONE]) == []
    office.close()


def test_what_a_job_still_needs_stays_and_copies_beside_are_named(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    needed, idle = office.inbox / "a" / "one.csv", office.inbox / "b" / "two.csv"
    for file in (needed, idle):
        file.parent.mkdir(parents=True)
        letters(file, 2)
    id_ = jobs.submit(office, PREPARER, "ingest_petitions", {"files": [str(needed)]})
    forget_uploads(office)
    assert needed.exists() and not idle.exists()
    with office.database.write() as tx:
        cancel(tx, id_, NOW)
    forget_uploads(office)
    assert not needed.exists()
    (tmp_path / "office.db.before-0001.bak").write_bytes(b"")
    assert [file.name for file in backups_beside(office)] == ["office.db.before-0001.bak"]
    office.close()


@pytest.mark.parametrize(("basis", "persons"), [("", TWO), (BASIS, ("张三",)), (BASIS, ("张三", "张三"))])
def test_two_persons_and_a_basis_are_needed(tmp_path: Path, basis: str, persons: tuple[str, ...]) -> None:
    office = new_office(tmp_path)
    with pytest.raises(InputError, match="两名不同"):
        erase(office, ID, basis=basis, persons=persons, now=NOW)
    with pytest.raises(NotFound):
        erase(office, "item:letters:no", basis=BASIS, persons=TWO, now=NOW)
    office.close()
