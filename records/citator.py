"""Who uses which law (引用统计): counts over the citations of replies, for what the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.columns import moment_of
from records.tables.law import article_text, citation
from records.tables.petitions import item
from records.transactions import Tx, page, select_among
from records.use_counts import COUNTED, Use
from records.visibility import shown_items

LETTER_FIELDS = ("title", "content")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many replies and letters use a target, and the replies by outcome, year, unit and rating."""

    replies: int
    letters: int
    by_outcome: dict[str, int]
    by_year: dict[str, int]
    by_unit: dict[str, int]
    by_rating: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassUse(Use):
    """How many items of an issue class there are, are answered, rest on law in force, and were rated."""

    code: str
    items: int


def count_uses(tx: Tx, viewer: Viewer, targets: Sequence[str]) -> Counts:
    """How often any of `targets` is used; an item counts once, however often it cites them."""
    shown = _using(tx, viewer, targets).subquery()
    replies = sa.select(shown).where(shown.c.field == "reply").subquery()
    letters = sa.select(sa.func.count(sa.distinct(shown.c.id))).where(shown.c.field.in_(LETTER_FIELDS))
    columns = replies.c
    return Counts(
        replies=int(tx.scalar(sa.select(sa.func.count(sa.distinct(columns.id)))) or 0),
        letters=int(tx.scalar(letters) or 0),
        by_outcome=_grouped(tx, columns.outcome, columns.id),
        by_year=_by_year(_grouped(tx, sa.func.substr(columns.day, 1, 13), columns.id)),
        by_unit=_grouped(tx, columns.unit_id, columns.id),
        by_rating=_grouped(tx, columns.rating, columns.id),
    )


def using_items(
    tx: Tx, viewer: Viewer, targets: Sequence[str], *, limit: int | None = None, offset: int = 0
) -> list[tuple[str, str, str]]:
    """(item id, field, quote) of what uses the targets, replies first, the latest first, each item and field once."""
    shown = _using(tx, viewer, targets).subquery()
    reply_first = sa.case((shown.c.field == "reply", 0), else_=1)
    statement = (
        sa.select(shown.c.id, shown.c.field, sa.func.min(shown.c.quote))
        .group_by(shown.c.id, shown.c.field, shown.c.day)
        .order_by(reply_first, shown.c.day.desc(), shown.c.id, shown.c.field)
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(page(statement, limit, offset))]


def _using(tx: Tx, viewer: Viewer, targets: Sequence[str]) -> sa.Select[Any]:
    day = sa.func.coalesce(sa.cast(item.c.replied_at, sa.Text), sa.cast(item.c.received_at, sa.Text), "")
    columns = (item.c.id, item.c.outcome, item.c.unit_id, item.c.rating, day.label("day"))
    return (
        sa.select(*columns, citation.c.field, citation.c.quote)
        .join(citation, citation.c.record == item.c.id)
        .where(citation.c.target.in_(list(targets)), shown_items(tx, viewer))
    )


def _grouped(tx: Tx, column: Any, counted: Any) -> dict[str, int]:  # noqa: ANN401
    statement = sa.select(column, sa.func.count(sa.distinct(counted))).group_by(column)
    found = [(str(value or ""), int(count)) for value, count in tx.execute(statement)]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _by_year(by_hour: Mapping[str, int]) -> dict[str, int]:
    """Counts by year of the office's own time; the records keep hours in UTC."""
    found: dict[str, int] = {}
    for hour, count in by_hour.items():
        year = str(moment_of(f"{hour}:00:00Z").year) if hour else ""
        found[year] = found.get(year, 0) + count
    return dict(sorted(found.items()))


def article_ids(tx: Tx, regulation_id: str) -> list[str]:
    """Every article id of an act, whatever the version."""
    columns = article_text.c
    statement = sa.select(columns.id).where(columns.regulation_id == regulation_id).distinct()
    return sorted(tx.scalars(statement))


def used_acts(tx: Tx) -> list[str]:
    """Acts of which at least one article is cited by a reply, by id."""
    statement = (
        sa.select(article_text.c.regulation_id)
        .join(citation, citation.c.target == article_text.c.id)
        .where(citation.c.field == "reply")
        .distinct()
    )
    return sorted(tx.scalars(statement))


def used_articles(tx: Tx, ids: Iterable[str]) -> set[str]:
    """Those of the article ids that a reply cites."""
    statement = sa.select(citation.c.target).where(citation.c.field == "reply").distinct()
    return {row.target for row in select_among(tx, statement, citation.c.target, ids)}


def class_uses(tx: Tx, viewer: Viewer, in_force: Iterable[str]) -> list[ClassUse]:
    """Each issue class with its counts; `in_force` are the targets that count as a basis today."""
    shown = shown_items(tx, viewer)
    counted = sa.select(item.c.issue_code, sa.func.count(), *COUNTED).where(shown, item.c.issue_code != "")
    rows = tx.execute(counted.group_by(item.c.issue_code)).all()
    based = _based(tx, shown, in_force)
    return [
        ClassUse(
            code=code,
            items=int(items),
            answered=int(done or 0),
            with_basis=len(based.get(code, ())),
            rated=int(rates or 0),
            dissatisfied=int(bad or 0),
        )
        for code, items, done, rates, bad in rows
    ]


def _based(tx: Tx, shown: sa.ColumnElement[bool], in_force: Iterable[str]) -> dict[str, set[str]]:
    statement = (
        sa.select(item.c.issue_code, item.c.id)
        .join(citation, citation.c.record == item.c.id)
        .where(shown, citation.c.field == "reply")
    )
    found: dict[str, set[str]] = {}
    for code, id_ in select_among(tx, statement, citation.c.target, in_force):
        found.setdefault(code, set()).add(id_)
    return found
