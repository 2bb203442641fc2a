"""What every letter is read with: the office's units, places, respondents and own titles by alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.phrases import Phrases
from core.units import unit_table


@dataclass(frozen=True, slots=True)
class Known:
    """A node an alias stands for."""

    id: str
    name: str
    kind: str = ""


@dataclass(frozen=True)
class Knowledge:
    """Aliases of the office; plain values, so that other processes can be given it."""

    units: Mapping[str, Known] = field(default_factory=dict)
    places: Mapping[str, Known] = field(default_factory=dict)
    respondents: Mapping[str, Known] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    """Names of the office's own county, so that 青湄县住建局 and 县住建局 are one unit."""

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
