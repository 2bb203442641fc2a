"""What the import page asks of the office: a file's columns, the job that loads it, how the office stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from casework import jobs
from casework.job_kinds import INBOX
from casework.status import OfficeStatus, office_status
from core.errors import Forbidden
from core.ids import slug
from core.masking import mask, vault_view
from core.viewer import Viewer
from ingest.columns import known_fields
from ingest.readers import open_table
from ingest.sources import find_source
from records import jobs as job_rows
from records.jobs import Job
from ui.wiring import clock, the_office

SAMPLE = 20
STALE = timedelta(days=1)
"""An upload nobody imported is thrown away after this."""
PERSONAL = {
    "person_name": "name",
    "person_id_no": "id_no",
    "person_phone": "phone",
    "person_address": "address",
    "person_account": "account",
}
"""Fields that hold who wrote; shown half-hidden in the preview, whatever their text looks like."""


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


def preview(name: str, data: memoryview) -> Preview:
    """The uploaded file kept in the office's inbox, with its columns and first rows.

    Raises InputError as the readers do (empty, wrong encoding, damaged, too many columns, no text column).
    """
    office = the_office()
    digest = hashlib.sha256(data).hexdigest()[:16]
    _sweep(office.home / INBOX)
    path = _kept(office.home / INBOX / digest, name, data)
    with open_table(path) as table:
        rows = [row.values for row in islice(table.rows, SAMPLE)]
        columns, notes = table.columns, tuple(table.notes)
    with office.database.read() as tx:
        source = find_source(tx, path, columns)
    guess = source.mapping.fields
    fields = {one.name: one.label for one in known_fields()}
    sample = tuple({one: _masked(guess.get(one, ""), row.get(one, "")) for one in columns} for row in rows)
    return Preview(path, source.name, digest, columns, guess, fields, sample, notes, source.known)


def _masked(field: str, value: str) -> str:
    kind = PERSONAL.get(field, "")
    return vault_view(kind, value) if kind and value else mask(value).text


def _sweep(inbox: Path) -> None:
    """Throws away uploads nobody imported: they hold letters and names as they came."""
    oldest = clock() - STALE
    for file in inbox.glob("*/*") if inbox.exists() else ():
        if datetime.fromtimestamp(file.stat().st_mtime, oldest.tzinfo) < oldest:
            file.unlink(missing_ok=True)


def _kept(folder: Path, name: str, data: memoryview) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / (slug(Path(name).name) or "file")
    if not path.exists() or path.stat().st_size != data.nbytes:
        fresh = path.with_suffix(".part")
        fresh.write_bytes(data)
        fresh.replace(path)
    return path


def submit(viewer: Viewer, found: Preview, source: str, mapping: Mapping[str, str]) -> str:
    """Hands the file to the worker with the mapping the person agreed to; the id of the job."""
    args = {"files": [str(found.path)], "source": slug(source), "mapping": dict(mapping), "person": viewer.name}
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
