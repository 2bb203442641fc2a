"""Spellings in letters that nearly match a name the office knows (名称核对, F13): found here, decided by a person.

Places and respondents are compared as the letters are linked to them; units also as letters write them, since a
misspelt unit is linked to nothing. Where the office has no list of its own, a name that many letters write counts as
known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.name_likeness import KnownNames, Near
from core.normal import fold
from core.petition import Item
from core.units import find_units, unit_table
from core.viewer import OFFICE
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge, Known
from records.item_reading import iter_items
from records.names import NamedNode, NameProposal, Sighting, named_nodes, quotes_of_node, sightings_of_node
from records.transactions import Tx

FREQUENT = 5
"""Letters that make a name known that no list holds."""
MORE_OFTEN = 3
"""How many times more letters write such a name than the spelling."""
_MOST_TARGETS = 2
_MOST_SPELLINGS = 5
_UNIT_END = re.compile(r"[局委办厅]|中心|大队|支队|派出所|街道办|管理所|服务站")
_LONGEST_UNIT = 14
_MOST_SIGHTINGS = 2000

Found = dict[NameProposal, list[Sighting]]


@dataclass(frozen=True, slots=True)
class _Target:
    """A known name: the node it leads to, its kind (estate, road, …), and the letters that write it."""

    id: str
    kind: str = ""
    letters: int = 0
    listed: bool = True


def find_names(tx: Tx) -> Found:
    """Every spelling in open letters that nearly matches a known name, with where it stands."""
    knowledge = knowledge_of(tx)
    found = linked_names(tx, knowledge)
    for proposal, seen in written_names(_letters(tx), knowledge).items():
        found.setdefault(proposal, []).extend(seen)
    return found


def linked_names(tx: Tx, knowledge: Knowledge) -> Found:
    """Names of places, respondents and units open letters are linked to that nearly match a known one."""
    found = _by_nodes(tx, "place", knowledge.places)
    found |= _by_nodes(tx, "respondent", knowledge.respondents)
    return found | _by_nodes(tx, "unit", _units(knowledge))


def _units(knowledge: Knowledge) -> dict[str, Known]:
    general = {alias: Known(u.id, u.name) for u in unit_table().values() for alias in (u.name, *u.aliases)}
    return general | dict(knowledge.units)


def _letters(tx: Tx) -> Iterator[Item]:
    return (one for batch in iter_items(tx, OFFICE) for one in batch if not one.restricted)


def _by_nodes(tx: Tx, kind: str, listed: Mapping[str, Known]) -> Found:
    several = named_nodes(tx, kind)
    targets = _targets(several, listed)
    names = KnownNames(targets)
    found: Found = {}
    ids = {known.id for known in listed.values()}
    for one in several:
        if one.name in listed or one.id in ids:
            continue
        for spelling, near in _fitting(one, _spellings(tx, kind, one), names, targets):
            proposal = _proposal(kind, spelling, targets[near.known].id, near)
            found[proposal] = sightings_of_node(tx, kind, one.id)[:_MOST_SIGHTINGS]
    return found


def _spellings(tx: Tx, kind: str, one: NamedNode) -> list[str]:
    """The name, and for respondents, whose names are kept without 置业有限公司, how letters write it."""
    if kind != "respondent":
        return [one.name]
    return list(dict.fromkeys([one.name, *quotes_of_node(tx, kind, one.id)[:_MOST_SPELLINGS]]))


def _targets(several: Sequence[NamedNode], listed: Mapping[str, Known]) -> dict[str, _Target]:
    letters = {one.id: one.letters for one in several}
    targets = {n.name: _Target(n.id, n.kind, n.letters, listed=False) for n in several if n.letters >= FREQUENT}
    return targets | {name: _Target(k.id, k.kind, letters.get(k.id, 0)) for name, k in listed.items()}


def _fitting(
    one: NamedNode, spellings: Sequence[str], names: KnownNames, targets: Mapping[str, _Target]
) -> list[tuple[str, Near]]:
    """The likeliest known names, one a target; never between kinds, never to a name hardly more frequent."""
    kept: dict[str, tuple[str, Near]] = {}
    for spelling, near in [(text, near) for text in spellings for near in names.near(text)]:
        target = targets[near.known]
        if target.id == one.id or (one.kind and target.kind and one.kind != target.kind):
            continue
        if target.listed or target.letters >= MORE_OFTEN * one.letters:
            kept.setdefault(target.id, (spelling, near))
    return list(kept.values())[:_MOST_TARGETS]


def written_names(letters: Iterable[Item], knowledge: Knowledge) -> Found:
    """Unit names in title, text and reply that no alias covers and one slip separates from an alias."""
    units = _units(knowledge)
    names = KnownNames(units)
    found: dict[NameProposal, list[Sighting]] = defaultdict(list)
    for item in letters:
        for field in ("title", "content", "reply"):
            for start, end, spelling, near in misspelt_units(getattr(item, field), names, knowledge):
                proposal = _proposal("unit", spelling, units[near.known].id, near)
                found[proposal].append(Sighting(item.id, field, start, end))
    return dict(found)


def misspelt_units(text: str, names: KnownNames, knowledge: Knowledge) -> Iterator[tuple[int, int, str, Near]]:
    """(start, end, spelling, what it may stand for) of unit names in `text` that are one slip away from an alias."""
    ends = [m.end() for m in _UNIT_END.finditer(text)] if text else []
    if not ends:
        return
    folded = fold(text)
    covered = [(m.end - len(m.alias), m.end) for m in find_units(folded, knowledge.unit_aliases)]
    for end in ends:
        if any(a < end <= b for a, b in covered):
            continue
        floor = max((b for _, b in covered if b <= end), default=0)
        for length in range(_LONGEST_UNIT, 2, -1):
            start = end - length
            if start < floor:
                continue
            near = [one for one in names.near(folded[start:end]) if "音近" in one.rule or "次序" in one.rule]
            if near and len(near[0].known) == length:
                yield start, end, folded[start:end], near[0]
                break


def _proposal(kind: str, spelling: str, target: str, near: Near) -> NameProposal:
    return NameProposal(kind=kind, spelling=spelling, target=target, known=near.known, rule=near.rule, score=near.score)
