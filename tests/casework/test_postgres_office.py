"""An office on PostgreSQL works as one on SQLite: read in, settle, search, discover, carry a batch out, erase."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from casework import jobs, worker
from casework.backup import backup
from casework.batch.apply import apply_batch, undo_batch
from casework.common_issues import discover_all
from casework.doctor import examine
from casework.erase import erase
from casework.status import office_status
from core.errors import SettingsError, Unavailable
from core.petition import Person
from core.viewer import OFFICE
from records import jobs as job_rows
from records.erasing import traces
from tests.casework.offices import NOW as MOMENT
from tests.casework.offices import PREPARER, TODAY, letter, office_with
from tests.casework.test_batch import approved
from tests.casework.working import NOW, answers, caught_up, found, letters, new_office, read_in, until

pytestmark = pytest.mark.service


def test_the_same_letters_give_the_same_answers(tmp_path: Path, postgres_url: str) -> None:
    file = letters(tmp_path / "letters.csv", 150)
    with (
        closing(new_office(tmp_path / "sqlite")) as one,
        closing(new_office(tmp_path / "postgres", database_url=postgres_url)) as other,
    ):
        told = []
        for office in (one, other):
            report = read_in(office, file)
            assert (report.new, read_in(office, file).same) == (150, 150)
            worker.settle(office)
            discovered = discover_all(office, today=TODAY, now=NOW)
            told.append((answers(office), len(discovered.events), len(discovered.patterns)))
        assert told[0] == told[1] and told[0][0]
        status = office_status(other, OFFICE)
        assert (status.items, status.vectors_share, status.index_problem) == (150, 1.0, "")
        assert {one.name: one.ok for one in examine(other)}["审计链"]
        with pytest.raises(Unavailable, match="PostgreSQL"):
            backup(other, tmp_path / "copy.tar.gz")
        with other.database.read() as tx:
            assert traces(tx, ["湄水云居小区"])
        gone = found(other, "湄水云居小区电梯停运", k=1)[0]
        erase(other, gone, basis="《个人信息保护法》第四十七条", persons=("张三", "李四"), now=NOW)
        assert gone not in found(other, "湄水云居小区电梯停运", k=20)


def test_the_worker_applies_and_runs_jobs(tmp_path: Path, postgres_url: str) -> None:
    office = new_office(tmp_path, database_url=postgres_url)
    own = new_office(tmp_path, database_url=postgres_url)
    id_ = jobs.submit(office, PREPARER, "ingest_petitions", {"files": [str(letters(tmp_path / "letters.csv", 60))]})
    stop = threading.Event()
    thread = threading.Thread(target=worker.work, args=(own,), kwargs={"stop": stop})
    thread.start()
    try:

        def done() -> bool:
            with office.database.read() as tx:
                return job_rows.job(tx, id_).state == "done"

        until(done, "the job is done")
        until(lambda: caught_up(office), "everything is indexed")
        assert len(found(office, "半夜施工噪音扰民")) == 10
    finally:
        stop.set()
        thread.join()
        own.close()
        office.close()


def test_a_batch_is_carried_out_and_undone(tmp_path: Path, postgres_url: str) -> None:
    people = {"item:demo:1": Person(name="赵一一", phone="19900000001")}
    members = [letter(n) for n in range(1, 5)]
    with closing(office_with(tmp_path, members, people=people, database_url=postgres_url)) as office:
        batch = approved(office)
        done = apply_batch(office, PREPARER, batch, now=MOMENT)
        assert (done.applied, done.excepted, done.failed, done.total) == (4, 0, 0, 4)
        undone = undo_batch(office, PREPARER, batch, reason="措施撤回", now=MOMENT)
        assert undone.restored == 4


def test_an_address_that_cannot_work_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="数据库地址看不懂"):
        new_office(tmp_path, database_url="postgres//nowhere")
    with pytest.raises(Unavailable):
        new_office(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
