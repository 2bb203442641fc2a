"""Jobs (任务): long work asked for by a page or a command and done by the worker, one at a time, resumable."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

from casework.office import Office
from core.errors import InputError, PetitionGraphError, Unavailable
from core.viewer import Viewer
from records import jobs as job_rows
from records.jobs import Job

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], bool]
"""Called with (done, total, message); False means that a person asked to stop."""
Work = Callable[[Office, Mapping[str, Any], Progress], Mapping[str, Any]]

LOOK_AGAIN = 0.5
MOST_ATTEMPTS = 3
"""A job whose worker died this often is not begun again: it may be what kills the worker."""


class Stopped(Exception):
    """A person asked to stop the running job; raised by the work at a point where nothing is half done."""


def submit(office: Office, viewer: Viewer, kind: str, args: Mapping[str, Any]) -> str:
    """The id of a new job; the worker takes it when its turn comes."""
    with office.database.write() as tx:
        return job_rows.submit(tx, kind, args, viewer.name, office.now())


def kinds() -> dict[str, Work]:
    """What each kind of job does."""
    from casework.job_kinds import KINDS  # the kinds need rooms that need this module

    return KINDS


def run_jobs(office: Office, ended: threading.Event) -> None:
    """Claims and runs jobs until `ended` is set; begins with what a worker that died had left.

    Whoever calls it has the worker's place, so no other worker of this office runs anything.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}"
    looked = False
    while not ended.is_set():
        try:
            with office.database.write() as tx:
                if not looked:
                    job_rows.requeue(tx)
                job = job_rows.claim(tx, worker, office.now())
            looked = True
            if job is not None:
                run_job(office, job, worker=worker, ended=ended)
                continue
        except PetitionGraphError as error:
            log.warning("任务队列暂不可用：%s", error.detail)
        ended.wait(LOOK_AGAIN)


def run_job(office: Office, job: Job, *, worker: str, ended: threading.Event) -> None:
    """Runs one claimed job to its end and writes down how it ended; an unknown failure is logged and told."""

    def progress(done: int, total: int, message: str) -> bool:
        with office.database.write() as tx:
            goes_on = job_rows.progress(tx, job.id, done, total, message, office.now(), worker=worker)
        return goes_on and not ended.is_set()

    try:
        result = _work_of(job)(office, job.args, progress)
    except Stopped:
        if not ended.is_set():  # when the worker itself ends, the job stays claimed and is resumed later
            _close(office, lambda tx: job_rows.stop(tx, job.id, office.now()))
    except PetitionGraphError as error:
        message = str(error)
        _close(office, lambda tx: job_rows.fail(tx, job.id, message, office.now()))
    except Exception as error:  # a defect of ours must not end the worker; the job says so and the log has it all
        log.exception("任务 %s（%s）出错", job.id, job.kind)
        message = f"程序出错（{type(error).__name__}），详情见日志；任务编号 {job.id}"
        _close(office, lambda tx: job_rows.fail(tx, job.id, message, office.now()))
    else:
        _close(office, lambda tx: job_rows.finish(tx, job.id, result, office.now()))


def _work_of(job: Job) -> Work:
    if job.attempts > MOST_ATTEMPTS:
        raise Unavailable(f"任务已中断 {job.attempts - 1} 次，没有再试", "请查看日志和内存，再重新提交")
    try:
        return kinds()[job.kind]
    except KeyError as error:
        raise InputError(f"不认识的任务种类“{job.kind}”", "请用提交它的那个版本的程序运行") from error


def _close(office: Office, write: Callable[[Any], None]) -> None:
    with office.database.write() as tx:
        write(tx)
