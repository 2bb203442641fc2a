"""Everything known about the versions of an act: dates with their evidence, overrides, copies, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.law_conflicts import Conflict, conflicts_in
from core.law_versions import Copy, Edition, Known, Reading, clause_for, editions
from core.statute import RegulationVersion
from records.law_dates import known_of, readings_of
from records.law_on_a_day import copies_of
from records.transactions import Tx

FIELDS = {"adopted": "通过", "published": "公布", "effective": "施行", "ended": "终止"}
ORIGINS = {
    "source": "数据来源",
    "header": "题注",
    "text": "条文",
    "amendment": "修改决定",
    "publication": "按公布日期",
    "term": "有效期条款",
    "fact": "项目核对",
    "person": "人工核对",
    "clause": "废止条款",
    "next": "后一版本",
    "unsaid": "来源标为已终止而未说明日期",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One word about a date; `used` when the date that counts is the one it says."""

    field: str
    value: str
    origin: str
    quote: str = ""
    place: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A date of a source that was not used: what the source says, what is used, and why."""

    regulation_id: str
    title: str
    published: str
    source: str
    field: str
    source_value: str
    used_value: str
    why: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSheet:
    """One version with the evidence of each date and the files that hold it."""

    number: int
    version: RegulationVersion
    evidence: tuple[Evidence, ...]
    overrides: tuple[Override, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSheet:
    """All versions of an act, earliest first, and what contradicts itself about them."""

    regulation_id: str
    versions: tuple[VersionSheet, ...]
    conflicts: tuple[Conflict, ...]


def act_sheet(tx: Tx, regulation_id: str) -> ActSheet:
    """The versions of an act with everything that is known about them; empty for an act that is not there."""
    copies = copies_of(tx, [regulation_id]).get(regulation_id, [])
    known = known_of(tx, [regulation_id])[regulation_id]
    found = editions(copies, known)
    claims = {one.number: one.version for one in copies}
    readings = readings_of(tx, regulation_id)
    return ActSheet(
        regulation_id=regulation_id,
        versions=tuple(_sheet(regulation_id, edition, known, readings) for edition in found),
        conflicts=tuple(conflicts_in(regulation_id, found, known, claims)),
    )


def law_conflicts(tx: Tx, regulation_ids: Iterable[str]) -> list[Conflict]:
    """The contradictions about the versions of these acts, by act."""
    ids = sorted(set(regulation_ids))
    known, copies = known_of(tx, ids), copies_of(tx, ids)
    found = []
    for id_ in ids:
        mine = copies.get(id_, [])
        claims = {one.number: one.version for one in mine}
        found += conflicts_in(id_, editions(mine, known[id_]), known[id_], claims)
    return found


def law_overrides(tx: Tx, regulation_ids: Iterable[str]) -> Iterator[Override]:
    """Every date of a source that was not used, with what is used in its place, by act and version."""
    ids = sorted(set(regulation_ids))
    known, copies = known_of(tx, ids), copies_of(tx, ids)
    for id_ in ids:
        readings = readings_of(tx, id_)
        for edition in editions(copies.get(id_, []), known[id_]):
            yield from _sheet(id_, edition, known[id_], readings).overrides


def _sheet(regulation_id: str, edition: Edition, known: Known, readings: dict[int, list[Reading]]) -> VersionSheet:
    version = edition.version
    read = [one for copy in edition.copies for one in readings.get(copy.number, ())]
    words = [*read, *_facts(version, known), *_persons(version, known), *_clause(version, known), *_next(version)]
    evidence = [_evidence(one, version) for one in dict.fromkeys(words) if one.field in FIELDS]
    told = tuple(
        one
        for copy in edition.copies
        for reading in readings.get(copy.number, ())
        if reading.origin == "source"
        for one in _override(regulation_id, copy, reading, version, evidence)
    )
    return VersionSheet(
        number=edition.best.number,
        version=version,
        evidence=tuple(sorted(evidence, key=lambda e: (list(FIELDS).index(e.field), not e.used, e.origin, e.value))),
        overrides=told,
        copies=edition.copies,
    )


def _used(version: RegulationVersion, field: str) -> str:
    return str(getattr(version, field) or "")


def _evidence(one: Reading, version: RegulationVersion) -> Evidence:
    used = one.value == _used(version, one.field)
    return Evidence(field=one.field, value=one.value, origin=one.origin, quote=one.quote, place=one.place, used=used)


def _facts(version: RegulationVersion, known: Known) -> Iterator[Reading]:
    for fact in known.facts:
        if fact.published in (None, version.published):
            place = f"{fact.checked_on} 核对" if fact.checked_on else "未核对"
            for name in ("effective", "ended"):
                if day := getattr(fact, name):
                    by = f"见{fact.ended_by}" if name == "ended" and fact.ended_by else ""
                    yield Reading(field=name, value=str(day), origin="fact", quote=by, place=place)


def _persons(version: RegulationVersion, known: Known) -> Iterator[Reading]:
    for check in known.checks:
        if check.published in (None, version.published):
            place = f"{check.person} {check.at.date()}"
            for name in ("effective", "ended"):
                day = getattr(check, name) or getattr(version, name)
                if day:
                    yield Reading(field=name, value=str(day), origin="person", quote=check.note, place=place)


def _clause(version: RegulationVersion, known: Known) -> Iterator[Reading]:
    clause = clause_for(version, known)
    if clause is not None:
        place = f"《{clause.by_title}》{clause.place}"
        yield Reading(field="ended", value=str(clause.on), origin="clause", quote=clause.quote, place=place)


def _next(version: RegulationVersion) -> Iterator[Reading]:
    if version.end_kind == "amended" and version.ended:
        yield Reading(field="ended", value=str(version.ended), origin="next", quote=version.ended_by)


def _override(
    regulation_id: str, copy: Copy, reading: Reading, version: RegulationVersion, evidence: list[Evidence]
) -> Iterator[Override]:
    used = _used(version, reading.field) if reading.field in FIELDS else ""
    if not used or used == reading.value:
        return
    ranks = ("person", "fact", "amendment", "clause", "header", "text", "term", "next", "publication", "source")
    why = [one for one in evidence if one.field == reading.field and one.used]
    best = min(why, key=lambda one: ranks.index(one.origin), default=None)
    yield Override(
        regulation_id=regulation_id,
        title=version.title,
        published=str(version.published or ""),
        source=copy.version.source,
        field=reading.field,
        source_value=reading.value,
        used_value=used,
        why=ORIGINS[best.origin] if best else "",
        place=" ".join(filter(None, (best.quote, best.place))) if best else "",
    )
