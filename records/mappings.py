"""Column mappings: how the columns of a source's files map to fields, saved and used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from records.tables.office import mapping as table
from records.transactions import Tx, as_row, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMapping:
    """Field → column name for one source; `headers` are those of the file it was made for."""

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    person: str = ""
    at: datetime | None = None


def save_mapping(tx: Tx, new: StoredMapping) -> None:
    """Inserts or overwrites the mapping of a source."""
    upsert(tx, table, [as_row(new, table)])


def mapping(tx: Tx, source: str) -> StoredMapping | None:
    """The mapping of a source; None when it has none."""
    row = tx.execute(sa.select(table).where(table.c.source == source)).first()
    return None if row is None else StoredMapping(**row._mapping)


def mappings(tx: Tx) -> list[StoredMapping]:
    """All saved mappings by source."""
    return [StoredMapping(**row._mapping) for row in tx.execute(sa.select(table).order_by(table.c.source))]
