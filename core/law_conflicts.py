"""What contradicts itself about the versions of an act: shown to a person, never silently decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.law_versions import NEAR, DateCheck, Edition, Known, RepealClause, VersionFact, guessed_end
from core.statute import RegulationVersion

KINDS = {
    "before_published": "施行早于公布",
    "ends_before_start": "终止早于施行",
    "dates_differ": "同一版本日期不一",
    "texts_differ": "同一版本文字不一",
    "two_current": "两个版本同时有效",
    "ends_differ": "终止日期说法不一",
    "person_differs": "人工核对与项目核对不一",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One contradiction: its kind, the version it is about, in Chinese what stands against what, what is used."""

    kind: str
    regulation_id: str
    title: str
    published: str = ""
    said: str
    used: str = ""

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return KINDS[self.kind]


def conflicts_in(regulation_id: str, editions: Sequence[Edition], known: Known, claims: Claims) -> list[Conflict]:
    """The contradictions among the versions of one act, by version.

    `claims` are the dates as the files tell them, by number, before anything was applied.
    """
    found: list[Conflict] = []
    for edition in editions:
        about = _About(regulation_id, edition.version)
        found += _impossible(about)
        found += _copies(about, edition, claims, _settled(edition.version, known))
        found += _ends(about, known, claims, edition)
        found += _persons(about, known)
    for one, other in pairwise(editions):
        found += _both(regulation_id, one.version, other.version)
    return found


Claims = dict[int, RegulationVersion]


@dataclass(frozen=True, slots=True)
class _About:
    regulation_id: str
    version: RegulationVersion

    def conflict(self, kind: str, said: str, used: str = "") -> Conflict:
        return Conflict(
            kind=kind,
            regulation_id=self.regulation_id,
            title=self.version.title,
            published=str(self.version.published or ""),
            said=said,
            used=used,
        )


def _impossible(about: _About) -> Iterator[Conflict]:
    version = about.version
    if version.effective and version.published and version.effective < version.published:
        said = f"公布 {version.published}，施行 {version.effective}"
        yield about.conflict("before_published", said, f"施行 {version.effective}")
    if version.effective and version.ended and version.ended < version.effective and not guessed_end(version):
        said = f"施行 {version.effective}，终止 {version.ended}"
        yield about.conflict("ends_before_start", said, f"终止 {version.ended}")


def _settled(version: RegulationVersion, known: Known) -> set[str]:
    """The dates that a fact or a person has settled: what files say against it is an override, not a contradiction."""
    told: list[VersionFact | DateCheck] = [*known.facts, *known.checks]
    words = [one for one in told if one.published in (None, version.published)]
    return {name for name in ("effective", "ended") if any(getattr(one, name) for one in words)}


def _copies(about: _About, edition: Edition, claims: Claims, settled: set[str]) -> Iterator[Conflict]:
    for name, label in (("published", "公布"), ("effective", "施行")):
        if name in settled:
            continue
        told = {
            copy.version.source: day
            for copy in edition.copies
            if (day := getattr(claims[copy.number], name)) is not None
        }
        if len(set(told.values())) > 1:
            said = "；".join(f"{source} 说 {day}" for source, day in sorted(told.items()))
            yield about.conflict("dates_differ", f"{label}：{said}", f"{label} {getattr(about.version, name)}")
    full = [copy for copy in edition.copies if copy.version.text_kind == "full" and copy.words_hash]
    if len({copy.words_hash for copy in full}) > 1:
        said = "；".join(f"{copy.version.source} {copy.articles} 条" for copy in sorted(full, key=lambda c: c.number))
        yield about.conflict("texts_differ", f"全文不同：{said}", f"采用 {edition.best.version.source} 的文字")


def _ends(about: _About, known: Known, claims: Claims, edition: Edition) -> Iterator[Conflict]:
    version = about.version
    ends: dict[str, str] = {}
    for copy in edition.copies:
        claim = claims[copy.number]
        if claim.ended and not guessed_end(claim):
            ends.setdefault(str(claim.ended), copy.version.source)
    for fact in known.facts:
        if fact.ended and fact.published == version.published and version.published:
            ends.setdefault(str(fact.ended), "项目核对")
    for clause in _clauses_within(version, known):
        ends.setdefault(str(clause.on), f"《{clause.by_title}》{clause.place}")
    if len(ends) > 1:
        said = "；".join(f"{who} 说 {day}" for day, who in sorted(ends.items()))
        yield about.conflict("ends_differ", said, f"终止 {version.ended}")


def _clauses_within(version: RegulationVersion, known: Known) -> list[RepealClause]:
    """The clauses that fall into the life of this version, not into that of a later one."""
    begun, ended = version.effective or version.published, version.ended
    if begun is None or ended is None or version.end_kind == "amended":
        return []
    return [one for one in known.clauses if one.on is not None and begun < one.on]


def _persons(about: _About, known: Known) -> Iterator[Conflict]:
    facts = [f for f in known.facts if f.published in (None, about.version.published)]
    for check in known.checks:
        if check.published not in (None, about.version.published):
            continue
        for name, label in (("effective", "施行"), ("ended", "终止")):
            mine = getattr(check, name)
            theirs = next((getattr(f, name) for f in reversed(facts) if getattr(f, name)), None)
            if mine and theirs and mine != theirs:
                said = f"{check.person} 核对为 {mine}，项目核对为 {theirs}"
                yield about.conflict("person_differs", f"{label}：{said}", f"{label} {mine}")


def _both(regulation_id: str, one: RegulationVersion, other: RegulationVersion) -> Iterator[Conflict]:
    """Two versions that begin on one day, or both still called in force by one source without an end between them."""
    same_start = one.effective is not None and one.effective == other.effective
    apart = one.published and other.published and abs((other.published - one.published).days) > NEAR
    if same_start and apart:
        said = f"公布 {one.published} 与公布 {other.published} 的两个版本都自 {one.effective} 施行"
        yield _About(regulation_id, other).conflict("two_current", said, f"采用公布 {other.published} 的版本")
