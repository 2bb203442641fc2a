"""Checked dates of versions that override what a source says, and the acts a petition office needs at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.ids import regulation_id
from core.law_versions import VersionFact

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RequiredAct:
    """An act the office should have, with the field of petition work it serves."""

    topic: str
    title: str


@cache
def version_facts() -> tuple[VersionFact, ...]:
    """The project's own table of version facts (domain 8.7)."""
    table = _read("version_facts.yaml")
    return tuple(_fact(row, table["checked_on"]) for row in table["facts"])


def _fact(row: dict[str, Any], checked_on: date) -> VersionFact:
    told = {name: value for name, value in row.items() if name not in ("title", "adopted", "checked")}
    checked = checked_on if row.get("checked", True) else None
    return VersionFact(regulation_id=regulation_id(row["title"]), checked_on=checked, note=row["title"], **told)


@cache
def adoptions() -> Mapping[tuple[str, date], date]:
    """(regulation id, day of publication) → the day it was adopted, where the table says it was another one."""
    rows = _read("version_facts.yaml")["facts"]
    return {(regulation_id(row["title"]), row["published"]): row["adopted"] for row in rows if "adopted" in row}


@cache
def required_acts() -> tuple[RequiredAct, ...]:
    """The acts whose presence and dates the page of required acts checks, in order of topic."""
    return tuple(RequiredAct(topic, title) for topic, titles in _read("required_acts.yaml").items() for title in titles)


def _read(name: str) -> Any:  # noqa: ANN401
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))
