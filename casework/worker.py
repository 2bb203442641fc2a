"""The worker (后台任务): applies marks to the projections and runs jobs; the only writer of both.

Words go before vectors, so that a petition is found by its words while its vector is still being made; what a
person typed goes before bulk imports. A job runs beside the marks, so that a long import does not hold up either.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from casework import jobs
from casework.dictionary import set_dictionary
from casework.lock import worker_lock
from casework.office import Office
from core.errors import PetitionGraphError, Unavailable
from graph.neo4j_graph import Neo4jGraph
from graph.projector import apply_graph_marks, rebuild_graph
from records import marks
from search.projector import apply_search_marks, mark_for_search

log = logging.getLogger(__name__)

WORDS_AT_ONCE = 2000
VECTORS_AT_ONCE = 160
"""About a second of encoding: what a person typed never waits longer than that."""
GRAPH_AT_ONCE = 1000
IDLE = 0.2
LONGEST_PAUSE = 30.0


class Projections:
    """One round after another over the consumers of marks, with a growing pause for one that is away."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.problems: dict[str, str] = {}
        self._pause: dict[str, float] = {}
        self._again: dict[str, float] = {}

    def round(self, *, vectors: bool = True) -> int:
        """How many entities were applied: words first; vectors only where no words wait; then the graph."""
        applied = self._try("words", lambda: self._search("words", WORDS_AT_ONCE))
        if vectors and not applied and self.office.encoder is not None:
            applied = self._try("vectors", lambda: self._search("vectors", VECTORS_AT_ONCE))
        return applied + self._try("graph", self._graph)

    def _search(self, consumer: str, limit: int) -> int:
        return apply_search_marks(self.office.database, self.office.index, consumer, limit)

    def _graph(self) -> int:
        return apply_graph_marks(self.office.database, self.office.graph, GRAPH_AT_ONCE)

    def _try(self, consumer: str, apply: Callable[[], int]) -> int:
        if time.monotonic() < self._again.get(consumer, 0.0):
            return 0
        try:
            done = apply()
        except PetitionGraphError as error:  # away, refused or foreign: said, and tried again later
            pause = min(self._pause.get(consumer, 0.5) * 2, LONGEST_PAUSE)
            self._pause[consumer], self._again[consumer] = pause, time.monotonic() + pause
            if self.problems.get(consumer) != error.detail:
                log.warning("%s 暂不可用：%s", consumer, error.detail)
            self.problems[consumer] = error.detail
            return 0
        self._pause.pop(consumer, None)
        self.problems.pop(consumer, None)
        return done


def work(office: Office, *, stop: threading.Event | None = None) -> None:
    """Works until `stop` is set. Raises Unavailable when another worker holds this office."""
    ended = stop or threading.Event()
    with worker_lock(office.home):
        office.index.open_for_writing()
        projections = Projections(office)
        runner = threading.Thread(target=jobs.run_jobs, args=(office, ended), name="jobs", daemon=True)
        runner.start()
        while not ended.is_set():
            if not projections.round():
                ended.wait(IDLE)
        runner.join(timeout=LONGEST_PAUSE)


def settle(office: Office, *, vectors: bool = True, patience: float = 3600.0) -> None:
    """Returns once everything recorded so far can be found: by waiting for the worker, or by doing its work.

    Raises Unavailable when a running worker has not caught up within `patience` seconds.
    """
    until = time.monotonic() + patience
    while _waiting(office, vectors=vectors):
        try:
            with worker_lock(office.home):
                office.index.open_for_writing()
                projections = Projections(office)
                while projections.round(vectors=vectors):
                    pass
                if projections.problems:
                    detail = "；".join(projections.problems.values())
                    raise Unavailable(f"检索或图谱没有跟上：{detail}", "请运行 python cli.py doctor 查看原因")
        except Unavailable as error:
            if "已有一个后台任务" not in error.detail:
                raise
        if time.monotonic() > until:
            raise Unavailable("后台任务迟迟没有处理完", "请在“数据导入与运行状态”页查看进度")
        time.sleep(IDLE)
    office.index.reload()


def _waiting(office: Office, *, vectors: bool) -> bool:
    with office.database.read() as tx:
        waiting = marks.backlog(tx)
    return bool(waiting["words"] or (vectors and office.encoder is not None and waiting["vectors"]))


def run_issue_marks(office: Office) -> None:
    """Drops the marks that say "common issues may have changed", after they were discovered afresh."""
    with office.database.write() as tx:
        while taken := marks.take_marks(tx, "issues", limit=GRAPH_AT_ONCE * 4):
            marks.clear_marks(tx, "issues", taken)


def rebuild(office: Office) -> int:
    """How many entities were indexed afresh, with a dictionary of everything the office knows now; Neo4j too.

    Raises Unavailable while another worker runs.
    """
    with worker_lock(office.home):
        office.index.wipe()
        office.index.close()
        set_dictionary(office.database, now=office.now())
        office.forget_index()
        count = mark_for_search(office.database)
        if isinstance(office.graph, Neo4jGraph):
            rebuild_graph(office.database, office.graph)
    settle(office)
    return count
