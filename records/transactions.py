"""`Tx`, the open transaction every verb takes, and the neutral statements that both databases understand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias, TypedDict, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

Tx: TypeAlias = Connection
Row: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


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


@lru_cache(maxsize=256)
def _upsert(dialect: str, table: sa.Table, columns: tuple[str, ...], keep: frozenset[str]) -> Any:  # noqa: ANN401
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values({name: sa.bindparam(name) for name in columns})
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in columns if name not in keys and name not in keep}
    if not new:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def upsert(tx: Tx, table: sa.Table, rows: Sequence[Row], *, keep: Iterable[str] = ()) -> None:
    """Inserts `rows` or overwrites those with the same key; columns in `keep` are left as they are.

    All rows name the same columns.
    """
    if rows:
        tx.execute(_upsert(tx.dialect.name, table, tuple(rows[0]), frozenset(keep)), list(rows))


def insert_new(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts the `rows` whose key is not there yet and leaves the others alone."""
    upsert(tx, table, rows, keep=tuple(rows[0]) if rows else ())


def add(tx: Tx, table: sa.Table, row: Row) -> None:
    """Inserts one row; a key that is there already raises Conflict at the border of the transaction."""
    tx.execute(sa.insert(table), dict(row))


def as_row(noun: object, table: sa.Table, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The fields of `noun` that `table` has as columns, and `more` beside them."""
    return {name: getattr(noun, name) for name in _names(table) if hasattr(noun, name)} | more


@lru_cache(maxsize=256)
def _names(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)


def select_among(tx: Tx, statement: sa.Select[Any], column: Any, ids: Iterable[str]) -> list[Any]:  # noqa: ANN401
    """All rows of `statement` whose `column` is one of `ids`, asked for in chunks."""
    rows: list[Any] = []
    for part in chunks(dict.fromkeys(ids)):
        rows.extend(tx.execute(statement.where(column.in_(part))))
    return rows


def delete_among(tx: Tx, table: sa.Table, column: Any, ids: Iterable[str]) -> int:  # noqa: ANN401
    """How many rows of `table` were deleted because their `column` is one of `ids`."""
    return sum(tx.execute(sa.delete(table).where(column.in_(part))).rowcount for part in chunks(ids))


def page(statement: sa.Select[Any], limit: int | None, offset: int = 0) -> sa.Select[Any]:
    """`statement` cut to one page."""
    if limit is not None:
        statement = statement.limit(limit)
    return statement.offset(offset) if offset else statement
