"""The invented county read from `office.yaml`: units with their renames, places with aliases."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ESTATE_FACTS = 3  # developer, manager, year stand between road and aliases


@dataclass(frozen=True, slots=True)
class Place:
    """A place letters are about; `facts` holds developer, manager and handover year of an estate."""

    name: str
    kind: str
    township: str
    road: str
    aliases: tuple[str, ...]
    developer: str = ""
    manager: str = ""
    year: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias people use for the place."""
        return (self.name, *self.aliases)

    @property
    def households(self) -> int:
        """How many households live here, the same number in every letter."""
        return random.Random(f"households {self.name}").randrange(96, 680, 4)


@dataclass(frozen=True, slots=True)
class Rename:
    """A unit that carried another name before `on`."""

    code: str
    old: str
    on: date


@dataclass(frozen=True, slots=True)
class County:
    """Everything letters can name: places by name, unit names by code, renames, developers, managers."""

    places: Mapping[str, Place]
    units: Mapping[str, str]
    renames: tuple[Rename, ...]
    townships: Mapping[str, str]
    name: str

    def of_kind(self, kind: str) -> list[Place]:
        """The places of one kind, in the order of the gazetteer."""
        return [place for place in self.places.values() if place.kind == kind]

    def unit_name(self, code: str, on: date) -> str:
        """The name the unit `code` carried on the day `on`."""
        for rename in self.renames:
            if rename.code == code and on < rename.on:
                return rename.old
        return self.units[code]


def load_county() -> County:
    """The invented county of `office.yaml`."""
    office = dict(yaml.safe_load((HERE / "office.yaml").read_text(encoding="utf-8")))
    return County(
        places={place.name: place for place in _places(office)},
        units={unit["code"]: unit["name"] for unit in office["units"]},
        renames=tuple(Rename(r["code"], r["old"], r["since"]) for r in office["renames"]),
        townships={town["name"]: str(town["code"]) for town in office["townships"]},
        name=office["office"]["county"],
    )


def _places(gazetteer: Mapping[str, Any]) -> Sequence[Place]:
    found = []
    for kind in ("estate", "village", "road", "school", "project", "training", "hospital", "shop", "firm"):
        for row in gazetteer[kind]:
            found.append(_estate(row, gazetteer) if kind == "estate" else _plain(row, kind))
    return found


def _estate(row: Sequence[Any], gazetteer: Mapping[str, Any]) -> Place:
    name, township, road, developer, manager, year, *aliases = row
    return Place(
        name,
        "estate",
        township,
        road,
        tuple(aliases),
        gazetteer["developers"][developer],
        gazetteer["managers"][manager],
        int(year),
    )


def _plain(row: Sequence[Any], kind: str) -> Place:
    name, township, road, *aliases = row
    if kind == "road":
        road = name
    return Place(name, kind, township, road, tuple(aliases))
