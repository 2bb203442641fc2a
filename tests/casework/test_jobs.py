"""Jobs handed over by one process and done by the worker process: seen, stopped, resumed, told when they fail."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from casework import jobs
from casework.jobs import Progress, Stopped, run_job
from casework.office import Office
from core.viewer import WORKER
from records import jobs as rows
from records.item_finding import count_items
from records.jobs import Job
from tests.casework.offices import PREPARER
from tests.casework.working import NOW, kill, letters, new_office, start_worker, until, working

MANY = 3000
LONG = 8000
"""Rows that take long enough to be stopped in between, since progress is told once a second."""


def submit(office: Office, file: Path, kind: str = "ingest_petitions") -> str:
    return jobs.submit(office, PREPARER, kind, {"files": [str(file)], "person": PREPARER.name})


def job(office: Office, id_: str) -> Job:
    with office.database.read() as tx:
        return rows.job(tx, id_)


def items(office: Office) -> int:
    with office.database.read() as tx:
        return count_items(tx, WORKER)


def is_(office: Office, id_: str, state: str) -> Callable[[], bool]:
    return lambda: job(office, id_).state == state


def test_progress_is_seen_a_job_is_stopped_and_done_again(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    file = letters(tmp_path / "letters.csv", LONG)
    with working(tmp_path):
        first = submit(office, file)
        waits = submit(office, file)
        until(lambda: job(office, first).done > 0, "progress is told")
        seen = job(office, first)
        assert seen.state == "running" and seen.message and seen.worker and seen.done <= LONG
        assert job(office, waits).state == "queued"
        with office.database.write() as tx:
            rows.cancel(tx, waits, NOW)
            rows.cancel(tx, first, NOW)
        assert job(office, waits).state == "cancelled"
        until(is_(office, first, "cancelled"), "the running job stops")
        kept = items(office)
        assert 0 < kept < LONG
        again = submit(office, file)
        until(is_(office, again, "done"), "the import is done again")
    result = job(office, again).result
    assert (result["new"], result["same"]) == (LONG - kept, kept)
    assert items(office) == LONG
    office.close()


def test_a_job_whose_worker_was_killed_is_resumed_at_once(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    id_ = submit(office, letters(tmp_path / "letters.csv", MANY))
    child = start_worker(tmp_path)
    until(lambda: items(office) > 1000, "part of the letters is there")
    kill(child)
    left = job(office, id_)
    assert left.state == "running" and items(office) < MANY, "killed too late to tell"
    with working(tmp_path):
        until(is_(office, id_, "done"), "the job is done by the next worker")
    done = job(office, id_)
    assert done.attempts == 2 and done.result["new"] + done.result["same"] == MANY and items(office) == MANY
    office.close()


def test_a_worker_that_is_asked_to_end_leaves_its_job_to_the_next(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    id_ = submit(office, letters(tmp_path / "letters.csv", LONG))
    with working(tmp_path):
        until(lambda: job(office, id_).done > 0, "the job runs")
    assert job(office, id_).state == "running" and items(office) < LONG
    with working(tmp_path):
        until(is_(office, id_, "done"), "the job is done by the next worker")
    assert items(office) == LONG
    office.close()


def test_failures_are_told_in_chinese_and_the_next_job_runs(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    office.inbox.mkdir()
    upload = letters(office.inbox / "upload.csv", 5)
    missing = submit(office, tmp_path / "no.csv")
    empty = submit(office, tmp_path / "empty.csv")
    unknown = submit(office, tmp_path / "no.csv", kind="sing")
    gone = jobs.submit(office, PREPARER, "apply_batch", {"batch_id": "batch:1", "person": "没有这个人"})
    good = submit(office, upload)
    stop = threading.Event()
    runner = threading.Thread(target=jobs.run_jobs, args=(office, stop))
    runner.start()
    try:
        until(is_(office, good, "done"), "the last job is done")
    finally:
        stop.set()
        runner.join()
    told = {id_: (job(office, id_).state, job(office, id_).message) for id_ in (missing, empty, unknown, gone)}
    assert {state for state, _ in told.values()} == {"failed"}
    assert "no.csv" in told[missing][1] and "建议" in told[missing][1]
    assert "empty.csv" in told[empty][1]
    assert "不认识的任务种类“sing”" in told[unknown][1]
    assert "账号已停用或不存在" in told[gone][1]
    assert not upload.exists(), "what was read in does not lie about with names in it"
    office.close()


@pytest.fixture
def claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Any]], Job]:
    """Runs one job of a kind made up for the test and gives it back as it ended."""

    def run(work: Callable[[Office, Mapping[str, Any], Progress], Mapping[str, Any]], attempts: int = 1) -> Job:
        office = new_office(tmp_path)
        monkeypatch.setattr(jobs, "kinds", lambda: {"test": work})
        id_ = jobs.submit(office, PREPARER, "test", {})
        for _ in range(attempts):
            with office.database.write() as tx:
                rows.requeue(tx)
                taken = rows.claim(tx, "w", office.now())
        assert taken is not None
        run_job(office, taken, worker="w", ended=threading.Event())
        ended = job(office, id_)
        office.close()
        return ended

    return run


def test_a_defect_fails_the_job_and_not_the_worker(claimed: Callable[..., Job]) -> None:
    def broken(*_: object) -> Mapping[str, Any]:
        raise ZeroDivisionError("张三 13900000000")

    ended = claimed(broken)
    assert ended.state == "failed" and "程序出错（ZeroDivisionError）" in ended.message
    assert "张三" not in ended.message


def test_a_wish_to_stop_ends_it_as_cancelled(claimed: Callable[..., Job]) -> None:
    def asked(office: Office, _: object, progress: Progress) -> Mapping[str, Any]:
        with office.database.write() as tx:
            rows.cancel(tx, rows.jobs(tx, WORKER)[0].id, NOW)
        assert progress(1, 2, "一半") is False
        raise Stopped

    ended = claimed(asked)
    assert (ended.state, ended.done, ended.total, ended.message) == ("cancelled", 1, 2, "一半")


def test_a_job_that_kills_its_worker_is_not_tried_for_ever(claimed: Callable[..., Job]) -> None:
    ended = claimed(lambda *_: {}, attempts=4)
    assert ended.state == "failed" and "已中断 3 次" in ended.message


def test_what_was_set_aside_can_be_fetched(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    file = tmp_path / "bad.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [("信访件编号", "来信日期", "内容"), ("1", "2026-02-30", "停水"), ("2", "2026-02-03", "停水")]
        )
    id_ = submit(office, file)
    with office.database.write() as tx:
        taken = rows.claim(tx, "w", office.now())
    assert taken is not None
    run_job(office, taken, worker="w", ended=threading.Event())
    result = job(office, id_).result
    assert (result["new"], result["quarantined"]) == (1, 1) and Path(result["quarantine_file"]).exists()
    office.close()
