"""The office's own lists of units, places and respondents: loaded from yaml, read back as what letters are read with.

office: {county: 青湄县, …}
units: [{code: ZJ, name: 青湄县住房和城乡建设局, aliases: [县住建局]}]
renames: [{code: CGJ, old: 青湄县城市管理局, since: 2025-04-01, document_no: 青编发〔2025〕3号}]
townships: [{name: 柳汀镇, code: "990521101", aliases: [柳汀]}]
estate: [[锦澜华府, 湄城街道, 枫林路, 恒澜, 佳苑, 2019, 锦澜小区]]      # three columns more than the kinds below
village, road, school, project, …: [[荷塘坳村, 柳汀镇, "", 荷塘坳]]    # name, township, road, aliases
firm, shop, training: …                                                # the same, and respondents too
developers, managers: {恒澜: 青湄恒澜置业有限公司}
respondents: [{name: 岚东鼎筑建设集团有限公司, aliases: [鼎筑建设]}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from core.ids import place_id, respondent_id, unit_id
from core.petition import Node, Unit
from core.places import find_places
from core.respondents import find_respondents
from core.units import unit_table
from ingest.linking.knowledge import Dated, Knowledge, Known
from ingest.names_file import read_names
from records.aliases import Alias, aliases, put_alias
from records.law import regulations
from records.nodes import put_nodes
from records.office_settings import put_setting, setting
from records.places import Place, places, save_places
from records.transactions import Tx
from records.units import UnitChange, note_change, save_units, units

_ESTATE_COLUMNS, _PLACE_COLUMNS = 6, 3
_PLACE_KINDS = (
    "estate",
    "village",
    "road",
    "school",
    "project",
    "training",
    "hospital",
    "shop",
    "firm",
    "market",
    "site",
)
_RESPONDENT_KINDS = frozenset({"firm", "shop", "training"})
_FIRM_WORDS = ("置业", "地产", "房产", "开发公司", "公司", "物业", "物业公司")
_HOME = "office.home"


def load_gazetteer(tx: Tx, file: Path, *, now: datetime) -> tuple[int, int, int]:
    """(units, places, respondents) stored from the office's yaml lists. Raises as `read_names` does."""
    table = read_names(file, _PLACE_KINDS)
    office = table.get("office") or {}
    if office.get("county"):
        put_setting(tx, _HOME, [office["county"], str(office.get("region_code", ""))], now=now)
    found_units = [_unit(row, str(office.get("region_code", ""))) for row in table.get("units") or ()]
    save_units(tx, found_units)
    for row in table.get("renames") or ():
        _rename(tx, row, now)
    found_places = [*_townships(table), *_places(table)]
    save_places(tx, list({p.id: p for p in found_places}.values()))
    return len(found_units), len(found_places), _respondents(tx, table, now)


def _unit(row: Mapping[str, Any], region_code: str) -> Unit:
    code = str(row["code"])
    return Unit(
        id=unit_id(code),
        code=code,
        name=str(row["name"]),
        aliases=tuple(str(alias) for alias in row.get("aliases") or ()),
        level=row.get("level", "county"),
        kind=row.get("kind", "government"),
        region_code=region_code,
    )


def _rename(tx: Tx, row: Mapping[str, Any], now: datetime) -> None:
    """The old name stays an alias of the unit, without an end: letters go on writing it, and mean the successor.

    The old unit's powers go to the unit on that day.
    """
    target, old, on = unit_id(str(row["code"])), str(row["old"]), row["since"]
    put_alias(tx, Alias(kind="unit", alias=old, target=target), now=now)
    note_change(tx, UnitChange(old_unit=unit_id(old), new_unit=target, on=on, basis=str(row.get("document_no", ""))))


def _townships(table: Mapping[str, Any]) -> Iterator[Place]:
    for row in table.get("townships") or ():
        yield Place(
            id=place_id(row["name"]),
            name=row["name"],
            kind="town",
            stem=row["name"],
            region_code=str(row.get("code", "")),
        )


def _places(table: Mapping[str, Any]) -> Iterator[Place]:
    codes = {row["name"]: str(row.get("code", "")) for row in table.get("townships") or ()}
    for kind in _PLACE_KINDS:
        fixed = _ESTATE_COLUMNS if kind == "estate" else _PLACE_COLUMNS
        for row in table.get(kind) or ():
            town = str(row[1]) if len(row) > 1 else ""
            yield Place(
                id=place_id(row[0]),
                name=row[0],
                kind=kind,
                stem=_stem(row[0]),
                aliases=tuple(str(alias) for alias in row[fixed:]),
                region_code=codes.get(town, ""),
                parent=place_id(town) if town else "",
            )


def _stem(name: str) -> str:
    found = find_places(name)
    return found[0].stem if found else name


def _respondents(tx: Tx, table: Mapping[str, Any], now: datetime) -> int:
    named: dict[str, Sequence[str]] = {}
    for kind in _RESPONDENT_KINDS:
        for row in table.get(kind) or ():
            named[row[0]] = [str(alias) for alias in row[_PLACE_COLUMNS:]]
    for key in ("developers", "managers"):
        for short, full in (table.get(key) or {}).items():
            if full:
                named[full] = [f"{short}{word}" for word in _FIRM_WORDS]
    named |= _listed(table.get("respondents") or ())
    for full, others in named.items():
        target = respondent_id(_respondent_stem(full))
        put_nodes(tx, [Node(id=target, kind="respondent", name=full)])
        for alias in dict.fromkeys((full, _respondent_stem(full), *others)):
            put_alias(tx, Alias(kind="respondent", alias=alias, target=target), now=now)
    return len(named)


def _listed(rows: Any) -> dict[str, Sequence[str]]:  # noqa: ANN401
    """Respondents as a list of {name, aliases}, or by role with `<role>_aliases` beside `<role>_firm`."""
    if not isinstance(rows, Mapping):
        return {row["name"]: [str(alias) for alias in row.get("aliases") or ()] for row in rows}
    firms = {role: full for role, full in rows.items() if isinstance(full, str)}
    return {full: list(rows.get(f"{role.rpartition('_')[0]}_aliases") or ()) for role, full in firms.items()}


def _respondent_stem(name: str) -> str:
    found = find_respondents(name)
    return found[0].stem if len(found) == 1 and found[0].stem else name


def knowledge_of(tx: Tx) -> Knowledge:
    """What the office knows: its units, places and respondents by name and alias, and its own acts' short titles."""
    own = units(tx)
    by_alias = {alias: Known(u.id, u.name) for u in own.values() for alias in (*u.aliases, u.name) if len(alias) >= 2}
    names = {u.id: u.name for u in unit_table().values()} | {u.id: u.name for u in own.values()}
    found: dict[str, dict[str, Known]] = {"unit": by_alias, "place": _known_places(tx), "respondent": {}}
    dated = [one for kind, known in found.items() for one in _with_aliases(tx, kind, known, names)]
    home = setting(tx, _HOME, [])
    return Knowledge(
        units=found["unit"],
        places=found["place"],
        respondents=found["respondent"],
        titles=tuple(sorted({r.short_titles[0] for r in regulations(tx) if r.region and r.short_titles})),
        home=tuple(name for name in (*home[:1], *(f"本{home[0][-1]}" for _ in home[:1])) if name),
        dated=tuple(dated),
    )


def _with_aliases(tx: Tx, kind: str, known: dict[str, Known], names: Mapping[str, str]) -> Iterator[Dated]:
    """Puts the aliases into `known`; those with days of use also come out, with what else they stand for."""
    listed = [one for one in aliases(tx, kind) if kind != "respondent" or len(one.alias) >= 2]
    several = [(one, Known(one.target, names.get(one.target) or _named(one.target))) for one in listed]
    known |= {one.alias: node for one, node in several if not (one.valid_from or one.valid_to)}
    lasting = dict(known)
    for one, node in several:
        if one.valid_from or one.valid_to:
            known[one.alias] = node
            yield Dated(
                kind=kind,
                alias=one.alias,
                known=node,
                first=one.valid_from,
                last=one.valid_to,
                else_known=lasting.get(one.alias),
            )


def _known_places(tx: Tx) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for place in places(tx):
        for alias in (*place.aliases, place.stem, place.name):
            if len(alias) >= 2:
                known[alias] = Known(place.id, place.name, place.kind)
    return known


def _named(node_id: str) -> str:
    return node_id.partition(":")[2]
