"""The worker (后台任务): applies marks to the projections and runs jobs; the only writer of both.

Words go before vectors, so that a petition is found by its words while its vector is still being made; what a
person typed goes before bulk imports. The graph, a job and the watches over stale bases, over new letters at known
issues and over saved searches each have their own thread, so that a slow server or a long import does not hold up
search.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from casework import jobs
from casework.basis_watch import BasisWatch
from casework.generation import clean
from casework.issue_watch import IssueWatch
from casework.lock import worker_lock, worker_place
from casework.office import Office
from casework.projections import Persistent, Problems, Projections, told_problems
from casework.renewal import Renewed, renew
from casework.search_watch import SearchWatch
from core.errors import Unavailable
from core.viewer import WORKER
from graph.neo4j_graph import Neo4jGraph
from graph.projector import rebuild_graph
from records import jobs as job_rows
from records import marks

log = logging.getLogger(__name__)

IDLE = 0.2
GRACE = 5.0
"""Seconds a failure of the worker may last before somebody who waits for it is told."""
JOB_ENDS_WITHIN = 8.0
"""Seconds a job gets to reach a point where it may stop; what it has not done is done again."""


def work(office: Office, *, stop: threading.Event | None = None) -> None:
    """Works until `stop` is set. Raises Unavailable when another worker holds this office.

    Known failures are told and tried again; an unknown one ends the whole worker and is raised here, so that nobody
    waits for half a worker.
    """
    ended, failures = stop or threading.Event(), list[BaseException]()

    def started(name: str, body: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                body()
            except BaseException as error:
                failures.append(error)
                ended.set()

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        return thread

    with worker_lock(office.home):
        clean(office)
        projections, problems = Projections(office), Problems(office)
        words = Persistent("words", projections.words, problems)
        vectors = Persistent("vectors", projections.vectors, problems)
        graph = Persistent("graph", projections.graph, problems)
        basis = Persistent("basis", BasisWatch(office), problems)
        issues = Persistent("issues", IssueWatch(office), problems)
        searches = Persistent("searches", SearchWatch(office), problems)
        threads = [
            started("graph", lambda: _repeat(graph, ended)),
            started("basis", lambda: _repeat(basis, ended)),
            started("issues", lambda: _repeat(issues, ended)),
            started("searches", lambda: _repeat(searches, ended)),
            started("jobs", lambda: jobs.run_jobs(office, ended)),
        ]
        try:
            _repeat(lambda: words() or vectors(), ended)
        finally:
            ended.set()
            for thread in threads:
                thread.join(timeout=JOB_ENDS_WITHIN)
            office.forget_index()
    if failures:
        raise failures[0]


def _repeat(apply: Callable[[], int], ended: threading.Event) -> None:
    while not ended.is_set():
        if not apply():
            ended.wait(IDLE)


def settle(office: Office, *, vectors: bool = True, patience: float = 3600.0) -> None:
    """Returns once everything recorded so far can be found: by waiting for the worker, or by doing its work.

    The graph is not waited for: it catches up by itself. Raises Unavailable when a running worker cannot go on or
    has not caught up within `patience` seconds, and what the index raises when the work is done here.
    """

    def waiting() -> bool:
        with office.database.read() as tx:
            left = marks.backlog(tx)
        return bool(left["words"] or (vectors and office.encoder is not None and left["vectors"]))

    _settle(office, waiting, vectors=vectors, patience=patience)


def settle_one(office: Office, entity: str, *, patience: float = 120.0) -> None:
    """Returns once search has applied the last change of one record, whatever else waits. Raises as `settle` does."""

    def waiting() -> bool:
        with office.database.read() as tx:
            left = marks.waits_for(tx, entity)
        return "words" in left or (office.encoder is not None and "vectors" in left)

    _settle(office, waiting, vectors=True, patience=patience)


def _settle(office: Office, waiting: Callable[[], bool], *, vectors: bool, patience: float) -> None:
    well, until = time.monotonic(), time.monotonic() + patience
    while waiting():
        with worker_place(office.home) as ours:
            if ours:
                _catch_up(office, waiting, vectors=vectors)
                continue
        told = told_problems(office)
        problem = told.get("words") or (vectors and told.get("vectors"))
        if not problem:
            well = time.monotonic()
        elif time.monotonic() > well + GRACE:
            raise Unavailable(f"检索没有跟上：{problem}", "请运行 python cli.py doctor 查看原因；登记不受影响")
        if time.monotonic() > until:
            raise Unavailable("后台任务迟迟没有处理完", "请在“数据导入与运行状态”页查看进度")
        time.sleep(IDLE)
    office.index.reload()


def _catch_up(office: Office, waiting: Callable[[], bool], *, vectors: bool) -> None:
    projections = Projections(office)
    try:
        while waiting() and (projections.words() or (vectors and projections.vectors())):
            pass
    finally:
        office.index.close()  # a worker that starts now finds the writer's place free


def rebuild(office: Office) -> int:
    """How many entities were indexed afresh, with a dictionary of everything the office knows now; Neo4j too.

    A running worker is asked to do it, and waited for. Raises Unavailable when Neo4j could not be written anew,
    after search was made whole.
    """
    with worker_place(office.home) as ours:
        done = renew(office) if ours else _asked(office)
    settle(office)
    if done.graph_problem:
        raise Unavailable(f"检索已重建，Neo4j 没有重写：{done.graph_problem}", "请核对 settings.toml 里的 neo4j_ 各项")
    return done.entities


def _asked(office: Office) -> Renewed:
    job_id = jobs.submit(office, WORKER, "rebuild", {})
    while True:
        with office.database.read() as tx:
            job = job_rows.job(tx, job_id)
        if job.state == "done":
            return Renewed(**job.result)
        if job.state not in job_rows.OPEN_STATES:
            raise Unavailable(f"重建没有完成：{job.message}", "请在“数据导入与运行状态”页查看任务")
        time.sleep(IDLE)


def take_over_neo4j(office: Office) -> int:
    """How many nodes wait to be written into Neo4j, after whatever graph of ours it held was removed.

    The way to take over a Neo4j that held another database's graph. Raises Unavailable while a worker runs.
    """
    if not isinstance(office.graph, Neo4jGraph):
        return 0
    with worker_lock(office.home):
        return rebuild_graph(office.database, office.graph)
