"""What is known about the dates of acts beside their files: facts, repeal clauses, checks by persons, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from core.ids import regulation_id
from core.law_versions import DateCheck, Known, Reading, RepealClause, Told, VersionFact, checked
from core.statute import RegulationVersion
from core.viewer import Viewer
from records import audit
from records.marks import mark
from records.tables.law import (
    article_text,
    date_check,
    regulation_version,
    repeal_clause,
    version_fact,
    version_reading,
)
from records.transactions import Tx, as_row, select_among, upsert

LAW_CONSUMERS = ("words", "vectors", "graph")


def put_facts(tx: Tx, facts: Sequence[VersionFact]) -> None:
    """Inserts or overwrites version facts; the articles of acts whose facts changed are marked."""
    known = facts_of(tx, {one.regulation_id for one in facts})
    new = [one for one in facts if one not in known.get(one.regulation_id, ())]
    rows = [as_row(f, version_fact, published=_day_key(f.published)) for f in new]
    upsert(tx, version_fact, rows)
    mark_acts(tx, _with_ended(tx, {one.regulation_id for one in new}))


def settle_facts(tx: Tx, facts: Sequence[VersionFact]) -> None:
    """Makes the project's table of facts what `facts` says: those it no longer has are taken out.

    A project's fact is known by its note, the title of the act; ends that an older program stored as facts stay.
    """
    kept = {(one.regulation_id, _day_key(one.published)) for one in facts}
    columns = version_fact.c
    rows = tx.execute(sa.select(columns.regulation_id, columns.published, columns.note)).all()
    gone = [r for r in rows if (r.regulation_id, r.published) not in kept and regulation_id(r.note) == r.regulation_id]
    for row in gone:
        mine = (columns.regulation_id == row.regulation_id, columns.published == row.published)
        tx.execute(sa.delete(version_fact).where(*mine))
    mark_acts(tx, {row.regulation_id for row in gone})
    put_facts(tx, facts)


def _day_key(day: date | None) -> str:
    return day.isoformat() if day else ""


def _published(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def facts_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[VersionFact]]:
    """Regulation id → its version facts, general ones first."""
    statement = sa.select(version_fact).order_by(version_fact.c.published)
    found: dict[str, list[VersionFact]] = {}
    for row in select_among(tx, statement, version_fact.c.regulation_id, regulation_ids):
        told = dict(row._mapping) | {"published": _published(row.published)}
        found.setdefault(row.regulation_id, []).append(VersionFact(**told))
    return found


def checks_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[DateCheck]]:
    """Regulation id → the checks of its dates by persons, general ones first."""
    statement = sa.select(date_check).order_by(date_check.c.published)
    found: dict[str, list[DateCheck]] = {}
    for row in select_among(tx, statement, date_check.c.regulation_id, regulation_ids):
        told = dict(row._mapping) | {"published": _published(row.published)}
        found.setdefault(row.regulation_id, []).append(DateCheck(**told))
    return found


def put_check(tx: Tx, viewer: Viewer, check: DateCheck) -> None:
    """Stores a named person's check of a version's dates, with an audit row; an earlier one is replaced."""
    upsert(tx, date_check, [as_row(check, date_check, published=_day_key(check.published))])
    said = f"施行 {check.effective or '不变'}，终止 {check.ended or '不变'}；{check.note}".rstrip("；")
    audit.record(tx, viewer, "check_law_date", check.regulation_id, now=check.at, reason=said)
    mark_acts(tx, _with_ended(tx, {check.regulation_id}))


def _with_ended(tx: Tx, regulation_ids: set[str]) -> set[str]:
    """The acts and those they end, whose last day hangs on theirs."""
    columns = repeal_clause.c
    rows = select_among(tx, sa.select(columns.regulation_id), columns.by_regulation, regulation_ids)
    return regulation_ids | {row.regulation_id for row in rows}


def known_of(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, Known]:
    """Regulation id → facts, checks and the clauses that end it, each clause with the day it takes effect now."""
    ids = list(dict.fromkeys(regulation_ids))
    facts, checks, clauses = facts_of(tx, ids), checks_of(tx, ids), clauses_on(tx, ids)
    return {
        id_: Known(
            facts=tuple(facts.get(id_, ())), checks=tuple(checks.get(id_, ())), clauses=tuple(clauses.get(id_, ()))
        )
        for id_ in ids
    }


def clauses_on(tx: Tx, regulation_ids: Iterable[str]) -> dict[str, list[RepealClause]]:
    """Regulation id → the clauses of other acts that end it, by the act that holds them."""
    columns = repeal_clause.c
    statement = sa.select(repeal_clause).order_by(columns.by_regulation, columns.by_source, columns.by_doc)
    rows = [RepealClause(**row._mapping) for row in select_among(tx, statement, columns.regulation_id, regulation_ids)]
    starts = _starts(tx, {one.by_regulation for one in rows if one.follows})
    found: dict[str, list[RepealClause]] = {}
    for one in rows:
        begins = starts.get((one.by_regulation, one.by_source, one.by_doc), one.on) if one.follows else one.on
        found.setdefault(one.regulation_id, []).append(replace(one, on=begins))
    return found


def _starts(tx: Tx, regulation_ids: set[str]) -> dict[tuple[str, str, str], date | None]:
    """Where the versions of acts that end others begin, with what persons and the project found out about them."""
    if not regulation_ids:
        return {}
    facts, checks = facts_of(tx, regulation_ids), checks_of(tx, regulation_ids)
    columns = regulation_version.c
    found = {}
    for row in select_among(tx, sa.select(regulation_version), columns.regulation_id, regulation_ids):
        known = Known(facts=tuple(facts.get(row.regulation_id, ())), checks=tuple(checks.get(row.regulation_id, ())))
        version = checked(version_of(row._mapping), known)
        found[(row.regulation_id, row.source, row.source_doc_id)] = version.effective
    return found


def version_of(values: sa.RowMapping) -> RegulationVersion:
    """The version a row of the table holds, as its source tells it."""
    return RegulationVersion(**{name: values[name] for name in _VERSION_COLUMNS})


_VERSION_COLUMNS = tuple(c.name for c in regulation_version.c if c.name not in ("version_no", "text_hash"))


def save_told(tx: Tx, version: RegulationVersion, number: int, told: Told) -> None:
    """Stores the evidence of a version's dates and the acts it ends, in place of what it told before."""
    columns = version_reading.c
    here = (columns.regulation_id == version.regulation_id, columns.version_no == number)
    tx.execute(sa.delete(version_reading).where(*here))
    rows = {
        (one.field, one.origin): as_row(one, version_reading, regulation_id=version.regulation_id, version_no=number)
        for one in told.readings
    }
    upsert(tx, version_reading, list(rows.values()))
    save_clauses(tx, (version.regulation_id, version.source, version.source_doc_id), told.clauses)


def save_clauses(tx: Tx, holder: tuple[str, str, str], clauses: Sequence[RepealClause]) -> None:
    """Stores the clauses of one document (regulation, source, id there) in place of those it had before."""
    columns = repeal_clause.c
    by_regulation, by_source, by_doc = holder
    here = (columns.by_regulation == by_regulation, columns.by_source == by_source, columns.by_doc == by_doc)
    before = {RepealClause(**row._mapping) for row in tx.execute(sa.select(repeal_clause).where(*here))}
    now = {one.regulation_id: one for one in clauses}
    if before == set(now.values()):
        return
    tx.execute(sa.delete(repeal_clause).where(*here))
    upsert(tx, repeal_clause, [as_row(one, repeal_clause) for one in now.values()])
    mark_acts(tx, {one.regulation_id for one in before ^ set(now.values())})


def readings_of(tx: Tx, regulation_id: str) -> dict[int, list[Reading]]:
    """Version number → the evidence of its dates, by field and origin."""
    columns = version_reading.c
    statement = sa.select(version_reading).where(columns.regulation_id == regulation_id)
    found: dict[int, list[Reading]] = {}
    for row in tx.execute(statement.order_by(columns.field, columns.origin)):
        found.setdefault(row.version_no, []).append(
            Reading(field=row.field, value=row.value, origin=row.origin, quote=row.quote, place=row.place)
        )
    return found


def mark_acts(tx: Tx, regulation_ids: Iterable[str]) -> None:
    """Marks acts and their articles as changed: the days they count on did."""
    statement = sa.select(article_text.c.regulation_id, article_text.c.id).distinct()
    rows = select_among(tx, statement, article_text.c.regulation_id, regulation_ids)
    touched = {row.regulation_id for row in rows} | {row.id for row in rows}
    if touched:
        mark(tx, sorted(touched), lane="bulk", consumers=LAW_CONSUMERS)
