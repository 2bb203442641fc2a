"""Facets of a search (分面): what the matching letters have in common, counted, with names a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.office import Office
from core.taxonomy import label_of
from core.viewer import Viewer
from core.vocabulary import label
from records.database import Tx
from records.nodes import nodes
from records.units import unit_names
from search.asking import Query, asked
from search.demands import asked_demands
from search.filters import EVERYTHING, Filter

FIELDS: Mapping[str, str] = {
    "issue": "问题分类",
    "unit": "承办单位",
    "region": "地区",
    "place": "地点",
    "element": "要素",
    "tag": "标签",
    "outcome": "办理结果",
    "status": "状态",
    "channel": "渠道",
    "source": "来源",
    "year": "年份",
}
_CODED = {"outcome": "outcome", "status": "state", "channel": "channel"}
MOST = 60


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a field, how it reads, and how many matching letters have it."""

    value: str
    label: str
    count: int


def counted_facets(
    office: Office,
    viewer: Viewer,
    query: Query | None = None,
    wanted: Filter = EVERYTHING,
    *,
    names: Sequence[str] = tuple(FIELDS),
    limit: int = MOST,
) -> dict[str, list[Facet]]:
    """Field → its most frequent values among the letters above the floor of the query; of all letters without one.

    Counted is what the person may see and what the filter lets through; see `search.matching.facet_counts`.
    """
    index = office.index
    with office.database.read() as tx:
        questions = []
        if query is not None:
            ready = asked(tx, index, viewer, query)
            questions = [ready.question, *(one.question for one in asked_demands(index, ready))]
        counts = index.facets(names, viewer, wanted=wanted, questions=questions)
        return {name: _named(tx, viewer, name, counts[name][:limit]) for name in names}


def _named(tx: Tx, viewer: Viewer, name: str, counts: Iterable[tuple[str, int]]) -> list[Facet]:
    listed = list(counts)
    labels = _labels(tx, viewer, name, [value for value, _ in listed])
    return [Facet(value, labels.get(value) or value.partition(":")[2] or value, count) for value, count in listed]


def _labels(tx: Tx, viewer: Viewer, name: str, values: Sequence[str]) -> dict[str, str]:
    if name == "issue":
        return {value: label_of(value) or value for value in values}
    if name in _CODED:
        return {value: label(_CODED[name], value) or value for value in values}
    if name == "unit":
        return unit_names(tx, values)
    return {id_: node.name for id_, node in nodes(tx, viewer, values).items()} if name == "place" else {}
