"""Columns as the first steps made them. Later kinds of columns get new functions; these stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def key(name: str) -> sa.Column[Any]:
    """Text of the primary key."""
    return sa.Column(name, TEXT, nullable=False)


def text(name: str, default: str = "") -> sa.Column[Any]:
    """Text that is never null."""
    return sa.Column(name, TEXT, nullable=False, server_default=default)


def texts(names: str, default: str = "") -> list[sa.Column[Any]]:
    """A text column for each of the names, which are parted by blanks."""
    return [text(name, default) for name in names.split()]


def moments(names: str, *, nullable: bool = True) -> list[sa.Column[Any]]:
    """A column for a moment or a day, stored as text, for each of the names."""
    return [sa.Column(name, TEXT, nullable=nullable) for name in names.split()]


def whole(name: str, default: int | None = 0) -> sa.Column[Any]:
    """A whole number, never null when it has a default."""
    if default is None:
        return sa.Column(name, sa.BigInteger, nullable=True)
    return sa.Column(name, sa.BigInteger, nullable=False, server_default=str(default))


def key_number(name: str) -> sa.Column[Any]:
    """A whole number of the primary key, given by us."""
    return sa.Column(name, sa.BigInteger, nullable=False, autoincrement=False)


def real(name: str, default: str | None = None) -> sa.Column[Any]:
    """A floating number, never null when it has a default."""
    return sa.Column(name, sa.Double, nullable=default is None, server_default=default)


def flag(name: str, *, default: bool = False) -> sa.Column[Any]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def make(table: str, columns: Sequence[sa.schema.SchemaItem], keys: str, **options: Any) -> None:  # noqa: ANN401
    """Creates a table whose primary key is the columns named in `keys`."""
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*keys.split(), name=f"pk_{table}"), **options)


def index(table: str, *columns: str, unique: bool = False) -> None:
    """Creates an index named after its table and columns."""
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=unique)
