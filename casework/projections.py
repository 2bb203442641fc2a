"""Applying marks to search and graph, a batch at a time; what is away is written down, and tried again later."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from casework.office import Office
from core.errors import PetitionGraphError
from graph.projector import apply_graph_marks
from records import office_settings
from search.projector import apply_search_marks

log = logging.getLogger(__name__)

PROBLEMS = "worker.problems"
BATCH_SECONDS = 0.7
"""How long a batch should take: what a person typed waits for the batch before its own."""
GRAPH_AT_ONCE = 1000
LONGEST_PAUSES = {"graph": 10.0}
LONGEST_PAUSE = 2.0
"""Seconds before another try: a server is given more time than a folder."""
NAMES = {
    "words": "词语检索",
    "vectors": "语义检索",
    "graph": "关系图谱",
    "basis": "失效依据排查",
    "issues": "新来信归入共性问题",
    "searches": "存下的检索",
}


@dataclass(slots=True)
class Pace:
    """How many marks are taken at once, so that a batch takes about `BATCH_SECONDS` on this machine."""

    size: int
    least: int
    most: int

    def took(self, done: int, seconds: float) -> None:
        """Learns from a full batch."""
        if done < self.size:
            return
        wanted = int(self.size * BATCH_SECONDS / max(seconds, 0.001))
        self.size = max(self.least, min(self.most, wanted, 2 * self.size))


class Projections:
    """One batch after another for each consumer of marks; search and graph may be applied by two threads."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._paces = {"words": Pace(500, 50, 4000), "vectors": Pace(80, 10, 2000)}

    def words(self) -> int:
        """How many marks were applied to the words of the index."""
        return self._apply("words")

    def vectors(self) -> int:
        """How many marks were applied to the vectors of the index; none while there is no model."""
        return self._apply("vectors") if self._office.encoder is not None else 0

    def _apply(self, consumer: str) -> int:
        with self._office.writing_index:
            begun, pace, index = time.monotonic(), self._paces[consumer], self._office.index
            try:
                index.open_for_writing()
                done = apply_search_marks(self._office.database, index, consumer, pace.size)
            except BaseException:
                index.close()  # the next try begins with what is on disk
                raise
        pace.took(done, time.monotonic() - begun)
        return done

    def graph(self) -> int:
        """How many marks the graph applied."""
        with self._office.writing_graph:
            return apply_graph_marks(self._office.database, self._office.graph, GRAPH_AT_ONCE)


class Problems:
    """What is away just now, by name; kept with the records, so that every process can say it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._now: dict[str, str] = {}
        self._lock = Lock()
        self._store()

    def tell(self, name: str, detail: str) -> None:
        """Notes that `name` is away and why, or with an empty detail that it is back."""
        with self._lock:
            if self._now.get(name, "") == detail:
                return
            if detail:
                self._now[name] = detail
                log.warning("%s暂不可用：%s", NAMES.get(name, name), detail)
            else:
                del self._now[name]
                log.info("%s已恢复", NAMES.get(name, name))
            self._store()

    def _store(self) -> None:
        try:
            with self._office.database.write() as tx:
                office_settings.put_setting(tx, PROBLEMS, self._now, now=self._office.now())
        except PetitionGraphError as error:  # the records themselves are away; the log has it
            log.warning("后台任务的状况没有记下：%s", error.detail)


def told_problems(office: Office) -> Mapping[str, str]:
    """What the worker last said is away: consumer → Chinese sentence. Only of worth while a worker runs."""
    with office.database.read() as tx:
        found: dict[str, str] = office_settings.setting(tx, PROBLEMS, default={})
    return found


class Persistent:
    """Applies again and again; a known failure is told, and tried again after a growing pause."""

    def __init__(self, name: str, apply: Callable[[], int], problems: Problems) -> None:
        self._name = name
        self._apply = apply
        self._problems = problems
        self._pause = 0.0
        self._again = 0.0

    def __call__(self) -> int:
        """How many marks were applied; 0 while it waits or when it failed."""
        if time.monotonic() < self._again:
            return 0
        try:
            done = self._apply()
        except PetitionGraphError as error:
            self._pause = min(max(2 * self._pause, 0.5), LONGEST_PAUSES.get(self._name, LONGEST_PAUSE))
            self._again = time.monotonic() + self._pause
            self._problems.tell(self._name, error.detail)
            return 0
        self._pause = 0.0
        self._problems.tell(self._name, "")
        return done
