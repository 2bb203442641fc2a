"""The offices quality is measured in, filled from the shared data once per commit and kept beside each other."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.offices import load, shared
from casework.office import Office, open_office
from casework.worker import settle
from core.settings import Settings
from ingest.articles import ingest_articles

DAY = "2026-11-22"
BUILT = ".built"


def commit() -> str:
    """The short hash of the present commit."""
    shown = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return shown.stdout.strip() or "unknown"


@contextmanager
def kept_office(name: str, folder: Path | None = None) -> Iterator[Office]:
    """The office of this name, built when this commit has not built it yet; one that was cut off is gone on with."""
    home = (folder or Path(tempfile.gettempdir()) / f"petition-graph-quality-{commit()}") / name
    home.mkdir(parents=True, exist_ok=True)
    office = open_office(Settings(home=home, today=DAY))
    try:
        if not (home / BUILT).exists():
            begun = time.perf_counter()
            RECIPES[name](office)
            settle(office)
            (home / BUILT).touch()
            sys.stdout.write(f"  office {name} built in {time.perf_counter() - begun:.0f} s\n")
        yield office
    finally:
        office.close()


def _articles(office: Office, file: Path, regulations: Path | None = None) -> None:
    quarantine = office.home / "quarantine"
    ingest_articles(office.database, file, regulations=regulations, quarantine=quarantine, now=office.now())


def _stard(office: Office) -> None:
    _articles(office, shared("stard/corpus.jsonl.gz"))


def _teddy(office: Office) -> None:
    load(office, shared("teddy2020c/hot_messages.jsonl.gz"))


def _law(office: Office) -> None:
    """All national statutes, and the messages with official replies."""
    _articles(office, shared("statutes/articles.jsonl.gz"), shared("statutes/laws.jsonl.gz"))
    load(office, shared("teddy2020c/replies_dev.jsonl.gz"))


def _classes(office: Office) -> None:
    load(office, shared("teddy2020c/classified_dev.jsonl.gz"))


def _units(office: Office) -> None:
    load(office, shared("pingshan12345/tickets_dev.csv.gz"))


def _answers(office: Office) -> None:
    """Every candidate answer as an article of one act, so that questions are matched with it as with law."""
    file = office.home / "answers.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number, (id_, text) in enumerate(answers(), 1):
            row = {"id": id_, "law": "答复", "article": f"第{number}条", "no": number, "text": text}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    _articles(office, file)


def answers() -> Iterator[tuple[str, str]]:
    """(id, text) of the candidate answers of LegalQA: `question#place`."""
    for row in rows("legalqa/questions_dev.jsonl.gz"):
        for place, one in enumerate(row["candidates"]):
            yield f"{row['id']}#{place}", one["text"]


def rows(name: str) -> list[dict]:  # type: ignore[type-arg]
    """The lines of a shared file."""
    file = shared(name)
    packed = file.read_bytes()
    text = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


RECIPES: Mapping[str, Callable[[Office], None]] = {
    "stard": _stard,
    "teddy": _teddy,
    "law": _law,
    "classes": _classes,
    "units": _units,
    "answers": _answers,
}
