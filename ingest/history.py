"""Handling steps (办理过程) from a table beside the case list: item number, time, step, unit, note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from core.dates import local_day, read_moment
from core.errors import InputError
from core.ids import item_id
from core.masking import mask
from core.petition import Evidence, HandlingEvent, Link
from core.units import find_units
from core.viewer import WORKER
from core.vocabulary import code_of
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge
from ingest.quarantine import BadRow, Quarantine
from ingest.readers import open_table
from ingest.report import IngestReport, Pace, Told, told_nobody
from ingest.tables import Row, Table
from records.database import Database
from records.events import add_events
from records.items import items
from records.links import put_links

COLUMNS = {
    "number": ("信访编号", "信访件编号", "item_no", "id"),
    "at": ("时间", "日期", "at", "time"),
    "event": ("环节", "办理环节", "步骤", "event"),
    "unit": ("单位", "办理单位", "unit"),
    "note": ("说明", "备注", "note"),
}
_NEEDED = ("number", "at", "event")
_BATCH = 2000


def ingest_history(
    database: Database, file: Path, source: str, *, quarantine: Path, now: datetime, progress: Told = told_nobody
) -> IngestReport:
    """The report after adding the steps in `file` to the time lines of `source`'s items; a known step is not doubled.

    A return (退回) also becomes a link from the item to the unit. Raises InputError when a needed column is missing.
    """
    pace = Pace(progress, "读入办理过程")
    added = 0
    bad = Quarantine(quarantine, f"{source}-history", now)
    with database.read() as tx:
        knowledge = knowledge_of(tx)
    try:
        with open_table(file) as table:
            named = _columns(table)
            while rows := list(islice(table.rows, _BATCH)):
                added += _store(database, list(_steps(table.file, rows, named, (source, knowledge), bad)), bad, now)
                pace.at(added)
    finally:
        bad.close()
    pace.at(added, last=True)
    return IngestReport(
        new=added, quarantined=bad.count, quarantine_file=bad.path if bad.count else None, seconds=pace.seconds
    )


def _columns(table: Table) -> dict[str, str]:
    named = {}
    for field, spellings in COLUMNS.items():
        found = next((c for c in table.columns if c.strip().lower() in spellings), "")
        if not found and field in _NEEDED:
            hint = f"需要这些列：{'、'.join(COLUMNS[name][0] for name in _NEEDED)}；可有：单位、说明"
            raise InputError(f"办理过程表缺少“{COLUMNS[field][0]}”列", hint, file=table.file)
        named[field] = found
    return named


def _steps(
    file: str, rows: Sequence[Row], named: dict[str, str], known: tuple[str, Knowledge], bad: Quarantine
) -> Iterator[tuple[HandlingEvent, Row]]:
    source, knowledge = known
    for row in rows:
        cell = {field: row.values.get(column, "").strip() for field, column in named.items()}
        event = code_of("event", cell["event"])
        try:
            at = read_moment(cell["at"])
            problem = "" if at and event and cell["number"] else f"环节“{cell['event']}”不认识，或缺编号、时间"
        except InputError as error:
            at, problem = None, error.detail
        if problem or at is None:
            bad.add(BadRow(file, row.number, "环节", problem, "环节写法如 登记、转送、退回、答复"), row.values)
            continue
        mentions = find_units(cell["unit"], knowledge.on(local_day(at)).unit_aliases) if cell["unit"] else []
        unit = mentions[0].unit_id if mentions else ""
        note = mask(cell["note"]).text or ("" if unit else cell["unit"])
        yield HandlingEvent(item_id=item_id(source, cell["number"]), at=at, event=event, unit_id=unit, note=note), row


def _store(database: Database, steps: list[tuple[HandlingEvent, Row]], bad: Quarantine, now: datetime) -> int:
    with database.write() as tx:
        known = items(tx, WORKER, {event.item_id for event, _ in steps})
        for event, row in steps:
            if event.item_id not in known:
                bad.add(BadRow("", row.number, "信访编号", "没有这件信访件", "请先读入信访件"), row.values)
        kept = [event for event, _ in steps if event.item_id in known]
        add_events(tx, kept)
        put_links(tx, [_return(event) for event in kept if event.event == "object" and event.unit_id], now=now)
    return len(kept)


def _return(event: HandlingEvent) -> Link:
    why = Evidence(record=event.item_id, field="history", rule="history", quote=event.note, note=event.at.isoformat())
    return Link(source=event.item_id, kind="returned_by", target=event.unit_id, evidence=(why,))
