"""Nouns of law: regulation (法规), version, article (条), policy package (政策包), and status on a date.

Status is computed for a date and never stored: 尚未生效, 现行有效, 已修改, 已废止, 失效, 未知.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from core.clause_labels import piece_label
from core.numerals import to_chinese

T = TypeVar("T")


class Status(StrEnum):
    """What a version of a regulation is on a given day; the value is the Chinese label."""

    NOT_YET = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    EXPIRED = "失效"
    UNKNOWN = "未知"


_ENDS = {"amended": Status.AMENDED, "repealed": Status.REPEALED, "expired": Status.EXPIRED}


def status_on(day: date, *, effective: date | None, ended: date | None, end_kind: str = "") -> Status:
    """The status of a version on `day`: in force from its first day up to the day before it ended."""
    if effective is not None and day < effective:
        return Status.NOT_YET
    if ended is not None and ended <= day:
        return _ENDS.get(end_kind, Status.REPEALED)
    return Status.IN_FORCE if effective is not None else Status.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One act over all its versions; `id` is `regulation:<short title>`."""

    id: str
    title: str
    short_titles: tuple[str, ...] = ()
    kind: str = ""
    issuer: str = ""
    region: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationVersion:
    """One version of an act with its dates; `source_doc_id` is the id it had in the file it came from."""

    regulation_id: str
    source: str
    source_doc_id: str
    title: str
    document_no: str = ""
    published: date | None = None
    effective: date | None = None
    ended: date | None = None
    ended_by: str = ""
    end_kind: str = ""
    text_kind: str = "full"
    """`full`, or `digest` for our own summary (要旨, 非原文) that is never quoted as law."""
    checked_on: date | None = None
    checked_by: str = ""
    """The person who checked the dates; empty with `checked_on` set means the project's own table of facts."""
    adopted: date | None = None
    source_status: str = ""
    """The status the source claimed on its own snapshot day; kept as evidence, never shown as today's."""

    def status_on(self, day: date) -> Status:
        """The computed status of this version on `day`."""
        return status_on(day, effective=self.effective, ended=self.ended, end_kind=self.end_kind)


def in_use_on(day: date, several: Sequence[T], version: Callable[[T], RegulationVersion]) -> T | None:
    """Of `several`, earliest first, what is meant on `day`: in force then, else the last begun, else the first to come.

    `version` says whose dates count; None when there is nothing to choose from.
    """
    valid = [one for one in several if version(one).status_on(day) is Status.IN_FORCE]
    begun = [one for one in several if version(one).status_on(day) is not Status.NOT_YET]
    return next(iter((valid or begun)[-1:] or several[:1]), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """The text of one article (条) in one version; `id` is the version-spanning article id."""

    id: str
    regulation_id: str
    number: int
    sub: int
    text: str
    path: str = ""
    ordinal: int = 0
    source_id: str = ""

    @property
    def label(self) -> str:
        """第三十五条之一; a piece of a paper without articles has number 0 and is cited by clause: 二（三）."""
        if not self.number:
            return piece_label(self.path, self.text, self.sub)
        return f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.sub)}" if self.sub else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One document of a policy package with its role: regulation, notice, rules, attachment or qa."""

    role: str
    title: str
    file: str
    regulation_id: str = ""
    document_no: str = ""
    public: bool = True
    text_kind: str = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A policy package (政策包): members with their roles, dates, region and what it replaces."""

    id: str
    title: str
    region: str = ""
    issuer: str = ""
    published: date | None = None
    effective: date | None = None
    repealed: date | None = None
    replaces: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
