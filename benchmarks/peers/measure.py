"""`python -m benchmarks.peers.measure SYSTEM FOLDER OUT`: one system over one corpus, figures and lists as JSON.

Runs in the system's own environment; the loop is the same for all. Questions come one after the other from one
client; a question's vector is given, so no encoder is in any time.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question, read_corpus

ASKED_FOR = 10
DEEP = 200
"""How deep a list is for mean average precision; asked for in a pass of its own that is not timed."""
WARM = 3
FILTERED = 50
"""Questions asked again with the filter."""
Search = Callable[[Question, int, bool], Sequence[int]]
"""(question, how many, whether only the wanted group) → places of documents, best first."""
Build = Callable[[], Search]
Engine = Callable[[Corpus, Path], AbstractContextManager[Build]]
"""Gets ready to index the corpus in a work folder; only what is done by calling `Build` is index time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a pass stops asking; what was asked so far counts, the table says how many."""

    seconds: float = 60.0
    deep: bool = False
    """Whether the deep lists are wanted too."""


def measured(engine: Engine, corpus: Corpus, work: Path, limits: Limits) -> dict[str, Any]:
    """Index time and size, then each set: times, lists, deep lists, filtered hits."""
    with engine(corpus, work) as build:
        begun, spent = time.perf_counter(), processor_seconds(work)
        search = build()
        found: dict[str, Any] = {
            "documents": len(corpus.ids),
            "index_seconds": time.perf_counter() - begun,
            "index_cpu": processor_seconds(work) - spent,
            "sets": {name: _of_set(search, asked, corpus, work, limits) for name, asked in corpus.sets.items()},
        }
        found["peak_mb"] = peak_mb(work)
    return found


def _of_set(
    search: Search, questions: Sequence[Question], corpus: Corpus, work: Path, limits: Limits
) -> dict[str, Any]:
    for question in questions[:WARM]:
        search(question, _depth(question), False)
    spent = processor_seconds(work)
    seconds, lists = _asked(search, questions, ASKED_FOR, False, limits.seconds)
    found = {
        "questions": len(questions),
        "seconds": seconds,
        "cpu": processor_seconds(work) - spent,
        "lists": lists,
    }
    if limits.deep:
        found["deep"] = _asked(search, questions[: len(lists)], DEEP, False, limits.seconds)[1]
    search(questions[0], ASKED_FOR, True)  # some build what a filter needs when the first one comes
    times, filtered = _asked(search, questions[:FILTERED], ASKED_FOR, True, limits.seconds)
    wanted = corpus.groups == WANTED_GROUP
    if not all(wanted[place] for some in filtered for place in some):
        raise RuntimeError("the filter let something through that it should not")
    return found | {"filtered": [len(some) for some in filtered], "filtered_seconds": times}


def _asked(
    search: Search, questions: Sequence[Question], k: int, filtered: bool, most: float
) -> tuple[list[float], list[list[int]]]:
    seconds, lists = [], []
    for question in questions:
        begun = time.perf_counter()
        places = search(question, _depth(question, k), filtered)
        seconds.append(time.perf_counter() - begun)
        lists.append([int(place) for place in places if place != question.itself][:k])
        if sum(seconds) > most:
            break
    return seconds, lists


def _depth(question: Question, k: int = ASKED_FOR) -> int:
    """One more where the document the question was taken from will be among the hits and is struck off."""
    return k + (question.itself >= 0)


def processor_seconds(work: Path) -> float:
    """Processor time so far of this process, its ended children, and of the server it works with."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    for pid in _servers(work):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        told += (int(fields[11]) + int(fields[12])) / 100
    return told


def peak_mb(work: Path) -> float:
    """The largest resident size of this process, and of the server it works with, in MB (Linux)."""
    told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for pid in _servers(work):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        told += next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return told


def _servers(work: Path) -> Iterator[int]:
    """Process id of a server beside this process, noted in the work folder by whoever started it."""
    note = work / "server.json"
    if note.exists():
        yield json.loads(note.read_text(encoding="utf-8"))["pid"]


def main() -> None:
    """Measures one system over one corpus and writes what was found."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("system")
    told.add_argument("folder", type=Path)
    told.add_argument("work", type=Path)
    told.add_argument("--seconds", type=float, default=Limits().seconds)
    told.add_argument("--deep", action="store_true")
    given = told.parse_args()
    module = importlib.import_module(f"benchmarks.peers.{given.system}")
    found = measured(module.engine, read_corpus(given.folder), given.work, Limits(given.seconds, given.deep))
    found["versions"] = versions(module.PACKAGES) | getattr(module, "VERSIONS", {})
    (given.work / "found.json").write_text(json.dumps(found), encoding="utf-8")


def versions(packages: Sequence[str]) -> dict[str, str]:
    """The installed versions of the packages."""
    return {name: version(name) for name in packages}


if __name__ == "__main__":
    main()
