"""The stored law as the reader's library (`core.citations.LawShelf`): titles in memory, articles by id and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.citations import KnownTitles
from core.citing.editions import edition_day
from core.citing.title_index import TitleIndex
from core.ids import article_id
from core.law_names import plain_number
from core.statute import Status, in_use_on
from records.law_on_a_day import NumberedVersion, numbered_versions
from records.tables.law import article_text, regulation, regulation_name, regulation_version
from records.transactions import Tx

_KEPT = 4
"""Databases whose titles a process keeps ready."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of one database as they stood at `signature`."""

    signature: tuple[int, ...]
    index: TitleIndex
    titles: dict[str, str]
    regions: dict[str, str]


_ready: dict[str, _Titles] = {}


def law_shelf(tx: Tx) -> SqlShelf:
    """The library of this office; titles are read again only when a name was added, changed or taken away."""
    return SqlShelf(tx, _titles(tx))


def _titles(tx: Tx) -> _Titles:
    place, signature = str(tx.engine.url), _signature(tx)
    known = _ready.get(place)
    if known is None or known.signature != signature:
        known = _read_titles(tx, signature)
        while len(_ready) >= _KEPT:
            _ready.pop(next(iter(_ready)), None)
        _ready[place] = known
    return known


def _summed(column: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.coalesce(sa.func.sum(column), 0)).scalar_subquery()


_length = sa.func.length
_SIGNATURE = sa.select(
    sa.select(sa.func.count()).select_from(regulation_name).scalar_subquery(),
    _summed(_length(regulation_name.c.name)),
    sa.select(sa.func.count()).select_from(regulation).scalar_subquery(),
    _summed(_length(regulation.c.title) + 7 * _length(regulation.c.region)),
)
"""Statements are built once: building them costs more than running them."""
_HAVING = sa.select(article_text.c.version_no).where(article_text.c.regulation_id == sa.bindparam("id")).distinct()
_TEXTS = sa.select(article_text.c.version_no, article_text.c.text).where(article_text.c.id == sa.bindparam("id"))


def _signature(tx: Tx) -> tuple[int, ...]:
    return tuple(int(value) for value in tx.execute(_SIGNATURE).one())


def _read_titles(tx: Tx, signature: tuple[int, ...]) -> _Titles:
    acts = tx.execute(sa.select(regulation.c.id, regulation.c.title, regulation.c.region)).all()
    names = tx.execute(sa.select(regulation_name).order_by(regulation_name.c.name, regulation_name.c.regulation_id))
    pairs = [(row.name, row.regulation_id) for row in names] + [(row.title, row.id) for row in acts]
    titles = {row.id: row.title for row in acts}
    return _Titles(signature, TitleIndex(pairs), titles, {row.id: row.region for row in acts})


class SqlShelf:
    """A `LawShelf` for one transaction; what it has read it keeps for the next citation."""

    def __init__(self, tx: Tx, titles: _Titles) -> None:
        self._tx, self._titles = tx, titles
        self._versions: dict[str, list[NumberedVersion]] = {}
        self._texts: dict[str, dict[int, str]] = {}

    @property
    def known(self) -> KnownTitles:
        """All titles for the reader, so that each may stand without 《》."""
        return self._titles.index.known

    def named(self, title: str) -> Sequence[str]:
        """See `LawShelf`."""
        return self._titles.index.named(title)

    def ending(self, title: str) -> Sequence[str]:
        """See `LawShelf`."""
        return self._titles.index.ending(title)

    def like(self, title: str) -> Sequence[str]:
        """See `LawShelf`."""
        return self._titles.index.like(title)

    def numbered(self, document_no: str) -> Sequence[str]:
        """See `LawShelf`."""
        columns = regulation_version.c
        statement = sa.select(columns.regulation_id).where(columns.document_no == plain_number(document_no))
        return sorted(set(self._tx.scalars(statement)))

    def title(self, regulation_id: str) -> str:
        """See `LawShelf`."""
        return self._titles.titles.get(regulation_id, "")

    def region(self, regulation_id: str) -> str:
        """See `LawShelf`."""
        return self._titles.regions.get(regulation_id, "")

    def article(self, regulation_id: str, number: int, sub: int, day: date | None) -> str | None:
        """See `LawShelf`."""
        texts = self._article_texts(article_id(regulation_id, number, sub))
        if day is None:
            return texts[max(texts)] if texts else None
        version = self.version_on(regulation_id, day)
        return texts.get(version.number) if version else None

    def status(self, regulation_id: str, day: date, held: date | None = None) -> Status:
        """See `LawShelf`."""
        version = self.version_on(regulation_id, held or day)
        return version.version.status_on(day) if version else Status.UNKNOWN

    def edition(self, regulation_id: str, hint: str, day: date) -> date | None:
        """See `LawShelf`."""
        dates = [(one.version.published, one.version.effective) for one in self._all_versions(regulation_id)]
        return edition_day(dates, hint, day)

    def digest_only(self, regulation_id: str, day: date | None) -> bool:
        """See `LawShelf`."""
        versions = self._all_versions(regulation_id)
        found = self.version_on(regulation_id, day) if day else next(iter(versions[-1:]), None)
        return found is not None and found.version.text_kind != "full"

    def version_on(self, regulation_id: str, day: date) -> NumberedVersion | None:
        """The version in force on `day`, else the last that had begun, else the first that is still to come."""
        return in_use_on(day, self._all_versions(regulation_id), lambda one: one.version)

    def _all_versions(self, regulation_id: str) -> list[NumberedVersion]:
        if regulation_id not in self._versions:
            found = numbered_versions(self._tx, [regulation_id]).get(regulation_id, [])
            self._versions[regulation_id] = self._with_text(regulation_id, found)
        return self._versions[regulation_id]

    def _with_text(self, regulation_id: str, found: list[NumberedVersion]) -> list[NumberedVersion]:
        """Versions that hold articles; where none does, all of them."""
        having = set(self._tx.scalars(_HAVING, {"id": regulation_id}))
        return [one for one in found if one.number in having] or found

    def _article_texts(self, id_: str) -> dict[int, str]:
        if id_ not in self._texts:
            rows = self._tx.execute(_TEXTS, {"id": id_})
            self._texts[id_] = {row.version_no: row.text for row in rows}
        return self._texts[id_]
