"""Versions of an act (版本) from what sources, checked facts, persons and repeal clauses say about their dates.

Several files may hold the same version: they are folded into one edition. Ends are computed: a clause of another act
ends it (同时废止), a later version follows it (已修改). Nothing here is stored; storing would be deciding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.statute import RegulationVersion

NEAR = 31
"""Days within which two days of publication may be those of one version: adopted, signed, printed."""
NOT_ENDED = "not_ended"
"""The kind of end a person gives to say that a source is wrong and the version has not ended."""
REPEAL_LIST = "废止目录"
"""Where a clause stands that is one line of a decision's list."""
_DATES = ("document_no", "effective", "ended", "ended_by", "end_kind")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCheck:
    """A named person's check of a version's dates; goes before every other word about them."""

    regulation_id: str
    published: date | None = None
    effective: date | None = None
    ended: date | None = None
    ended_by: str = ""
    end_kind: str = ""
    person: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepealClause:
    """A clause by which one act ends another (废止条款), with its words and where they stand.

    `on` is the day it says; `follows` means it takes effect when the version that holds it does.
    """

    regulation_id: str
    by_regulation: str
    by_source: str
    by_doc: str
    by_title: str
    on: date | None = None
    follows: bool = False
    quote: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One word about one date of a version: who says it (`origin`), in which words, and where they stand."""

    field: str
    value: str
    origin: str
    quote: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was read about a version beside its text: dates with evidence, and the acts it ends."""

    readings: tuple[Reading, ...] = ()
    clauses: tuple[RepealClause, ...] = ()


NOTHING = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about the versions of one act from outside its files."""

    facts: tuple[VersionFact, ...] = ()
    checks: tuple[DateCheck, ...] = ()
    clauses: tuple[RepealClause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file's form of a version, with its number in the store and a hash of its words."""

    number: int
    version: RegulationVersion
    words_hash: str = ""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of an act: the copy that is shown, and all copies, the best first, with the same dates."""

    copies: tuple[Copy, ...]

    @property
    def best(self) -> Copy:
        """The copy that is shown: full text before digest, checked before unchecked, the later loaded."""
        return self.copies[0]

    @property
    def version(self) -> RegulationVersion:
        """The version as it counts."""
        return self.copies[0].version


def editions(copies: Iterable[Copy], known: Known) -> list[Edition]:
    """The versions of one act, earliest first, folded, with facts, checks and clauses applied and ends computed."""
    told = [replace(one, version=_unguessed(one.version, checked(one.version, known), known)) for one in copies]
    folded = [_folded(group) for group in _groups(sorted(told, key=_age_of_copy))]
    ended = [_repealed(one, known) for one in folded]
    return _with_ends(sorted(ended, key=lambda one: age(one.version, one.best.number)))


def checked(version: RegulationVersion, known: Known) -> RegulationVersion:
    """The version with the project's facts and the persons' checks applied, persons last."""
    for fact in known.facts:
        if fact.published in (None, version.published):
            version = _overridden(version, fact, (*_DATES, "checked_on"))
    for check in sorted(known.checks, key=lambda one: one.at):
        if check.published in (None, version.published):
            version = _overridden(version, check, _DATES[1:])
            if check.end_kind == NOT_ENDED:
                version = replace(version, ended=None, ended_by="", end_kind="")
            version = replace(version, checked_on=check.at.date(), checked_by=check.person)
    return version


def _unguessed(before: RegulationVersion, after: RegulationVersion, known: Known) -> RegulationVersion:
    """An end that nobody dates goes when the version was checked and no end was found; else it moves with the start."""
    if not guessed_end(before) or after.ended != before.ended:
        return after
    words: list[VersionFact | DateCheck] = [*known.facts, *known.checks]
    was_checked = any(
        word.published == before.published and (isinstance(word, DateCheck) or word.checked_on is not None)
        for word in words
    )
    if was_checked:
        return replace(after, ended=None, end_kind="", ended_by="")
    return replace(after, ended=after.effective or after.published)


def _overridden(version: RegulationVersion, word: VersionFact | DateCheck, names: Sequence[str]) -> RegulationVersion:
    return replace(version, **{name: getattr(word, name) for name in names if getattr(word, name)})


def age(version: RegulationVersion, number: int) -> tuple[date, date, bool, int]:
    """Sorts versions: by start, publication, digest before full text, number."""
    begun = version.effective or version.published or date.min
    return (begun, version.published or date.min, version.text_kind == "full", number)


def _age_of_copy(one: Copy) -> tuple[date, date, bool, int]:
    return age(one.version, one.number)


def _groups(ordered: Sequence[Copy]) -> list[list[Copy]]:
    groups: list[list[Copy]] = []
    for one in ordered:
        mine = next((group for group in groups if any(same_version(one, other) for other in group)), None)
        if mine is None:
            groups.append([one])
        else:
            mine.append(one)
    return groups


def same_version(one: Copy, other: Copy) -> bool:
    """True when two files hold the same version, by publication, start and words."""
    a, b = one.version, other.version
    same_words = bool(one.words_hash) and one.words_hash == other.words_hash
    if a.published and b.published:
        if a.published == b.published:
            return True
        near = abs((a.published - b.published).days) <= NEAR
        return near and (same_words or (a.effective is not None and a.effective == b.effective))
    if a.effective and b.effective:
        return a.effective == b.effective
    return same_words


def rank(one: Copy) -> tuple[bool, bool, int]:
    """How good a copy is: full text before digest, checked before unchecked, the later loaded."""
    return (one.version.text_kind == "full", one.version.checked_on is not None, one.number)


def _folded(group: Sequence[Copy]) -> Edition:
    ordered = sorted(group, key=rank, reverse=True)
    best = ordered[0].version
    for other in ordered[1:]:
        best = _filled(best, other.version)
    return Edition(tuple(replace(one, version=_dated_like(one.version, best)) for one in ordered))


def _filled(best: RegulationVersion, other: RegulationVersion) -> RegulationVersion:
    names = ["published", "checked_on", "checked_by", "adopted", "document_no"]
    names += [] if best.effective else ["effective"]
    names += [] if best.ended else ["ended", "ended_by", "end_kind"]
    return replace(best, **{name: getattr(other, name) for name in names if not getattr(best, name)})


def _dated_like(version: RegulationVersion, best: RegulationVersion) -> RegulationVersion:
    names = ("published", "adopted", "checked_on", "checked_by", *_DATES)
    return replace(version, **{name: getattr(best, name) for name in names})


def _repealed(edition: Edition, known: Known) -> Edition:
    clause = clause_for(edition.version, known)
    if clause is None or _checked_end(edition.version, known):
        return edition
    return _ended(edition, clause.on, clause.by_title, "repealed")


def clause_for(version: RegulationVersion, known: Known) -> RepealClause | None:
    """The clause that ends this version: the earliest one after the version began."""
    begun = version.effective or version.published or date.min
    later = [one for one in known.clauses if one.on is not None and one.on > begun and not _of_another(one, version)]
    return min(later, key=lambda one: (one.on or date.max, one.by_regulation, one.by_doc), default=None)


_NUMBER = re.compile(r"[〔\[［](\d{4})[〕\]］]\s*(\d+)\s*号")


def _of_another(clause: RepealClause, version: RegulationVersion) -> bool:
    """True when a list of repeals names the document number of another version with the same title."""
    named, mine = set(_NUMBER.findall(clause.quote)), set(_NUMBER.findall(version.document_no))
    return clause.place == REPEAL_LIST and bool(named) and bool(mine) and not named & mine


def _checked_end(version: RegulationVersion, known: Known) -> bool:
    words: list[VersionFact | DateCheck] = [*known.facts, *known.checks]
    return any(word.ended for word in words if word.published in (None, version.published))


def _ended(edition: Edition, on: date | None, by: str, kind: str) -> Edition:
    return Edition(
        tuple(
            replace(one, version=replace(one.version, ended=on, ended_by=by, end_kind=kind)) for one in edition.copies
        )
    )


def _with_ends(ordered: list[Edition]) -> list[Edition]:
    """A version without a known end ends on the day a later one begins (已修改)."""
    ended: list[Edition] = []
    following: RegulationVersion | None = None
    for one in reversed(ordered):
        version = one.version
        begins = following.effective if following else None
        later = begins is not None and (version.effective is None or begins > version.effective)
        open_end = version.ended is None or version.ended > (begins or date.max) or guessed_end(version)
        if following is not None and later and open_end:
            one = _ended(one, begins, following.title, "amended")
        ended.append(one)
        if version.effective is not None:
            following = version
    return ended[::-1]


def guessed_end(version: RegulationVersion) -> bool:
    """True when a source calls the version ended and nobody says since when: then it counts on no day at all."""
    return version.ended is not None and version.ended == (version.effective or version.published)
