"""Which version of a regulation counts on a day, and what an article says then. Status is computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from core.statute import ArticleText, RegulationVersion, Status
from records.tables.law import article_text, regulation_version, version_fact
from records.transactions import Tx, as_row, select_among, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFact:
    """A checked fact about the versions of a regulation; overrides what sources claim.

    `published` names the version by its day of publication; None means every version of the regulation.
    """

    regulation_id: str
    published: date | None = None
    document_no: str = ""
    effective: date | None = None
    ended: date | None = None
    ended_by: str = ""
    end_kind: str = ""
    checked_on: date | None = None
    note: str = ""


def put_facts(tx: Tx, facts: Sequence[VersionFact]) -> None:
    """Inserts or overwrites version facts."""
    rows = [as_row(f, version_fact, published=f.published.isoformat() if f.published else "") for f in facts]
    upsert(tx, version_fact, rows)


def facts_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[VersionFact]]:
    """Regulation id → its version facts, general ones first."""
    statement = sa.select(version_fact).order_by(version_fact.c.published)
    found: dict[str, list[VersionFact]] = {}
    for row in select_among(tx, statement, version_fact.c.regulation_id, regulation_ids):
        published = date.fromisoformat(row.published) if row.published else None
        found.setdefault(row.regulation_id, []).append(VersionFact(**(dict(row._mapping) | {"published": published})))
    return found


@dataclass(frozen=True, slots=True)
class NumberedVersion:
    """A version with its number in the store."""

    number: int
    version: RegulationVersion


def versions(tx: Tx, regulation_id: str) -> list[RegulationVersion]:
    """All versions of a regulation, earliest first, with facts applied and ends computed."""
    return [one.version for one in numbered_versions(tx, [regulation_id]).get(regulation_id, [])]


def numbered_versions(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[NumberedVersion]]:
    """Regulation id → its versions with their numbers, earliest first, with facts applied and ends computed."""
    ids = list(dict.fromkeys(regulation_ids))
    facts = facts_of(tx, ids)
    found: dict[str, list[NumberedVersion]] = {}
    for row in select_among(tx, sa.select(regulation_version), regulation_version.c.regulation_id, ids):
        version = _with_facts(_version(row), facts.get(row.regulation_id, ()))
        found.setdefault(row.regulation_id, []).append(NumberedVersion(row.version_no, version))
    return {id_: _with_ends(sorted(several, key=_age)) for id_, several in found.items()}


def _version(row: sa.Row[Any]) -> RegulationVersion:
    left_out = ("version_no", "text_hash")
    return RegulationVersion(**{name: value for name, value in row._mapping.items() if name not in left_out})


def _with_facts(version: RegulationVersion, facts: Iterable[VersionFact]) -> RegulationVersion:
    for fact in facts:
        if fact.published is not None and fact.published != version.published:
            continue
        names = ("document_no", "effective", "ended", "ended_by", "end_kind", "checked_on")
        version = replace(version, **{name: getattr(fact, name) for name in names if getattr(fact, name)})
    return version


def _age(one: NumberedVersion) -> tuple[date, date, bool, int]:
    version = one.version
    begun = version.effective or version.published or date.min
    return (begun, version.published or date.min, version.text_kind == "full", one.number)


def _with_ends(ordered: list[NumberedVersion]) -> list[NumberedVersion]:
    """A version without a known end ends on the day a later one begins (已修改)."""
    ended: list[NumberedVersion] = []
    following: RegulationVersion | None = None
    for one in reversed(ordered):
        version = one.version
        begins = following.effective if following else None
        later = begins is not None and (version.effective is None or begins > version.effective)
        if following is not None and later and (version.ended is None or version.ended > (begins or date.max)):
            version = replace(version, ended=begins, ended_by=following.title, end_kind="amended")
        ended.append(NumberedVersion(one.number, version))
        if version.effective is not None:
            following = version
    return ended[::-1]


def current_version(tx: Tx, regulation_id: str, day: date) -> RegulationVersion | None:
    """The one version in force on `day`; None when there is none."""
    found = _in_force(numbered_versions(tx, [regulation_id]).get(regulation_id, []), day)
    return found.version if found else None


def _in_force(several: Iterable[NumberedVersion], day: date) -> NumberedVersion | None:
    valid = [one for one in several if one.version.status_on(day) is Status.IN_FORCE]
    return max(valid, key=_age) if valid else None


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
    valid = _in_force((one for _, one in several), day)
    if valid is not None:
        return next(pair for pair in several if pair[1] is valid)
    begun = [pair for pair in several if pair[1].version.status_on(day) is not Status.NOT_YET]
    return begun[-1] if begun else several[0]


def _texts(tx: Tx, article_ids: Iterable[str]) -> dict[str, list[tuple[ArticleText, NumberedVersion]]]:
    rows = select_among(tx, sa.select(article_text), article_text.c.id, article_ids)
    known = numbered_versions(tx, {row.regulation_id for row in rows})
    by_number = {(row_id, one.number): one for row_id, several in known.items() for one in several}
    found: dict[str, list[tuple[ArticleText, NumberedVersion]]] = {}
    for row in rows:
        pair = (_article(row), by_number[(row.regulation_id, row.version_no)])
        found.setdefault(row.id, []).append(pair)
    return {id_: sorted(several, key=lambda pair: _age(pair[1])) for id_, several in found.items()}


def _article(row: sa.Row[Any]) -> ArticleText:
    return ArticleText(**{name: value for name, value in row._mapping.items() if name != "version_no"})


def article_by_source_id(tx: Tx, source_id: str) -> list[tuple[ArticleText, RegulationVersion]]:
    """Articles that had this id in the file they came from."""
    rows = tx.execute(sa.select(article_text).where(article_text.c.source_id == source_id)).all()
    known = numbered_versions(tx, {row.regulation_id for row in rows})
    by_number = {(row_id, one.number): one.version for row_id, several in known.items() for one in several}
    return [(_article(row), by_number[(row.regulation_id, row.version_no)]) for row in rows]
