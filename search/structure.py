"""What two petitions share in the graph: place, respondent, class, unit, articles (F30, F40)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.name_likeness import name_likeness
from core.petition import Item
from core.taxonomy import label_of
from search.table import Table
from search.weights import SHARED

LABELS = {
    "place": "同一地点",
    "respondent": "同一被反映对象",
    "issue": "同类问题",
    "unit": "同一承办单位",
    "article": "引用同一条文",
    "near_place": "地点名称相近",
    "near_respondent": "被反映对象名称相近",
}
_NAMED = frozenset({"place", "respondent"})
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """The part of the structure weight that is reached (0..1) and the ids of what is shared, by facet."""

    share: float
    ids: Mapping[str, tuple[str, ...]]

    def named(self, names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
        """What is shared by its names, under Chinese labels; `names` has those of units, places and articles."""
        return {
            LABELS[facet]: tuple(sorted({_shown(facet, id_, names) for id_ in ids})) for facet, ids in self.ids.items()
        }


@dataclass(frozen=True, slots=True)
class Facets:
    """What the question is about, as far as known: facet values, and its text for names of places in it."""

    values: Mapping[str, frozenset[str]]
    text: str


def facets_of_question(table: Table, text: str, item: Item | None) -> Facets:
    """Facets of the asked item where it is indexed; a pasted letter has its text alone."""
    number = table.number_of(item.id) if item else -1
    values = {name: frozenset(table.values(name, number)) for name in SHARED} if number >= 0 else {}
    return Facets(values, text)


def shared(table: Table, number: int, asked: Facets) -> Shared:
    """What the document with this number shares with the question."""
    total, ids = 0.0, {}
    for name, weight in SHARED.items():
        if name not in asked.values and name not in _NAMED:
            continue
        own = table.values(name, number)
        both = [value for value in own if value in asked.values.get(name, ()) or _named(name, value, asked.text)]
        share, found, shown = (1.0, both, name) if both else _nearly(name, own, asked)
        if share:
            total += weight * share
            ids[shown] = tuple(sorted(set(found)))[:3]
    return Shared(round(total, 6), ids)


def _named(name: str, value: str, text: str) -> bool:
    """True when a place or respondent of the document is named in the question's own words."""
    plain = _plain(value)
    return name in _NAMED and len(plain) >= _SHORTEST_NAME and plain in text


def _plain(value: str) -> str:
    return value.partition(":")[2]


def _nearly(name: str, own: tuple[str, ...], asked: Facets) -> tuple[float, list[str], str]:
    """What comes near to sharing: a class above both, a place or respondent whose name may be a typo of the other's."""
    if name not in _NAMED:
        return *_class_above(name, own, asked), name
    near = [(name_likeness(_plain(one), _plain(other)), one) for one in own for other in asked.values.get(name, ())]
    share, found = max(near, default=(0.0, ""))
    return share, [found], f"near_{name}"


def _class_above(name: str, own: tuple[str, ...], asked: Facets) -> tuple[float, list[str]]:
    """Half for classes that share their first two levels (four digits of the code)."""
    if name != "issue":
        return 0.0, []
    above = {value[:4] for value in asked.values.get("issue", ()) if len(value) >= 4}
    both = sorted({value[:4] for value in own} & above)
    return (0.5, both) if both else (0.0, [])


def _shown(facet: str, value: str, names: Mapping[str, str]) -> str:
    if facet == "issue":
        return label_of(value) or value
    return names.get(value) or _plain(value) or value
