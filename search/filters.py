"""Filters of a search (筛选): small typed values that the word index and the vector scan both apply exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

_PREFIXED = frozenset({"issue", "region"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What hits must fulfil: any of the values of each named field, all fields together.

    Elements (要素) are the exception: each of them must be there. `issue` and `region` codes also match what lies
    below them (0203 matches 020301). `date_from` and `date_to` are inclusive; `as_of` keeps articles in force on that
    day. `levels` to `sort` are about law and are applied by `search.law_filter`: kinds of act, words of the maker,
    statuses, the region where they must apply (local before national), the days between which a version began, and
    the order.
    """

    issue: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    respondent: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    regulation: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    package: tuple[str, ...] = ()
    element: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    concluded: bool | None = None
    date_from: date | None = None
    date_to: date | None = None
    as_of: date | None = None
    levels: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    applies_in: str = ""
    begun_from: date | None = None
    begun_to: date | None = None
    sort: str = ""

    def wanted(self) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        """(field, values, whether a value also matches longer codes) of each field that is set."""
        for name in _FIELDS:
            values: tuple[str, ...] = getattr(self, name)
            if values:
                yield name, values, name in _PREFIXED
        for one in self.element:
            yield "element", (one,), False
        if self.concluded is not None:
            yield "concluded", ("1" if self.concluded else "0",), False

    def without(self, name: str) -> Filter:
        """The filter with nothing chosen in one field."""
        nothing: dict[str, Any] = {name: ()}
        return replace(self, **nothing)

    def is_empty(self) -> bool:
        """True when everything matches."""
        return self == EVERYTHING


_FIELDS = (
    "issue",
    "unit",
    "region",
    "place",
    "respondent",
    "article",
    "status",
    "outcome",
    "channel",
    "source",
    "regulation",
    "kind",
    "package",
    "tag",
)
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class CodedFilter:
    """A filter in the codes of one index: each group of codes must be met by one of its members.

    `hidden` names the code of restricted documents that the viewer may not see, except the rows in `shown`.
    """

    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()
    day_from: int | None = None
    day_to: int | None = None
    as_of: int | None = None
    hidden: int | None = None
    shown: tuple[int, ...] = ()

    @property
    def impossible(self) -> bool:
        """True when some wanted value does not occur at all."""
        return any(not codes for _, codes in self.groups)
