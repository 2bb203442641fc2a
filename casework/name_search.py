"""Names looked for in the letters of an import (名称核对): a job of the worker after each, so many seconds at a time.

The job is handed over again until all letters of the files were looked through; doing any of it twice changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from casework.jobs import Progress, Stopped
from casework.office import Office
from core.petition import Item
from core.viewer import OFFICE, WORKER
from ingest.gazetteer import knowledge_of
from ingest.name_finding import linked_names, written_names
from records import jobs
from records.item_reading import iter_items
from records.names import put_proposals

LOOK = "look_for_names"
AT_ONCE = 30.0
"""Seconds of one job: what waits behind it has its turn before the rest of a large import is looked through."""


def look_after_import(office: Office, files: Iterable[Path]) -> None:
    """Asks the worker to look for names in the letters that came with `files`."""
    names = sorted({file.name for file in files})
    with office.database.write() as tx:
        jobs.submit(tx, LOOK, {"files": names}, WORKER.name, office.now())


def look(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """How many spellings newly wait, and in how many letters they were looked for. Raises Stopped when asked to stop.

    Names the letters are linked to are compared once, at the beginning; their texts in the order of their ids.
    """
    begun, files, after = time.monotonic(), [str(file) for file in args["files"]], str(args.get("after", ""))
    new, letters = (0 if after else _look_at_links(office)), 0
    with office.database.read() as tx:
        knowledge = knowledge_of(tx)
    while batch := _next_letters(office, files, after):
        if not progress(letters, 0, f"已查找 {letters} 封来信"):
            raise Stopped
        found = written_names((one for one in batch if not one.restricted), knowledge)
        with office.database.write() as tx:
            new += put_proposals(tx, found, now=office.now())
        letters, after = letters + len(batch), batch[-1].id
        if time.monotonic() > begun + AT_ONCE:
            with office.database.write() as tx:
                jobs.submit(tx, LOOK, {"files": files, "after": after}, WORKER.name, office.now())
            break
    progress(letters, letters, f"已查找 {letters} 封来信，新增待核 {new} 处")
    return {"new": new, "letters": letters}


def _look_at_links(office: Office) -> int:
    with office.database.read() as tx:
        found = linked_names(tx, knowledge_of(tx))
    with office.database.write() as tx:
        return put_proposals(tx, found, now=office.now())


def _next_letters(office: Office, files: list[str], after: str) -> list[Item]:
    with office.database.read() as tx:
        return next(iter_items(tx, OFFICE, after=after, files=files), [])
