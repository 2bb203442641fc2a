"""The open database: two writers, a locked file, a full disk, a killed process, damaged and wrong addresses."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import PetitionGraphError, SettingsError, Unavailable
from core.viewer import OFFICE
from records.database import Database, open_database
from records.items import count_items, find_ids, save_items
from records.marks import backlog
from records.nodes import iter_nodes
from tests.records.office import an_item, some_items

PROJECT = Path(__file__).resolve().parents[2]


def _open(tmp_path: Path, wait: float = 0.2) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'office.db'}", home=tmp_path, wait=wait)


def test_a_new_office_gets_an_identity_that_stays(tmp_path: Path) -> None:
    first = _open(tmp_path / "deep" / "home")
    again = _open(tmp_path / "deep" / "home")
    other = _open(tmp_path / "other")
    assert first.uuid == again.uuid != other.uuid
    for one in (first, again, other):
        one.close()


def test_a_locked_database_is_said_in_chinese(tmp_path: Path) -> None:
    database = _open(tmp_path)
    with closing(sqlite3.connect(tmp_path / "office.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="正被别的程序占用") as refused, database.write():
            pass
        assert "稍候再试" in refused.value.hint
        with database.read() as tx:
            assert count_items(tx, OFFICE) == 0
    with database.write() as tx:
        save_items(tx, [an_item("1")])
    database.close()


def test_a_writer_in_the_same_process_waits_and_then_gives_up(tmp_path: Path) -> None:
    database = _open(tmp_path)
    with database.write(), pytest.raises(Unavailable, match="数据库"), database.write():
        pass
    database.close()


def test_opening_a_locked_new_file_is_said(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "office.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="占用"):
            _open(tmp_path)


def test_a_full_disk_leaves_nothing_half_done(tmp_path: Path) -> None:
    database = _open(tmp_path)
    with database.write() as tx:
        save_items(tx, some_items(10))
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
    with database.write() as tx:
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    big = [an_item(f"big{i}", text="很长的信" * 2000) for i in range(50)]
    with pytest.raises(Unavailable, match="磁盘已满") as full, database.write() as tx:
        save_items(tx, some_items(3, issue_code="01"))
        save_items(tx, big)
    assert "腾出磁盘空间" in full.value.hint
    with database.read() as tx:
        assert count_items(tx, OFFICE) == 10
        assert backlog(tx)["words"] == 10
    with database.write() as tx:
        tx.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert save_items(tx, big).new == 50
    database.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    database = _open(tmp_path)
    with pytest.raises(Unavailable, match="只能读"), database.read() as tx:
        save_items(tx, [an_item("1")])
    database.close()


@pytest.mark.service
def test_a_reader_cannot_write_on_postgresql_and_writers_wait(postgres_url: str) -> None:
    database = open_database(postgres_url, wait=0.2)
    with pytest.raises(Unavailable, match="只能读"), database.read() as tx:
        save_items(tx, [an_item("1")])
    with database.write(), pytest.raises(Unavailable, match="占用"), database.write():
        pass
    database.close()


def test_a_reader_sees_one_state(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, some_items(3))
    with any_database.read() as tx:
        assert count_items(tx, OFFICE) == 3
        with any_database.write() as other:
            save_items(other, some_items(5))
        assert count_items(tx, OFFICE) == 3
    with any_database.read() as tx:
        assert count_items(tx, OFFICE) == 5


def test_an_error_in_the_body_rolls_everything_back(any_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), any_database.write() as tx:
        save_items(tx, some_items(3))
        raise ZeroDivisionError
    with any_database.read() as tx:
        assert count_items(tx, OFFICE) == 0
        assert not any(iter_nodes(tx, OFFICE))


def test_many_threads_read_and_write(any_database: Database) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for round_ in range(5):
                with any_database.write() as tx:
                    save_items(tx, [an_item(f"{number}-{round_}")])
                with any_database.read() as tx:
                    count_items(tx, OFFICE)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with any_database.read() as tx:
        assert count_items(tx, OFFICE) == 30


WRITES_FOR_EVER = """
import sys
from records.database import open_database
from records.items import save_items
from tests.records.office import an_item

database = open_database(sys.argv[1])
number = 0
while True:
    with database.write() as tx:
        save_items(tx, [an_item(f"{number:05d}-{i:02d}", text="很长的信" * 50) for i in range(20)])
    number += 1
    print(number, flush=True)
"""


@pytest.mark.parametrize("writes", [1, 4, 9])
def test_a_killed_writer_leaves_whole_batches_only(tmp_path: Path, writes: int) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    child = subprocess.Popen(
        [sys.executable, "-c", WRITES_FOR_EVER, url], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    told = 0
    while told < writes:
        told = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    database = _open(tmp_path, wait=5)
    with database.write() as tx:
        assert tx.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        ids = find_ids(tx, OFFICE)
        assert len(ids) % 20 == 0
        assert len(ids) >= told * 20
        assert backlog(tx)["graph"] == len(ids)
    database.close()


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"this is no database at all, and long enough to be looked at" * 100)
    with pytest.raises(Unavailable, match="不是数据库"):
        _open(tmp_path)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://h/d", "sqlite://", "oracle+none://h/d"])
def test_an_address_that_cannot_work(url: str) -> None:
    with pytest.raises(SettingsError, match="数据库"):
        open_database(url)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PetitionGraphError, match="连不上数据库"):
        open_database(f"postgresql+psycopg://u:p@/d?host={tmp_path}", wait=1)


class _Asked(BaseException):
    """What a signal raises in the middle of a statement: no Exception, so nothing catches it on the way."""


@pytest.mark.parametrize(
    ("kind", "inside"), [("read", "SELECT 1"), ("write", "SELECT 1"), ("write", "BEGIN IMMEDIATE")]
)
def test_asked_to_end_inside_a_statement_that_alone_is_heard(tmp_path: Path, kind: str, inside: str) -> None:
    database = _open(tmp_path)
    engine = database._reader if kind == "read" else database._writer
    asked = []

    @sa.event.listens_for(engine, "do_execute")
    def _ask(_cursor: object, statement: str, *_: object) -> None:
        if statement == inside and not asked:
            asked.append(statement)
            raise _Asked

    with pytest.raises(_Asked), getattr(database, kind)() as tx:
        tx.execute(sa.text("SELECT 1"))
    with database.write() as tx:
        assert tx.execute(sa.text("SELECT 1")).scalar() == 1
    database.close()
