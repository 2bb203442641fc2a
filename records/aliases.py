"""Names the office uses for units, places and respondents, each with the days it was in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from core.errors import InputError
from records.tables.office import alias as table
from records.transactions import Tx, as_row, upsert

KINDS = ("unit", "place", "respondent", "regulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """`alias` means the node `target` from `valid_from` up to and including `valid_to`; None leaves the end open."""

    kind: str
    alias: str
    target: str
    valid_from: date | None = None
    valid_to: date | None = None
    person: str = ""


def put_alias(tx: Tx, new: Alias, *, now: datetime) -> None:
    """Inserts or overwrites one alias. Raises InputError for an empty name or an unknown kind."""
    if new.kind not in KINDS or not new.alias.strip() or not new.target:
        raise InputError("别名要有种类、名称和所指对象", f"种类可用：{'、'.join(KINDS)}")
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise InputError(f"别名“{new.alias}”的截止日早于起始日", "请检查两个日期")
    upsert(tx, table, [as_row(new, table, at=now)])


def drop_alias(tx: Tx, kind: str, alias: str, target: str) -> None:
    """Removes one alias."""
    tx.execute(sa.delete(table).where(table.c.kind == kind, table.c.alias == alias, table.c.target == target))


def aliases(tx: Tx, kind: str, day: date | None = None) -> list[Alias]:
    """Aliases of one kind by name, those in use on `day` when it is given."""
    statement = sa.select(table).where(table.c.kind == kind).order_by(table.c.alias, table.c.target)
    if day is not None:
        begun = sa.or_(table.c.valid_from.is_(None), table.c.valid_from <= day)
        statement = statement.where(begun, sa.or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
    return [
        Alias(
            kind=row.kind,
            alias=row.alias,
            target=row.target,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            person=row.person,
        )
        for row in tx.execute(statement)
    ]
