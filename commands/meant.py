"""What a person types for a filter as what is stored: names of units and places, Chinese words for codes."""

from __future__ import annotations

from collections.abc import Mapping

from casework.office import Office
from core.elements import element_named
from core.errors import InputError
from core.taxonomy import class_by_label
from core.viewer import Viewer
from core.vocabulary import code_of
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge
from records.database import Tx
from records.node_finding import find_nodes

_CODED = {"status": "state", "outcome": "outcome", "channel": "channel"}
_NAMED = {"unit": "单位", "place": "地点"}
_MOST = 50

Chosen = Mapping[str, list[str] | None]


def meant_values(office: Office, viewer: Viewer, chosen: Chosen) -> dict[str, list[str] | None]:
    """The chosen values with names replaced by ids and words by codes. Raises InputError for a name nobody has."""
    with office.database.read() as tx:
        knowledge = knowledge_of(tx) if any(chosen.get(name) for name in _NAMED) else Knowledge()
        return {
            name: [one for value in values for one in _meant(tx, viewer, knowledge, (name, value))]
            if values
            else values
            for name, values in chosen.items()
        }


def _meant(tx: Tx, viewer: Viewer, knowledge: Knowledge, given: tuple[str, str]) -> list[str]:
    name, value = given
    if name in _CODED:
        return [code_of(_CODED[name], value) or value]
    if name == "issue" and not value.isdigit():
        found = class_by_label(value)
        return [found.code if found else value]
    if name == "element":
        return [element_named(value)]
    if name not in _NAMED or value.startswith(f"{name}:"):
        return [value]
    known = (knowledge.units if name == "unit" else knowledge.places).get(value)
    if known is not None:
        return [known.id]
    nodes = [node.id for node in find_nodes(tx, viewer, value, (name,), limit=_MOST)]
    if not nodes:
        raise InputError(f"没有叫“{value}”的{_NAMED[name]}", "请写来信中出现过的名称，例如：--place 清河苑")
    return nodes
