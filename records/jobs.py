"""Jobs (任务) for the worker: submitted by pages, claimed by one worker, resumable when it dies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from core.errors import Conflict, NotFound
from core.viewer import Viewer
from records.tables.office import job as table
from records.transactions import Tx, add, page

STALE = timedelta(minutes=2)
"""A running job whose heartbeat is older than this may be claimed again."""
OPEN_STATES = ("queued", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work; `state` is queued, running, done, failed or cancelled."""

    id: str
    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)
    owner: str = ""
    state: str = "queued"
    done: int = 0
    total: int = 0
    message: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    worker: str = ""
    attempts: int = 0
    cancel_asked: bool = False
    submitted_at: datetime | None = None
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    finished_at: datetime | None = None


def _job(row: sa.Row[Any]) -> Job:
    return Job(**{name: value for name, value in row._mapping.items() if name != "ordinal"})


def submit(tx: Tx, kind: str, args: Mapping[str, Any], owner: str, now: datetime) -> str:
    """The id of the new job, which waits for the worker."""
    last = tx.scalar(sa.select(sa.func.max(table.c.ordinal))) or 0
    id_ = f"job:{secrets.token_hex(8)}"
    row = {"id": id_, "ordinal": last + 1, "kind": kind, "args": dict(args), "owner": owner, "state": "queued"}
    add(tx, table, row | {"submitted_at": now})
    return id_


def claim(tx: Tx, worker: str, now: datetime, *, stale: timedelta = STALE) -> Job | None:
    """The oldest job that waits or whose worker died, now running for `worker`; None while another one runs."""
    running = tx.execute(sa.select(table).where(table.c.state == "running").order_by(table.c.ordinal)).first()
    if running is not None and running.heartbeat_at > now - stale:
        return None
    waiting = sa.select(table).where(table.c.state == "queued").order_by(table.c.ordinal).limit(1)
    row = running if running is not None else tx.execute(waiting).first()
    if row is None:
        return None
    started = row.started_at or now
    changes = {"state": "running", "worker": worker, "started_at": started, "heartbeat_at": now}
    tx.execute(sa.update(table).where(table.c.id == row.id).values(attempts=row.attempts + 1, **changes))
    return job(tx, row.id)


def requeue(tx: Tx) -> int:
    """How many running jobs wait again; called when it is certain that the worker that ran them is gone."""
    left = sa.update(table).where(table.c.state == "running")
    return int(tx.execute(left.values(state="queued", worker="")).rowcount)


class Held(TypedDict, total=False):
    """Who believes to run a job."""

    worker: str


def progress(tx: Tx, job_id: str, done: int, total: int, message: str, now: datetime, **held: Unpack[Held]) -> bool:
    """Whether the worker shall go on: False when a person asked to cancel. Also the heartbeat.

    Raises Conflict when the job no longer runs or, with `worker` named, belongs to another one by now.
    """
    changes = {"done": done, "total": total, "message": message, "heartbeat_at": now}
    ours = [table.c.id == job_id, table.c.state == "running"]
    if worker := held.get("worker"):
        ours.append(table.c.worker == worker)
    if tx.execute(sa.update(table).where(*ours).values(changes)).rowcount == 0:
        raise Conflict(f"任务 {job_id} 已不在运行", "它可能已被取消，或由另一个后台进程接手")
    return not job(tx, job_id).cancel_asked


def finish(tx: Tx, job_id: str, result: Mapping[str, Any], now: datetime) -> None:
    """Ends a running job as done."""
    _end(tx, job_id, "done", now, result=dict(result))


def fail(tx: Tx, job_id: str, message: str, now: datetime) -> None:
    """Ends a running job as failed; `message` is what people read."""
    _end(tx, job_id, "failed", now, message=message)


def stop(tx: Tx, job_id: str, now: datetime) -> None:
    """Ends a running job as cancelled, when the worker has heeded the wish."""
    _end(tx, job_id, "cancelled", now)


def _end(tx: Tx, job_id: str, state: str, now: datetime, **more: Any) -> None:  # noqa: ANN401
    running = sa.update(table).where(table.c.id == job_id, table.c.state == "running")
    if tx.execute(running.values(state=state, finished_at=now, **more)).rowcount == 0:
        raise Conflict(f"任务 {job_id} 已不在运行", "请刷新任务列表")


def cancel(tx: Tx, job_id: str, now: datetime) -> None:
    """Cancels a waiting job, or asks the worker to stop a running one. A finished one is left as it is."""
    job(tx, job_id)
    waiting = sa.update(table).where(table.c.id == job_id, table.c.state == "queued")
    tx.execute(waiting.values(state="cancelled", finished_at=now, cancel_asked=True))
    tx.execute(sa.update(table).where(table.c.id == job_id, table.c.state == "running").values(cancel_asked=True))


def job(tx: Tx, job_id: str) -> Job:
    """The job with this id. Raises NotFound."""
    row = tx.execute(sa.select(table).where(table.c.id == job_id)).first()
    if row is None:
        raise NotFound(f"没有任务 {job_id}", "请在“数据导入与运行状态”页查看任务列表")
    return _job(row)


def jobs(tx: Tx, viewer: Viewer, limit: int | None = 50, offset: int = 0, *, open_only: bool = False) -> list[Job]:
    """Jobs of the office, newest first; they hold counts and file names, no text of petitions."""
    statement = sa.select(table).order_by(table.c.ordinal.desc())
    if open_only:
        statement = statement.where(table.c.state.in_(OPEN_STATES))
    return [_job(row) for row in tx.execute(page(statement, limit, offset))]


def last_done(tx: Tx, kind: str) -> Job | None:
    """The job of this kind that was done last."""
    done = sa.select(table).where(table.c.kind == kind, table.c.state == "done").order_by(table.c.ordinal.desc())
    row = tx.execute(done.limit(1)).first()
    return None if row is None else _job(row)
