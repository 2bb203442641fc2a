"""Units (单位) as data and their mentions in text: alias → unit, with the place before it kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from core.ids import unit_id
from core.left_edge import left_edge, soft_cuts
from core.name_start import name_start
from core.normal import fold
from core.packaged import packaged_yaml
from core.petition import Unit
from core.phrases import Phrases


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named at `text[start:end]`; `alias` is what matched, `region` the place before it (A3区, 柳溪)."""

    unit_id: str
    start: int
    end: int
    quote: str
    alias: str
    region: str = ""

    @property
    def name(self) -> str:
        """The unit as this text names it: place and alias together."""
        return f"{self.region}{self.alias}"


@lru_cache(maxsize=1)
def unit_table() -> Mapping[str, Unit]:
    """The units of county and city level by code, each with all its aliases, old names included."""
    table: dict[str, dict[str, Any]] = packaged_yaml("units.yaml")
    return MappingProxyType(
        {
            code: Unit(
                id=unit_id(code),
                code=code,
                name=row["name"],
                aliases=tuple(dict.fromkeys((*row.get("aliases", ()), *row.get("old", ())))),
                level=row["level"],
                kind=row["kind"],
            )
            for code, row in table.items()
        }
    )


_CODED = re.compile(r"(?:[A-Z]{1,2}\d{0,3}(?:县市|[市县区州]))+$")
_REGION = re.compile(r"[市县区省州镇乡]|[一-鿿]{2,8}(?:[市县区省州旗镇乡]|街道|新区|开发区|高新区|经开区)")
_NAMED = frozenset({"XZ", "CJ", "KFQ"})


def find_units(text: str, extra_aliases: Iterable[tuple[str, str]] = ()) -> list[UnitMention]:
    """Units named in `text`, in order, longest alias first; `extra_aliases` are (alias, unit id) pairs."""
    folded = fold(text)
    phrases, owners = _aliases(tuple(extra_aliases))
    found: list[UnitMention] = []
    floor = 0
    for start, end in phrases.find(folded):
        alias = folded[start:end]
        if not _stands(folded, start, end, alias):
            continue
        begin = _region_start(folded, start, floor, own_name=owners[alias].rpartition(":")[2] in _NAMED)
        found.append(UnitMention(owners[alias], begin, end, text[begin:end], alias, folded[begin:start]))
        floor = end
    return found


def _region_start(text: str, end: int, floor: int, *, own_name: bool) -> int:
    """Where the place or own name directly before an alias begins; `end` itself when there is none."""
    if end == floor:
        return end
    if coded := _CODED.search(text, max(floor, end - 16), end):
        return coded.start()
    edge = left_edge(text, end, floor)
    cut = next(iter(soft_cuts(text, edge, end)), edge) if own_name else edge
    start, _ = name_start(text, cut if cut < end else edge, end, anchored=False)
    if own_name:
        return start if 2 <= end - start <= 6 else end
    return start if _REGION.fullmatch(text, start, end) else end


_OWN_BODY = (
    (re.compile(r".{2,}(?:街道|镇|乡)"), "XZ"),
    (re.compile(r".{2,}(?:社区|村)"), "CJ"),
    (re.compile(r".{2,}(?:开发区|高新区|经开区|新区)"), "KFQ"),
)


def unit_of(text: str, extra_aliases: Iterable[tuple[str, str]] = ()) -> Unit | None:
    """The unit a cell of a case list names, by alias or, for towns, villages and zones, by its ending; else None."""
    cell = fold(text).strip()
    found = find_units(cell, extra_aliases)
    if found:
        return unit_table().get(found[0].unit_id.rpartition(":")[2])
    return next((unit_table()[code] for pattern, code in _OWN_BODY if pattern.fullmatch(cell)), None)


_LONGER = {
    "法院": "医",
    "中院": "医",
    "高院": "校",
    "交警": "",
    "建委": "",
    "法庭": "审",
    "电信": "",
    "建设局": "",
    "教委": "会",
}


def _stands(text: str, start: int, end: int, alias: str) -> bool:
    """False where the alias is only part of a longer word (方法院, 教委会)."""
    after = text[end : end + 1]
    if alias == "法院" and text[start - 1 : start] in {"方", "书"}:
        return False
    return not (alias in _LONGER and _LONGER[alias] and after == _LONGER[alias])


@lru_cache(maxsize=64)
def _aliases(extra: tuple[tuple[str, str], ...]) -> tuple[Phrases, Mapping[str, str]]:
    owners = {alias: unit.id for unit in unit_table().values() for alias in (unit.name, *unit.aliases)}
    owners |= {fold(alias): owner for alias, owner in extra if len(alias) >= 2}
    return Phrases(owners), owners


@lru_cache(maxsize=1)
def issue_units() -> tuple[IssueUnits, ...]:
    """Issue → likely units, governing law and routes (domain 5.2), in the order of the table."""
    return tuple(
        IssueUnits(
            issue=row["issue"],
            units=tuple(row["units"]),
            laws=tuple((law, tuple(str(n) for n in articles or ())) for law, articles in row.get("laws", {}).items()),
            routes=tuple(row.get("routes", ())),
            note=row.get("note", ""),
        )
        for row in packaged_yaml("issue_units.yaml")["rules"]
    )


@dataclass(frozen=True, slots=True)
class IssueUnits:
    """Which units are likely competent for an issue, under which law, by which route first."""

    issue: str
    units: tuple[str, ...]
    laws: tuple[tuple[str, tuple[str, ...]], ...] = ()
    routes: tuple[str, ...] = ()
    note: str = ""


def likely_units(issue_code: str) -> tuple[IssueUnits, ...]:
    """Rules for `issue_code` itself, else for the nearest class above it; a suggestion, never a transfer."""
    for length in range(len(issue_code), 1, -2):
        found = tuple(rule for rule in issue_units() if rule.issue == issue_code[:length])
        if found:
            return found
    return ()
