"""Copies of letters outside the records: uploaded files, rows set aside. Erasing a letter reaches them too."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from casework.office import Office
from core.viewer import WORKER
from ingest.history import COLUMNS as HISTORY_COLUMNS
from ingest.quarantine import COLUMNS
from records.jobs import jobs
from records.mappings import mapping

_NUMBER = COLUMNS.index("信访件编号")


def forget_uploads(office: Office) -> None:
    """Removes uploaded files that no waiting or running job needs; what was in them is in the records by now."""
    with office.database.read() as tx:
        waiting = jobs(tx, WORKER, limit=None, open_only=True)
    needed = {Path(file) for job in waiting for file in job.args.get("files", ())}
    for folder in office.inbox.glob("*"):
        if not any(file.is_relative_to(folder) for file in needed):
            shutil.rmtree(folder)


def forget_rows_set_aside(office: Office, item_id: str) -> int:
    """How many rows with the item's number were removed from the quarantine files of its source.

    Files of letters and of handling steps alike; in the latter a column of the number says which item is meant.
    """
    _, source, number = item_id.split(":", 2)
    with office.database.read() as tx:
        known = mapping(tx, source)
    columns = [column for column, field in known.columns.items() if field == "item_no"] if known else []
    cells = {f"{column}={number}" for column in (*columns, *HISTORY_COLUMNS["number"])}
    removed = 0
    folder = office.home / "quarantine"
    for file in sorted({*folder.glob(f"*-{source}.csv"), *folder.glob(f"*-{source}-history.csv")}):
        head, *rows = _rows(file)
        kept = [row for row in rows if row[_NUMBER] != number and not cells & set(row)]
        if len(kept) < len(rows):
            _write(file, [head, *kept])
            removed += len(rows) - len(kept)
    return removed


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.reader(stream)


def _write(file: Path, rows: Sequence[Sequence[str]]) -> None:
    fresh = file.with_suffix(".part")
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    fresh.replace(file)


def backups_beside(office: Office) -> list[Path]:
    """Copies of the records that were made before an update; they still hold what was erased since."""
    return sorted(office.home.glob("*.bak"))
