"""Offices for benchmarks: fresh ones in a temporary folder, filled from generated letters or from the shared data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casework.office import Office, open_office
from casework.worker import settle
from core.settings import Settings
from ingest.petitions import Desk, ingest_petitions
from ingest.report import IngestReport

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@contextmanager
def fresh_office() -> Iterator[Office]:
    """An empty office in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="petition-graph-bench-") as folder:
        office = open_office(Settings(home=Path(folder), today="2026-11-22"))
        try:
            yield office
        finally:
            office.close()


def load(office: Office, file: Path, *, find: bool = True) -> IngestReport:
    """The report of reading `file`; with `find` everything can be searched afterwards, vectors included."""
    desk = Desk(office.database, office.vault, office.home / "quarantine")
    report = ingest_petitions(desk, [file], now=office.now())
    if find:
        settle(office)
    return report


def shared(name: str) -> Path:
    """A file of the shared data folder. Raises SystemExit in words where it does not exist."""
    file = SHARED / name
    if not file.exists():
        raise SystemExit(f"this benchmark needs {name} in the shared data folder beside the project")
    return file
