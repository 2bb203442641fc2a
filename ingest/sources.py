"""Which source a file belongs to and how its columns are read: a saved mapping, else a guess that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from core.errors import NotFound
from core.ids import slug
from ingest.columns import ColumnMapping, checked_mapping, guess_mapping
from ingest.readers import open_table
from ingest.source_names import source_name
from records.database import Database
from records.mappings import StoredMapping, mapping, mappings, save_mapping
from records.transactions import Tx

_NEEDED = ("item_no", "title", "content", "issue")
_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Source:
    """A registered source: its name, the mapping in use, and whether it was met before."""

    name: str
    mapping: ColumnMapping
    known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like before it is imported: source, columns, mapping and its first rows."""

    source: Source
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def preview(database: Database, file: Path, *, name: str = "") -> Preview:
    """The file's columns, the mapping an import would use, and five rows; nothing is stored. Raises InputError."""
    with open_table(file) as table, database.read() as tx:
        rows = tuple(row.values for row in islice(table.rows, _SAMPLE))
        return Preview(find_source(tx, file, table.columns, name=name), table.columns, rows)


def find_source(tx: Tx, file: Path, columns: tuple[str, ...], *, name: str = "") -> Source:
    """The source named by a person, else the one with the file's name whose mapping fits, else a new one.

    Files of one name but another shape become another source (`name-2`), so that shared ids stay apart.
    Raises NotFound for a name nobody saved and InputError for columns that cannot be read.
    """
    if name:
        return _named(tx, name, columns)
    stem = source_name(file)
    guess = guess_mapping(columns)
    for number in range(1, 1000):
        candidate = stem if number == 1 else f"{stem}-{number}"
        stored = mapping(tx, candidate)
        if stored is None:
            return Source(candidate, guess, known=False)
        if _fits(stored, columns, guess):
            return Source(candidate, checked_mapping(_ordered(stored), columns, name=candidate), known=True)
    return Source(f"{stem}-{len(columns)}", guess, known=False)


def keep_source(tx: Tx, source: Source, columns: tuple[str, ...], *, now: datetime, person: str = "") -> None:
    """Saves the mapping under the source's name, to be found by the next file."""
    save_mapping(
        tx,
        StoredMapping(source=source.name, columns=dict(source.mapping.fields), headers=columns, person=person, at=now),
    )


def choose_mapping(
    database: Database,
    name: str,
    fields: Mapping[str, str],
    columns: tuple[str, ...],
    *,
    now: datetime,
    person: str = "",
) -> Source:
    """The source after a person said which column (key) holds which field (value). Raises InputError."""
    source = Source(slug(name), checked_mapping(fields, columns, name=name), known=True)
    with database.write() as tx:
        keep_source(tx, source, columns, now=now, person=person)
    return source


def _named(tx: Tx, name: str, columns: tuple[str, ...]) -> Source:
    stored = mapping(tx, slug(name))
    if stored is None:
        known = "、".join(one.source for one in mappings(tx)) or "还没有"
        raise NotFound(f"没有名为“{name}”的列对应", f"已保存的列对应：{known}；不指定时按表头识别")
    return Source(stored.source, checked_mapping(_ordered(stored), columns, name=name), known=True)


def _ordered(stored: StoredMapping) -> dict[str, str]:
    """Column → field in the order of the file it was made for, since several columns may make one field."""
    return {column: stored.columns[column] for column in stored.headers if column in stored.columns}


def _fits(stored: StoredMapping, columns: tuple[str, ...], guess: ColumnMapping) -> bool:
    """True when the file has every needed column of the mapping and no needed column the mapping does not have."""
    theirs = {c for c, field in stored.columns.items() if field in _NEEDED}
    ours = {c for c, field in guess.fields.items() if field in _NEEDED}
    return theirs <= set(columns) and (ours <= set(stored.headers))
