"""Settings of the office kept with its records: name → any JSON value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from records.tables.office import office_setting as table
from records.transactions import Tx, upsert


def put_setting(tx: Tx, name: str, value: object, *, now: datetime, person: str = "") -> None:
    """Stores `value` under `name`."""
    upsert(tx, table, [{"name": name, "value": {"value": value}, "person": person, "at": now}])


def setting(tx: Tx, name: str, default: object = None) -> Any:  # noqa: ANN401
    """The value under `name`, or `default`."""
    row = tx.execute(sa.select(table.c.value).where(table.c.name == name)).first()
    return default if row is None else row.value.get("value", default)


def setting_at(tx: Tx, name: str) -> datetime | None:
    """When the value under `name` was stored; None when it never was."""
    return tx.scalar(sa.select(table.c.at).where(table.c.name == name))


def settings(tx: Tx, prefix: str = "") -> dict[str, Any]:
    """All values whose name begins with `prefix`, by name."""
    statement = sa.select(table.c.name, table.c.value).where(table.c.name.startswith(prefix, autoescape=True))
    return {name: value.get("value") for name, value in tx.execute(statement.order_by(table.c.name))}
