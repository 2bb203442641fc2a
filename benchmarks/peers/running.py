"""One run of one system over one corpus in a process of its own, with its server beside it where it needs one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.peers.data import corpus_folder
from benchmarks.peers.environments import python_of
from benchmarks.peers.figures import Found
from benchmarks.peers.offices import CACHE
from benchmarks.peers.systems import LETTERS, SYSTEMS, TOPICS
from benchmarks.quality_offices import commit
from core.settings import Settings
from graph.neo4j_runtime import USER, prepare, server_in
from graph.neo4j_server import start, stop

RUNS = 2
FOUND = CACHE / "found"
PROJECT = Path(__file__).resolve().parent.parent.parent


def run(system: str, corpus: str, seconds: float) -> None:
    """Runs the system twice over the corpus, letters with deep lists the first time, and keeps what it found."""
    measured = [_once(system, corpus, seconds, deep=corpus == LETTERS and number == 0) for number in range(RUNS)]
    kept = {"commit": commit(), "date": date.today().isoformat(), "runs": measured}
    file = FOUND / corpus / f"{system}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(kept), encoding="utf-8")


def found(system: str, corpus: str) -> Found | None:
    """What was kept of the system over the corpus: commit, date and runs; None where it was not run."""
    file = FOUND / corpus / f"{system}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _once(system: str, corpus: str, seconds: float, *, deep: bool) -> Found:
    python, folder = python_of(system), corpus_folder(corpus)
    with tempfile.TemporaryDirectory(prefix=f"peers-{system}-") as work, _server(system, Path(work)):
        command = [python, "-m", *_module(system, seconds, deep), system, str(folder), work]
        subprocess.run(command, cwd=PROJECT, check=True)
        made: Found = json.loads((Path(work) / "found.json").read_text(encoding="utf-8"))
        return made


def _module(system: str, seconds: float, deep: bool) -> Sequence[str]:
    if system in TOPICS:
        return ["benchmarks.peers.topics"]
    return ["benchmarks.peers.measure", "--seconds", str(seconds), *(["--deep"] if deep else [])]


@contextmanager
def _server(system: str, work: Path) -> Iterator[None]:
    """A fresh Neo4j noted in the work folder while the system runs; nothing for the others."""
    if system not in SYSTEMS or not SYSTEMS[system].server:
        yield
        return
    runtime = prepare(Settings(home=work).cache, tell=lambda line: print(line, file=sys.stderr))  # noqa: T201 - stdout holds the figures
    server = start(server_in(work), runtime)
    try:
        told = {"pid": server.pid, "uri": server.uri, "user": USER, "password": server.password}
        (work / "server.json").touch(mode=0o600)
        (work / "server.json").write_text(json.dumps(told), encoding="utf-8")
        yield
    finally:
        stop(server)
