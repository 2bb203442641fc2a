"""What the import page asks of the office: a file's columns, the job that loads it, how the office stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from casework import jobs
from casework.status import OfficeStatus, office_status
from core.errors import Forbidden
from core.ids import slug
from core.masking import mask
from core.viewer import Viewer
from ingest.columns import guess_mapping, known_fields
from ingest.readers import open_table
from records import jobs as job_rows
from records import mappings
from records.jobs import Job
from ui.wiring import the_office

SAMPLE = 20
INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is imported: its columns, what each seems to hold, and its first rows, masked."""

    path: Path
    source: str
    digest: str
    columns: tuple[str, ...]
    guess: Mapping[str, str]
    fields: Mapping[str, str]
    sample: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...]
    saved: bool


def preview(name: str, data: memoryview, *, source: str) -> Preview:
    """The uploaded file kept in the office's inbox, with its columns and first rows.

    Raises InputError as the readers do (empty, wrong encoding, damaged, too many columns, no text column).
    """
    office = the_office()
    digest = hashlib.sha256(data).hexdigest()[:16]
    path = _kept(office.home / INBOX / digest, name, data)
    with open_table(path) as table:
        rows = [row.values for row in islice(table.rows, SAMPLE)]
        columns, notes = table.columns, tuple(table.notes)
    with office.database.read() as tx:
        saved = mappings.mapping(tx, source)
    if saved is not None and set(saved.columns) <= set(columns):
        guess: Mapping[str, str] = saved.columns
    else:
        saved, guess = None, guess_mapping(columns).fields
    fields = {one.name: one.label for one in known_fields()}
    sample = tuple({column: mask(row.get(column, "")).text for column in columns} for row in rows)
    return Preview(path, source, digest, columns, guess, fields, sample, notes, saved is not None)


def _kept(folder: Path, name: str, data: memoryview) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / (slug(Path(name).name) or "file")
    if not path.exists() or path.stat().st_size != data.nbytes:
        fresh = path.with_suffix(".part")
        fresh.write_bytes(data)
        fresh.replace(path)
    return path


def submit(viewer: Viewer, found: Preview, mapping: Mapping[str, str]) -> str:
    """Hands the file to the worker with the mapping the person agreed to; the id of the job."""
    args = {"files": [str(found.path)], "source": found.source, "mapping": dict(mapping), "person": viewer.name}
    return jobs.submit(the_office(), viewer, "ingest_petitions", args)


def finished(viewer: Viewer, *, limit: int, offset: int) -> list[Job]:
    """The latest jobs of the office, newest first."""
    with the_office().database.read() as tx:
        return job_rows.jobs(tx, viewer, limit=limit, offset=offset)


def quarantine_file(job: Job) -> Path | None:
    """The file with the rows a job set aside, or None. Raises Forbidden for a path outside the office's folder."""
    named = str(job.result.get("quarantine_file") or "")
    if not named:
        return None
    path = Path(named).resolve()
    if not path.is_relative_to(the_office().home.resolve()):
        raise Forbidden(named)
    return path if path.exists() else None


def state(viewer: Viewer) -> OfficeStatus:
    """How the office stands just now."""
    return office_status(the_office(), viewer)
