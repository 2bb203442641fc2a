"""What the global search box asks: which page a number, a citation or a name means."""

from __future__ import annotations

from dataclasses import dataclass

from casework.case import find_case
from core.citations import find_citations
from core.errors import InputError, NotFound
from core.ids import kind_of
from core.viewer import Viewer
from records import law
from records.node_finding import find_nodes
from ui.wiring import the_office

SHORT = 60
"""Longer texts are letters, never names."""
PAGES = {"item": "case", "issue": "issue", "batch": "batch"}
NAMED = ("issue", "unit", "place", "respondent", "regulation", "package", "class")


@dataclass(frozen=True, slots=True)
class Destination:
    """A page and the id it shows; no id where the page is to be asked with the text itself."""

    page: str
    id: str = ""


def destination(viewer: Viewer, text: str) -> Destination:
    """Where `text` leads: a case by its number, law by citation or 文号, a name to its page, all else to a search."""
    if len(text) > SHORT or "\n" in text:
        return Destination("search")
    office = the_office()
    try:
        return Destination("case", find_case(office, viewer, text))
    except (NotFound, InputError):
        pass
    with office.database.read() as tx:
        cited = sum(one.end - one.start for one in find_citations(text))
        if cited * 2 > len(text) or law.find_regulations(tx, text):
            return Destination("law")
        named = next((node for node in find_nodes(tx, viewer, text, NAMED, limit=1) if node.name == text), None)
    if named is None:
        return Destination("search")
    return Destination(PAGES.get(kind_of(named.id), "graph"), named.id)
