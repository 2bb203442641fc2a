"""Pairs of old and new articles that a person has set (条文对应的更正); they go before what software finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.statute import RegulationVersion
from records.tables.stale import article_pair as table
from records.transactions import Tx, as_row, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePair:
    """One corrected pair by number (58, 35-1); an empty number says that the other is new or gone.

    Versions are named by their day (see `edition_day`), which stays when another copy of the version is loaded.
    """

    old_regulation: str
    old_edition: str
    new_regulation: str
    new_edition: str
    old_number: str
    new_number: str
    person: str = ""
    reason: str = ""
    at: datetime | None = None


def edition_day(version: RegulationVersion) -> str:
    """The day that names a version within its act: of publication, else of its start, else nothing."""
    day = version.published or version.effective
    return day.isoformat() if day else ""


def set_pairs(tx: Tx, pairs: Sequence[ArticlePair]) -> None:
    """Stores the pairs; what was said before about the same old or new articles of these versions is replaced."""
    for one in pairs:
        said = []
        if one.old_number:
            said.append(table.c.old_number == one.old_number)
        if one.new_number:
            said.append(table.c.new_number == one.new_number)
        tx.execute(sa.delete(table).where(*_between(*_ends(one)), sa.or_(*said)))
    upsert(tx, table, [as_row(one, table) for one in pairs])


def pairs_between(tx: Tx, old: RegulationVersion, new: RegulationVersion) -> list[ArticlePair]:
    """The pairs persons have set between two versions, by number."""
    ends = (old.regulation_id, edition_day(old), new.regulation_id, edition_day(new))
    statement = sa.select(table).where(*_between(*ends)).order_by(table.c.old_number, table.c.new_number)
    return [ArticlePair(**row._mapping) for row in tx.execute(statement)]


def _ends(one: ArticlePair) -> tuple[str, str, str, str]:
    return one.old_regulation, one.old_edition, one.new_regulation, one.new_edition


def _between(old: str, old_edition: str, new: str, new_edition: str) -> tuple[sa.ColumnElement[bool], ...]:
    columns = table.c
    return (
        columns.old_regulation == old,
        columns.old_edition == old_edition,
        columns.new_regulation == new,
        columns.new_edition == new_edition,
    )
