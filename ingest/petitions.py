"""Petitions from case lists into the records: new, changed and same counted, bad rows set aside, safe to kill."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.garbage import rarely_collected
from core.viewer import WORKER
from ingest.extraction import Reading, extracted
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge
from ingest.linking.related import Neighbours
from ingest.quarantine import BadRow, Quarantine
from ingest.readers import open_table
from ingest.report import IngestReport, Pace, Told, told_nobody
from ingest.rows import Draft, RowError, RowReader
from ingest.saving import Batch, save_batch
from ingest.sources import Source, find_source, keep_source
from ingest.tables import Row, Table
from records.database import LOOK_AGAIN, Database
from records.erasing import tombstones
from records.item_reading import items
from records.vault import Vault

ROWS_A_BATCH = 1000
BREATH = 3 * LOOK_AGAIN
"""Seconds between two batches, more than a waiting writer takes to look again, so that it gets in."""
_SHOWN_VALUES = 6


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an import works: the records, the identity vault and the folder for rows set aside."""

    database: Database
    vault: Vault
    quarantine: Path


@dataclass(slots=True)
class _Run:
    """What one import has counted so far."""

    pace: Pace
    new: int = 0
    changed: int = 0
    same: int = 0
    quarantined: int = 0
    rows: int = 0
    notes: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def ingest_petitions(
    desk: Desk,
    files: Sequence[Path],
    *,
    now: datetime,
    mapping: str = "",
    progress: Told = told_nobody,
    processes: int | None = None,
) -> IngestReport:
    """The report after reading `files`; each batch of 1,000 rows is one transaction, so that a kill leaves no half row.

    `mapping` names a saved column mapping; without it the file's name finds one, or the headers are guessed and kept.
    Raises InputError, NotFound or Unavailable before or between batches; what was stored by then stays and is "same"
    the next time.
    """
    run = _Run(Pace(progress, "读入信访件"))
    with desk.database.read() as tx:
        knowledge = knowledge_of(tx)
    with rarely_collected():
        for file in files:
            _ingest_file(desk, Path(file), run, _How(now, mapping, knowledge, processes))
    run.pace.at(run.rows, last=True)
    return IngestReport(
        new=run.new,
        changed=run.changed,
        same=run.same,
        quarantined=run.quarantined,
        quarantine_file=run.files[0] if run.files else None,
        seconds=run.pace.seconds,
        notes=tuple(run.notes),
    )


@dataclass(frozen=True, slots=True)
class _How:
    now: datetime
    mapping: str
    knowledge: Knowledge
    processes: int | None


def _ingest_file(desk: Desk, file: Path, run: _Run, how: _How) -> None:
    with open_table(file) as table:
        with desk.database.read() as tx:
            source = find_source(tx, file, table.columns, name=how.mapping)
        with desk.database.write() as tx:
            keep_source(tx, source, table.columns, now=how.now)
        bad = Quarantine(desk.quarantine, source.name, how.now)
        reader, neighbours = RowReader(source.name, file.name, source.mapping), Neighbours()
        try:
            batches = _fresh(desk.database, _drafts(table, reader, bad, run), run)
            reading = Reading(how.knowledge, how.now, how.processes)
            for number, (facts, known) in enumerate(extracted(batches, reading)):
                if number:
                    time.sleep(BREATH)
                with desk.database.write() as tx:
                    done = save_batch(tx, desk.vault, Batch(facts, known, neighbours), now=how.now)
                run.new += done.new
                run.changed += done.changed
                run.same += done.same
                run.pace.total = _expected(run, table)
                run.pace.at(run.rows)
        finally:
            bad.close()
            run.quarantined += bad.count
            run.files += [bad.path] if bad.path else []
        run.notes += _notes(file, source, table, reader)


def _expected(run: _Run, table: Table) -> int:
    share = table.share()
    return round(run.rows / share) if share > 0.01 else 0


def _drafts(table: Table, reader: RowReader, bad: Quarantine, run: _Run) -> Iterator[Draft]:
    """The rows that can be taken; of two with one number and different text the second is set aside."""
    seen: dict[str, tuple[str, int]] = {}
    for row in table.rows:
        run.rows += 1
        try:
            draft = reader.draft(row)
        except RowError as error:
            bad.add(BadRow(table.file, row.number, error.field, str(error), error.fix, error.value), row.values)
            continue
        one = draft.item
        before = seen.setdefault(one.id, (one.content_hash, row.number))
        if before[1] == row.number:
            yield draft
        elif before[0] == one.content_hash:
            run.same += 1
        else:
            bad.add(_twice(table.file, row, one.source_id, before[1]), row.values)


def _twice(file: str, row: Row, number: str, before: int) -> BadRow:
    reason = f"信访件编号 {number} 在本文件第 {before} 行已出现，内容不同"
    return BadRow(file, row.number, "信访件编号", reason, "请核对编号；确是另一件的请改用自己的编号", number, number)


def _fresh(database: Database, drafts: Iterable[Draft], run: _Run) -> Iterator[tuple[list[Draft], frozenset[str]]]:
    """Batches of drafts that are new or changed, with the ids of the changed ones; erased ones never come back."""
    for batch in _batches(drafts):
        ids = [draft.item.id for draft in batch]
        with database.read() as tx:
            stored = {id_: one.content_hash for id_, one in items(tx, WORKER, ids).items()}
            erased = tombstones(tx, ids)
        fresh = [d for d in batch if stored.get(d.item.id) != d.item.content_hash and d.item.id not in erased]
        run.same += len(batch) - len(fresh)
        if fresh:
            yield fresh, frozenset(stored)


def _batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    batch: list[Draft] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == ROWS_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _notes(file: Path, source: Source, table: Table, reader: RowReader) -> list[str]:
    how = "沿用已保存的列对应" if source.known else "按表头识别并保存"
    columns = "；".join(source.mapping.described())
    kept = [column for column in table.columns if column not in source.mapping.fields]
    notes = [f"{file.name}：来源“{source.name}”，{how}：{columns}", *table.notes]
    if kept:
        notes.append(f"{file.name}：未对应的列原样保留：{'、'.join(kept[:12])}")
    if reader.unknown_values:
        shown = "、".join(f"{c}“{v}”×{n}" for (c, v), n in reader.unknown_values.most_common(_SHOWN_VALUES))
        notes.append(f"{file.name}：不认识的取值，原样保留：{shown}")
    return notes
