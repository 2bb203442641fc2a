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

from records.tables.columns import Day, Moment

Tx: TypeAlias = Connection
Row: TypeAlias = Mapping[str, Any]
Values: TypeAlias = tuple[Any, ...]
T = TypeVar("T")


SEEN = "seen"
"""Where a reading transaction keeps what it has found out about its one state (`Tx.info`)."""


class Decided(TypedDict):
    """Who decided something, why and when; named arguments of every verb by which a person decides."""

    person: str
    reason: str
    now: datetime


_FEW_VALUES = (Moment, Day, sa.Boolean)
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

    def parameters(self, rows: Sequence[Values]) -> Sequence[Values]:
        """The rows as driver values."""
        if not self.processors:
            return rows
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for place, process in self.processors:
            columns[place] = map(process, columns[place])
        return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _upsert(
    dialect: Dialect, table: sa.Table, columns: tuple[str, ...], keep: frozenset[str], fill: frozenset[str]
) -> _Upsert:
    quote = dialect.identifier_preparer.quote
    keys = [column.name for column in table.primary_key]
    new = [(quote(name), name in fill) for name in columns if name not in keys and name not in keep]
    told = f"{quote(table.name)}."
    sets = [f"{n} = COALESCE({told}{n}, excluded.{n})" if filled else f"{n} = excluded.{n}" for n, filled in new]
    action = f"UPDATE SET {', '.join(sets)}" if sets else "NOTHING"
    slot = "?" if dialect.paramstyle == "qmark" else "%s"
    text = (
        f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, columns))}) "
        f"VALUES ({', '.join(slot for _ in columns)}) "
        f"ON CONFLICT ({', '.join(map(quote, keys))}) DO {action}"
    )
    found = [_processor(table.c[name].type, dialect) for name in columns]
    return _Upsert(text, columns, tuple((place, one) for place, one in enumerate(found) if one is not None))


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:  # noqa: ANN401
    """What makes a value of this type ready for the driver; the few moments, days and flags of many rows only once."""
    process: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=4096)(process) if process and isinstance(kind, _FEW_VALUES) else process


def upsert(tx: Tx, table: sa.Table, rows: Sequence[Row], *, keep: Iterable[str] = (), fill: Iterable[str] = ()) -> None:
    """Inserts `rows` or overwrites those with the same key; columns in `keep` are left as they are, those in `fill`
    are written only where nothing is known yet.

    All rows name the same columns. The driver gets the statement as text: building parameters row by row through the
    expression language costs four times as much as the databases themselves.
    """
    if rows:
        columns = tuple(rows[0])
        statement = _upsert(tx.dialect, table, columns, frozenset(keep), frozenset(fill))
        values = [tuple(map(row.__getitem__, columns)) for row in rows]
        tx.exec_driver_sql(statement.text, statement.parameters(values))


def upsert_values(
    tx: Tx, table: sa.Table, columns: tuple[str, ...], rows: Sequence[Values], *, keep: Iterable[str] = ()
) -> None:
    """`upsert` of rows given as values in the order of `columns`."""
    if rows:
        statement = _upsert(tx.dialect, table, columns, frozenset(keep), frozenset())
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
    statement = statement.where(_among(column))
    for part in chunks(dict.fromkeys(ids)):
        rows.extend(tx.execute(statement, {"among": part}).all())
    return rows


def delete_among(tx: Tx, table: sa.Table, column: Any, ids: Iterable[str]) -> int:  # noqa: ANN401
    """How many rows of `table` were deleted because their `column` is one of `ids`."""
    statement = sa.delete(table).where(_among(column))
    return sum(tx.execute(statement, {"among": part}).rowcount for part in chunks(ids))


def _among(column: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column or an expression over one
    """The condition for ids given as one value: taken into the statement one by one they cost as much as the read."""
    found: sa.ColumnElement[bool] = column.in_(sa.bindparam("among", expanding=True, type_=column.type))
    return found


def page(statement: sa.Select[Any], limit: int | None, offset: int = 0) -> sa.Select[Any]:
    """`statement` cut to one page."""
    if limit is not None:
        statement = statement.limit(limit)
    return statement.offset(offset) if offset else statement
