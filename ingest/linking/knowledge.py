"""What every letter is read with: the office's units, places, respondents and own titles by alias."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from core.phrases import Phrases
from core.units import unit_table


@dataclass(frozen=True, slots=True)
class Known:
    """A node an alias stands for."""

    id: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An alias that stands for `known` from `first` up to and including `last`; on other days for `else_known`."""

    kind: str
    alias: str
    known: Known
    first: date | None = None
    last: date | None = None
    else_known: Known | None = None

    def holds_on(self, day: date) -> bool:
        """True on the days of use."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Knowledge:
    """Aliases of the office, those of any day; plain values, so that other processes can be given it."""

    units: Mapping[str, Known] = field(default_factory=dict)
    places: Mapping[str, Known] = field(default_factory=dict)
    respondents: Mapping[str, Known] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    """Names of the office's own county, so that 青湄县住建局 and 县住建局 are one unit."""
    dated: tuple[Dated, ...] = ()

    def on(self, day: date | None) -> Knowledge:
        """What a letter of this day is read with: aliases with days of use on these alone; all when no day is known."""
        if day is None or not self.dated:
            return self
        between = bisect_right(self._turns, day)
        if between not in self._by_turn:
            self._by_turn[between] = self._of(day)
        return self._by_turn[between]

    def _of(self, day: date) -> Knowledge:
        names: dict[str, dict[str, Known]] = {
            "unit": dict(self.units), "place": dict(self.places), "respondent": dict(self.respondents)
        }  # fmt: skip
        for one in self.dated:
            names[one.kind].pop(one.alias, None)
            if one.else_known is not None:
                names[one.kind][one.alias] = one.else_known
        for one in self.dated:
            if one.holds_on(day):
                names[one.kind][one.alias] = one.known
        return replace(self, units=names["unit"], places=names["place"], respondents=names["respondent"], dated=())

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which what an alias stands for may change, in order."""
        firsts = {one.first for one in self.dated if one.first}
        return sorted(firsts | {one.last + timedelta(days=1) for one in self.dated if one.last and one.last < date.max})

    @cached_property
    def _by_turn(self) -> dict[int, Knowledge]:
        """What is known between two turns, as far as it was asked for."""
        return {}

    @cached_property
    def unit_aliases(self) -> tuple[tuple[str, str], ...]:
        """(alias, unit id) pairs as `core.units.find_units` takes them."""
        return tuple(sorted((alias, known.id) for alias, known in self.units.items()))

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """Unit id → name; the office's own names win over the general table."""
        return {u.id: u.name for u in unit_table().values()} | {k.id: k.name for k in self.units.values()}

    @cached_property
    def place_phrases(self) -> Phrases:
        """The places' aliases, ready to be found."""
        return Phrases(self.places)

    @cached_property
    def respondent_phrases(self) -> Phrases:
        """The respondents' aliases, ready to be found."""
        return Phrases(self.respondents)


NOTHING_KNOWN = Knowledge()
