"""What the graph pages ask of the office: the surroundings of nodes, ways between two, nodes by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casework.case import find_case
from core.errors import InputError, NotFound
from core.petition import Node
from core.viewer import Viewer
from graph.ego import CAP, More, ego
from graph.paths import connect
from graph.port import GraphLink
from records.node_finding import find_nodes as by_name
from records.nodes import nodes
from ui.wiring import the_office

SMALLEST = 20


@dataclass(frozen=True, slots=True)
class GraphView:
    """A piece of the graph to draw; `more` is what is not drawn at its nodes, `note` says why."""

    nodes: tuple[Node, ...]
    links: tuple[GraphLink, ...]
    centre: frozenset[str]
    more: tuple[More, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way between two nodes, read aloud and drawn."""

    sentence: str
    view: GraphView


def neighbourhood(viewer: Viewer, opened: Sequence[str], *, hidden: Collection[str] = (), cap: int = CAP) -> GraphView:
    """The surroundings of all `opened` nodes together, at most `cap` nodes, kinds in `hidden` left out.

    Raises NotFound for a node that does not exist or may not be seen.
    """
    graph = the_office().graph
    share = max(SMALLEST, cap // max(1, len(opened)))
    found: dict[str, Node] = {}
    links: dict[GraphLink, None] = {}
    more: list[More] = []
    notes: list[str] = []
    for center in opened:
        part = ego(graph, center, viewer, cap=share)
        found |= {node.id: node for node in part.nodes}
        links |= dict.fromkeys(part.links)
        more += part.more
        notes += [part.note] if part.note else []
    shown = [node for node in found.values() if node.kind not in hidden or node.id in opened][:cap]
    ids = {node.id for node in shown}
    return GraphView(
        tuple(shown),
        tuple(link for link in links if link.source in ids and link.target in ids),
        frozenset(opened),
        tuple(one for one in more if one.anchor in ids),
        "\n".join(dict.fromkeys(notes)),
    )


def connections(viewer: Viewer, start: str, end: str) -> tuple[tuple[Way, ...], str]:
    """The most telling ways between two nodes, and a note where there is none."""
    found = connect(the_office().graph, start, end, viewer, most=3)
    ways = [
        Way(path.sentence, GraphView(path.nodes, tuple(step.link for step in path.steps), frozenset((start, end))))
        for path in found.paths
    ]
    return tuple(ways), found.note


def find_nodes(viewer: Viewer, text: str) -> list[Node]:
    """Nodes by name, or the item with this number; people are never looked up."""
    office = the_office()
    try:
        ids = [find_case(office, viewer, text)]
    except (NotFound, InputError):
        ids = []
    with office.database.read() as tx:
        exact = list(nodes(tx, viewer, ids).values())
        return exact or by_name(tx, viewer, text, limit=8)


def name_of(viewer: Viewer, node_id: str) -> str:
    """The name of a node, or its id where it may not be seen."""
    found = the_office().graph.nodes([node_id], viewer)
    return found[node_id].name or node_id if node_id in found else node_id
