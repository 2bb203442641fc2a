"""`Tx`, the open transaction every verb takes, and the neutral statements that both databases understand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias, TypedDict, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import Dialect

Tx: TypeAlias = Connection
Row: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


SEEN = "seen"
"""Where a reading transaction keeps what it has found out about its one state (`Tx.info`)."""


class Decided(TypedDict):
    """Who decided something, why and when; named arguments of every verb by which a person decides."""

    person: str
    reason: str
    now: datetime


CHUNK = 1000
"""Rows or ids given to one statement."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """`values` in lists of at most `size`."""
    part: list[T] = []
    for value in values:
        part.append(value)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class _Upsert:
    """One statement as text for the driver, and what turns the values of each column into its form."""

    text: str
    columns: tuple[str, ...]
    processors: tuple[tuple[int, Callable[[Any], Any]], ...]

    def parameters(self, rows: Iterable[Row]) -> list[tuple[Any, ...]]:
        """The rows as driver values."""
        ready = []
        for row in rows:
            values = [row[name] for name in self.columns]
            for place, process in self.processors:
                values[place] = process(values[place])
            ready.append(tuple(values))
        return ready


@lru_cache(maxsize=256)
def _upsert(dialect: Dialect, table: sa.Table, columns: tuple[str, ...], keep: frozenset[str]) -> _Upsert:
    quote = dialect.identifier_preparer.quote
    keys = [column.name for column in table.primary_key]
    new = [quote(name) for name in columns if name not in keys and name not in keep]
    action = f"UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in new)}" if new else "NOTHING"
    slot = "?" if dialect.paramstyle == "qmark" else "%s"
    text = (
        f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, columns))}) "
        f"VALUES ({', '.join(slot for _ in columns)}) "
        f"ON CONFLICT ({', '.join(map(quote, keys))}) DO {action}"
    )
    found = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    return _Upsert(text, columns, tuple((place, one) for place, one in enumerate(found) if one is not None))


def upsert(tx: Tx, table: sa.Table, rows: Sequence[Row], *, keep: Iterable[str] = ()) -> None:
    """Inserts `rows` or overwrites those with the same key; columns in `keep` are left as they are.

    All rows name the same columns. The driver gets the statement as text: building parameters row by row through
    the expression language costs four times as much as the databases themselves.
    """
    if rows:
        statement = _upsert(tx.dialect, table, tuple(rows[0]), frozenset(keep))
        tx.exec_driver_sql(statement.text, statement.parameters(rows))


def insert_new(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts the `rows` whose key is not there yet and leaves the others alone."""
    upsert(tx, table, rows, keep=tuple(rows[0]) if rows else ())


def add(tx: Tx, table: sa.Table, row: Row) -> None:
    """Inserts one row; a key that is there already raises Conflict at the border of the transaction."""
    tx.execute(sa.insert(table), dict(row))


def as_row(noun: object, table: sa.Table, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The fields of `noun` that `table` has as columns, and `more` beside them."""
    kind: Any = type(noun)
    names, read = _reader(kind, table)
    row = dict(zip(names, read(noun), strict=True))
    row.update(more)
    return row


@lru_cache(maxsize=256)
def _reader(kind: type, table: sa.Table) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(column.name for column in table.c if hasattr(kind, column.name))
    return names, attrgetter(*names)


def select_among(tx: Tx, statement: sa.Select[Any], column: Any, ids: Iterable[str]) -> list[Any]:  # noqa: ANN401
    """All rows of `statement` whose `column` is one of `ids`, asked for in chunks."""
    rows: list[Any] = []
    for part in chunks(dict.fromkeys(ids)):
        rows.extend(tx.execute(statement.where(column.in_(part))).all())
    return rows


def delete_among(tx: Tx, table: sa.Table, column: Any, ids: Iterable[str]) -> int:  # noqa: ANN401
    """How many rows of `table` were deleted because their `column` is one of `ids`."""
    return sum(tx.execute(sa.delete(table).where(column.in_(part))).rowcount for part in chunks(ids))


def page(statement: sa.Select[Any], limit: int | None, offset: int = 0) -> sa.Select[Any]:
    """`statement` cut to one page."""
    if limit is not None:
        statement = statement.limit(limit)
    return statement.offset(offset) if offset else statement
