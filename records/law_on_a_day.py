"""Which version of a regulation counts on a day, and what an article says then. Status is computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from core.law_versions import Copy, Edition, VersionFact, editions
from core.statute import ArticleText, RegulationVersion, Status, in_use_on
from records.law_dates import facts_of, known_of, put_facts, version_of
from records.tables.law import article_text, regulation_version, version_detail
from records.transactions import Tx, select_among

__all__ = [
    "NumberedVersion",
    "VersionFact",
    "article_by_source_id",
    "article_histories",
    "article_history",
    "article_on",
    "articles_of",
    "articles_on",
    "current_version",
    "editions_of",
    "facts_of",
    "numbered_versions",
    "put_facts",
    "versions",
]


@dataclass(frozen=True, slots=True)
class NumberedVersion:
    """A version with its number in the store."""

    number: int
    version: RegulationVersion


def versions(tx: Tx, regulation_id: str) -> list[RegulationVersion]:
    """All versions of a regulation, earliest first, with facts applied and ends computed; each once."""
    return [one.version for one in numbered_versions(tx, [regulation_id]).get(regulation_id, [])]


def numbered_versions(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[NumberedVersion]]:
    """Regulation id → its versions with the number of the copy that is shown, earliest first; see `editions_of`."""
    found = editions_of(tx, regulation_ids)
    return {id_: [NumberedVersion(e.best.number, e.version) for e in several] for id_, several in found.items()}


def editions_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[Edition]]:
    """Regulation id → its versions with all their copies, earliest first, dated by all that is known."""
    ids = list(dict.fromkeys(regulation_ids))
    known = known_of(tx, ids)
    return {id_: editions(copies, known[id_]) for id_, copies in copies_of(tx, ids).items()}


def copies_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[Copy]]:
    """Regulation id → the files of its versions as their sources tell them, by number."""
    columns, detail = regulation_version.c, version_detail.c
    same = (columns.regulation_id == detail.regulation_id) & (columns.version_no == detail.version_no)
    statement = (
        sa.select(regulation_version, detail.adopted, detail.words_hash, detail.articles)
        .outerjoin(version_detail, same)
        .order_by(columns.regulation_id, columns.version_no)
    )
    found: dict[str, list[Copy]] = {}
    for row in select_among(tx, statement, columns.regulation_id, regulation_ids):
        version = version_of(row._mapping)
        copy = Copy(number=row.version_no, version=version, words_hash=row.words_hash or "", articles=row.articles or 0)
        found.setdefault(row.regulation_id, []).append(copy)
    return found


def current_version(tx: Tx, regulation_id: str, day: date) -> RegulationVersion | None:
    """The one version in force on `day`; None when there is none."""
    found = in_use_on(day, versions(tx, regulation_id), lambda one: one)
    return found if found and found.status_on(day) is Status.IN_FORCE else None


def articles_of(tx: Tx, regulation_id: str, number: int) -> list[ArticleText]:
    """The articles of version `number` of a regulation, in order."""
    statement = sa.select(article_text).where(
        article_text.c.regulation_id == regulation_id, article_text.c.version_no == number
    )
    return [_article(row) for row in tx.execute(statement.order_by(article_text.c.ordinal, article_text.c.id))]


def article_history(tx: Tx, article_id: str) -> list[tuple[ArticleText, RegulationVersion]]:
    """The article in each version that has it, earliest first."""
    return [(text, one.version) for text, one in _texts(tx, [article_id]).get(article_id, [])]


def article_histories(
    tx: Tx, article_ids: Iterable[str]
) -> dict[str, list[tuple[int, ArticleText, RegulationVersion]]]:
    """Article id → (version number, text, version) in each version that has it, earliest first."""
    found = _texts(tx, article_ids)
    return {id_: [(one.number, text, one.version) for text, one in several] for id_, several in found.items()}


def article_on(tx: Tx, article_id: str, day: date) -> tuple[ArticleText, RegulationVersion, Status] | None:
    """The article as it reads on `day`; None when the store has none. See `articles_on`."""
    return articles_on(tx, [article_id], day).get(article_id)


def articles_on(
    tx: Tx, article_ids: Iterable[str], day: date
) -> dict[str, tuple[ArticleText, RegulationVersion, Status]]:
    """Article id → its text, version and status on `day`.

    From the version in force when it has the article; else from the last version that had begun, with the status
    that one has (已修改, 已废止, …); else from the first that is still to come (尚未生效).
    """
    found = {}
    for id_, several in _texts(tx, article_ids).items():
        text, one = _best(several, day)
        found[id_] = (text, one.version, one.version.status_on(day))
    return found


def _best(several: list[tuple[ArticleText, NumberedVersion]], day: date) -> tuple[ArticleText, NumberedVersion]:
    return in_use_on(day, several, lambda pair: pair[1].version) or several[0]


def _texts(tx: Tx, article_ids: Iterable[str]) -> dict[str, list[tuple[ArticleText, NumberedVersion]]]:
    """Article id → its text in each version, earliest first, from the best copy that has it."""
    rows = select_among(tx, sa.select(article_text), article_text.c.id, article_ids)
    texts: dict[str, dict[int, ArticleText]] = {}
    for row in rows:
        texts.setdefault(row.id, {})[row.version_no] = _article(row)
    known = editions_of(tx, {row.regulation_id for row in rows})
    found: dict[str, list[tuple[ArticleText, NumberedVersion]]] = {}
    for id_, by_number in texts.items():
        owner = next(iter(by_number.values())).regulation_id
        shown = [(edition, _copy_with(edition, by_number)) for edition in known[owner]]
        pairs = [(by_number[copy.number], NumberedVersion(copy.number, copy.version)) for _, copy in shown if copy]
        if pairs:
            found[id_] = pairs
    return found


def _copy_with(edition: Edition, by_number: dict[int, ArticleText]) -> Copy | None:
    """The best copy that has the article; a digest does not add articles to a full text."""
    kinds = {edition.version.text_kind, "full"}
    return next((c for c in edition.copies if c.number in by_number and c.version.text_kind in kinds), None)


def _article(row: sa.Row[Any]) -> ArticleText:
    return ArticleText(**{name: value for name, value in row._mapping.items() if name != "version_no"})


def article_by_source_id(tx: Tx, source_id: str) -> list[tuple[ArticleText, RegulationVersion]]:
    """Articles that had this id in the file they came from."""
    rows = tx.execute(sa.select(article_text).where(article_text.c.source_id == source_id)).all()
    known = editions_of(tx, {row.regulation_id for row in rows})
    by_number = {
        (row_id, copy.number): copy.version
        for row_id, several in known.items()
        for edition in several
        for copy in edition.copies
    }
    return [(_article(row), by_number[(row.regulation_id, row.version_no)]) for row in rows]
