"""The worker over real stores and as a real process: what is recorded is found, whatever happens in between."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casework import jobs, worker
from casework.doctor import examine
from casework.lock import worker_alive, worker_lock
from casework.office import Office, open_office
from casework.projections import Pace
from casework.status import office_status
from core.errors import IndexMismatch, Unavailable
from core.petition import Node
from core.settings import Settings
from core.viewer import OFFICE
from records.items import item, save_items
from records.nodes import put_nodes
from tests.casework.offices import PREPARER
from tests.casework.working import (
    PROJECT,
    QUESTIONS,
    answers,
    caught_up,
    end,
    found,
    kill,
    letters,
    new_office,
    read_in,
    start_worker,
    until,
    waiting,
    working,
)

FOUND_WITHIN = 5.0


def seed(home: Path, count: int) -> Office:
    office = new_office(home)
    assert read_in(office, letters(home / "letters.csv", count)).new == count
    return office


def test_words_are_there_before_vectors(tmp_path: Path) -> None:
    office = seed(tmp_path, 30)
    worker.settle(office, vectors=False)
    assert (waiting(office)["words"], waiting(office)["vectors"]) == (0, 30)
    assert office.index.state().missing_vectors == 30
    assert found(office, QUESTIONS[0])
    worker.settle(office)
    assert caught_up(office) and office.index.state().missing_vectors == 0
    with worker_lock(tmp_path):  # neither the worker's place nor the index is held on to
        other = open_office(office.settings)
        other.index.open_for_writing()
        other.close()
    office.close()


def test_a_typed_letter_is_found_while_a_bulk_import_runs(
    tmp_path: Path, record_property: pytest.RecordProperty, capsys: pytest.CaptureFixture[str]
) -> None:
    office = seed(tmp_path, 20)
    with office.database.read() as tx:
        model = item(tx, OFFICE, "item:letters:L1")
    typed = replace(
        model, id="item:typed:1", source="typed", source_id="1", title="", title_masked="", content_hash="typed",
        content="翠微桥头的岗亭挡住了盲道", content_masked="翠微桥头的岗亭挡住了盲道",
    )  # fmt: skip
    with working(tmp_path):
        until(lambda: caught_up(office), "the first letters are indexed")
        bulk = letters(tmp_path / "bulk.csv", 8000, name="B")
        jobs.submit(office, PREPARER, "ingest_petitions", {"files": [str(bulk)]})
        until(lambda: waiting(office)["words"] > 300, "the import is under way")
        begun = time.monotonic()
        with office.database.write() as tx:
            save_items(tx, [typed], lane="interactive")
        until(lambda: typed.id in found(office, "翠微桥头岗亭", k=3), "the typed letter is found", FOUND_WITHIN)
        took = time.monotonic() - begun
        assert waiting(office)["words"] or waiting(office)["vectors"], "the import was over too early to tell"
    record_property("found_after_seconds", round(took, 2))
    with capsys.disabled():
        print(f"\n  typed letter found {took:.2f} s after it was saved, during an import of 8,000")  # noqa: T201
    office.close()


def test_killed_while_applying_it_ends_with_the_same_answers(tmp_path: Path) -> None:
    undisturbed = seed(tmp_path / "one", 300)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    disturbed = new_office(tmp_path / "two")
    worker.settle(undisturbed)
    kill(start_worker(tmp_path / "two"))  # the words are being applied, or just not yet
    child = start_worker(tmp_path / "two")
    until(lambda: waiting(disturbed)["vectors"] < 300, "vectors are being made")
    kill(child)
    left = waiting(disturbed)["vectors"]
    assert left > 0, "killed too late to tell"
    with working(tmp_path / "two") as child:
        until(lambda: waiting(disturbed)["vectors"] < left, "vectors go on")
        kill(child)
    with working(tmp_path / "two"):
        worker.settle(disturbed)  # waits for the process that has the place
        until(lambda: not waiting(disturbed)["graph"], "the graph follows")
    assert answers(disturbed) == answers(undisturbed)
    assert disturbed.index.state().documents == 300 and disturbed.index.state().missing_vectors == 0
    assert (disturbed.index.vectors(["item:letters:L7"]) == undisturbed.index.vectors(["item:letters:L7"])).all()
    undisturbed.close()
    disturbed.close()


def test_a_second_worker_is_told_so_and_leaves(tmp_path: Path) -> None:
    new_office(tmp_path).close()
    command = [sys.executable, "cli.py", "work", "--home", str(tmp_path)]
    with working(tmp_path) as first:
        second = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
        assert second.returncode == 2 and "已有一个后台任务在运行" in second.stderr
        assert first.poll() is None


def test_looking_for_a_worker_is_in_nobodys_way(tmp_path: Path) -> None:
    assert not worker_alive(tmp_path)
    with worker_lock(tmp_path):
        assert worker_alive(tmp_path) and worker_alive(tmp_path)
    assert not worker_alive(tmp_path)


def test_an_index_deleted_while_nothing_ran_is_made_again(tmp_path: Path) -> None:
    office = seed(tmp_path, 60)
    worker.settle(office)
    before = answers(office)
    office.forget_index()
    shutil.rmtree(tmp_path / "index")
    with working(tmp_path):
        until(lambda: office.index.state().documents == 60 and caught_up(office), "the index is filled again")
    assert answers(office) == before
    office.close()


def test_the_index_of_another_office_is_refused_until_rebuilt(tmp_path: Path) -> None:
    office, other = seed(tmp_path / "one", 20), seed(tmp_path / "two", 40)
    worker.settle(other)
    other.close()
    shutil.copytree(tmp_path / "two" / "index", tmp_path / "one" / "index")
    with pytest.raises(IndexMismatch, match="属于另一个数据库"):
        office.index.snapshot()
    with pytest.raises(IndexMismatch, match="属于另一个数据库"):
        worker.settle(office)
    with working(tmp_path / "one"):
        until(lambda: "词语检索" in office_status(office, OFFICE).worker_problems, "the worker says so")
        status = office_status(office, OFFICE)
        assert "属于另一个数据库" in status.index_problem and "属于另一个数据库" in status.worker_problems["词语检索"]
        assert status.waiting["graph"] == 0, "the graph goes on"
        advice = {one.name: one for one in examine(office)}["检索索引"]
        assert not advice.ok and "rebuild" in advice.next_step
        with pytest.raises(Unavailable, match=r"没有跟上.*属于另一个数据库"):
            worker.settle(office)
        assert worker.rebuild(office) >= 20  # asked of the running worker, which does it
        assert office.index.state().documents == 20 and found(office, QUESTIONS[0])
        until(lambda: not office_status(office, OFFICE).worker_problems, "all is well again")
    office.close()


def test_an_index_rebuilt_elsewhere_is_read_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = seed(tmp_path, 60)
    worker.settle(office)
    before = set(found(office, "湄水云居小区电梯", k=5))
    with office.database.write() as tx:  # a name the dictionary learns at the next rebuild
        put_nodes(tx, [Node(id="place:湄水云居小区", kind="place", name="湄水云居小区")])
    other = new_office(tmp_path)
    assert worker.rebuild(other) >= 60
    other.close()
    monkeypatch.setattr("casework.office.LOOK_FOR_SETTINGS", 0.0)
    assert set(found(office, "湄水云居小区电梯", k=5)) == before
    office.close()


def test_rebuilding_without_a_worker(tmp_path: Path) -> None:
    office = seed(tmp_path, 25)
    assert worker.rebuild(office) >= 25
    assert caught_up(office) and len(found(office, QUESTIONS[1])) == 10
    office.close()


def test_without_a_model_words_go_on_and_vectors_follow_when_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Settings(home=tmp_path).cache / "bge-small-zh-v1.5-int8"
    (tmp_path / "model").mkdir()
    office = open_office(Settings(home=tmp_path, model_folder=str(tmp_path / "model"), today="2026-11-22"))
    read_in(office, letters(tmp_path / "letters.csv", 15))
    assert office.encoder is None and office.model_problem
    worker.settle(office)
    assert found(office, QUESTIONS[0]) and waiting(office)["vectors"] == 15
    shutil.copytree(model, tmp_path / "model", dirs_exist_ok=True)
    monkeypatch.setattr("casework.office.LOOK_FOR_MODEL", 0.0)
    assert office.encoder is not None and office.model_problem == ""
    worker.settle(office)
    assert waiting(office)["vectors"] == 0 and office.index.state().missing_vectors == 0
    office.close()


def test_sigterm_ends_it_promptly_and_loses_nothing(tmp_path: Path) -> None:
    office = seed(tmp_path, 400)
    child = start_worker(tmp_path, command=("cli.py", "work", "--home", str(tmp_path)))
    until(lambda: waiting(office)["vectors"] < 400, "vectors are being made")
    assert end(child) < 10
    left = waiting(office)["vectors"]
    assert 0 < left < 400
    assert not worker_alive(tmp_path)
    state = office.index.state()
    assert state.documents == 400 and state.missing_vectors <= left
    worker.settle(office)
    assert office.index.state().missing_vectors == 0
    office.close()


def test_an_index_deleted_under_the_running_worker_is_made_again(tmp_path: Path) -> None:
    office = seed(tmp_path, 40)
    with working(tmp_path):
        until(lambda: caught_up(office), "the first letters are indexed")
        shutil.rmtree(tmp_path / "index")
        read_in(office, letters(tmp_path / "more.csv", 20, name="M"))
        until(lambda: office.index.state().documents == 60 and caught_up(office), "the index is filled again")
        assert not office_status(office, OFFICE).worker_problems
    assert len(found(office, QUESTIONS[0])) == 10
    office.close()


def test_an_unknown_failure_ends_the_whole_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(jobs, "run_jobs", broken)
    office = new_office(tmp_path)
    with pytest.raises(ZeroDivisionError):
        worker.work(office)
    assert not worker_alive(tmp_path)
    office.close()


def test_settling_without_anything_to_do_is_quick(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    worker.settle(office)
    with worker_lock(tmp_path):
        worker.settle(office)
    read_in(office, letters(tmp_path / "letters.csv", 3))
    with worker_lock(tmp_path), pytest.raises(Unavailable, match="迟迟没有"):
        worker.settle(office, patience=0.5)
    office.close()


def test_a_batch_is_as_large_as_the_machine_is_quick() -> None:
    pace = Pace(100, 10, 1000)
    pace.took(100, 7.0)
    assert pace.size == 10
    pace.took(5, 0.0)  # not a full batch: nothing learned
    assert pace.size == 10
    for _ in range(10):
        pace.took(pace.size, 0.001)
    assert pace.size == 1000
