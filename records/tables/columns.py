"""Column types that read the same on SQLite and PostgreSQL.

Text is compared by code points (`COLLATE "C"` on PostgreSQL, bytes on SQLite), so order is the same on both.
Moments are UTC ISO text of one width, days are ISO text, and structures are JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from core.errors import InputError

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)

Words = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


@lru_cache(maxsize=256)
def moment_text(moment: datetime) -> str:
    """`2026-03-02T01:15:00.000000Z`: the moment in UTC, always 27 characters, so that text order is time order."""
    if moment.tzinfo is None:
        raise InputError(f"时间 {moment} 没有时区", "请给出带时区的时间，例如 2026-03-02T09:15:00+08:00")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """The stored moment as an aware datetime in Asia/Shanghai."""
    return datetime.fromisoformat(text).astimezone(CHINA)


class _AsText(sa.types.TypeDecorator[Any]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The text type of the dialect, ordered by code points."""
        if dialect.name == "postgresql":
            return postgresql.TEXT(collation="C")
        return sa.Text()


class Moment(_AsText):
    """An aware datetime as UTC ISO text."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text to store."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The moment in Asia/Shanghai."""
        return None if value is None else moment_of(value)


class Day(_AsText):
    """A date as ISO text."""

    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """The text to store."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """The day."""
        return None if value is None else date.fromisoformat(value)


class Strings(_AsText):
    """A tuple of strings as a JSON list."""

    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """The text to store."""
        return json.dumps(list(value), ensure_ascii=False) if value else "[]"

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The strings."""
        return tuple(json.loads(value)) if value and value != "[]" else ()


class Json(_AsText):
    """Anything JSON can hold; mappings come back as dicts."""

    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:
        """The text to store."""
        return json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """The structure; an absent one is an empty dict."""
        return json.loads(value) if value and value != "{}" else {}


def json_text(value: object) -> str:
    """`value` as JSON with sorted keys and Chinese as it is."""
    plain = dict(value) if isinstance(value, Mapping) else value
    return "{}" if plain is None or plain == {} else json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)


def words(name: str, **options: Any) -> sa.Column[str]:  # noqa: ANN401
    """A text column that is never null; empty means not known."""
    return sa.Column(name, Words, nullable=False, server_default="", **options)


def key(name: str) -> sa.Column[str]:
    """A text column of the primary key."""
    return sa.Column(name, Words, primary_key=True, nullable=False)


def moment(name: str, **options: Any) -> sa.Column[Any]:  # noqa: ANN401
    """A column for a moment; null when not known."""
    return sa.Column(name, Moment(), **options)


def day(name: str, **options: Any) -> sa.Column[Any]:  # noqa: ANN401
    """A column for a date; null when not known."""
    return sa.Column(name, Day(), **options)


def strings(name: str) -> sa.Column[Any]:
    """A column for a tuple of strings."""
    return sa.Column(name, Strings(), nullable=False, server_default="[]")


def structure(name: str) -> sa.Column[Any]:
    """A column for JSON."""
    return sa.Column(name, Json(), nullable=False, server_default="{}")


def flag(name: str) -> sa.Column[bool]:
    """A yes-or-no column."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def number(name: str, default: int = 0, **options: Any) -> sa.Column[int]:  # noqa: ANN401
    """A whole-number column that is never null."""
    return sa.Column(name, sa.BigInteger, nullable=False, server_default=str(default), **options)
