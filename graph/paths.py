"""How two nodes are connected: the few paths that say something, with a Chinese sentence for each step.

A path through a class with ten thousand letters says nothing, one through a shared clause or estate does. So each
node on the way costs more the more links it has, nodes with very many links are dropped, and people (信访人) are
met only where both ends lead to the same one, never walked through.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from core.errors import Forbidden, InputError, NotFound
from core.ids import kind_of
from core.kinds import UNCOUNTED_KINDS
from core.petition import Node
from core.viewer import Viewer
from graph.port import Graph, GraphLink, order_key
from graph.sentences import called, sentence

MOST_STEPS = 4
HUB = 200
"""A node with more links is met but not walked on from: its neighbours have little to do with each other."""
DULL = 500
"""A node with more links connects everything with everything; a path through it explains nothing."""
MOST_LINKS = 4000
"""Most links collected from one end, the nodes with the fewest first."""

# What kind of connection says most: the matter itself, then its rules and place, then its class.
_COST = {
    "part_of": 0.5,
    "same_matter_candidate": 0.5,
    "related_matter": 0.8,
    "member_of": 0.8,
    "cites": 1.0,
    "rests_on": 1.0,
    "addresses": 1.0,
    "applied_to": 1.0,
    "located_at": 1.0,
    "complains_about": 1.0,
    "submitted_by": 1.0,
    "classified_as": 2.0,
    "kept_out_of": 2.5,
}
_USUAL_COST = 1.5


@dataclass(frozen=True, slots=True)
class Step:
    """One link on a path and what it says."""

    link: GraphLink
    sentence: str


@dataclass(frozen=True, slots=True)
class Path:
    """One way from start to end; the smaller its cost, the more it says."""

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    cost: float

    @property
    def sentence(self) -> str:
        """The whole path read aloud."""
        return "；".join(step.sentence for step in self.steps)


@dataclass(frozen=True, slots=True)
class Connection:
    """The paths between two nodes, best first, and a note where there is none."""

    paths: tuple[Path, ...]
    note: str = ""


def connect(
    graph: Graph, start: str, end: str, viewer: Viewer, *, most: int = 5, steps: int = MOST_STEPS
) -> Connection:
    """At most `most` paths of at most `steps` (up to 4) links from `start` to `end`, the most telling first.

    Raises NotFound for a node that does not exist or may not be seen, InputError for twice the same node,
    Forbidden when one of them is a person (信访人).
    """
    with graph.reading() as still:
        return _connect(still, (start, end), viewer, most, min(steps, MOST_STEPS))


def _connect(graph: Graph, pair: tuple[str, str], viewer: Viewer, most: int, steps: int) -> Connection:
    start, end = pair
    ends = _ends(graph, start, end, viewer)
    links = {*_around(graph, start, viewer), *_around(graph, end, viewer)}
    web = _web(links, start, end, steps)
    between = [one for one in web if one not in (start, end)]
    counts = graph.counts(between, viewer)
    weights = {one: sum(counts[one].values()) if one in counts else 0 for one in between}
    dull = {one for one, weight in weights.items() if weight > DULL}
    met = sorted(dull & set(web))
    web.remove_nodes_from(dull)
    found = _cheapest(web, weights, start, end, most=most, steps=steps)
    nodes = ends | graph.nodes(list(dict.fromkeys(one for way in found for one in way)), viewer)
    paths = tuple(_path(way, web, weights, nodes) for way in found if all(one in nodes for one in way))
    return Connection(paths, "" if paths else _note(graph.nodes(met[:3], viewer)))


def _ends(graph: Graph, start: str, end: str, viewer: Viewer) -> dict[str, Node]:
    if start == end:
        raise InputError("起点和终点是同一个节点", "请选择两个不同的节点")
    if {kind_of(start), kind_of(end)} & UNCOUNTED_KINDS:
        raise Forbidden("不查询信访人与其他节点的关联", "请选择信访件、事项、单位、条文等节点")
    nodes = graph.nodes([start, end], viewer)
    for one in (start, end):
        if one not in nodes:
            raise NotFound(f"图谱中没有 {one}，或您无权查看", "请从检索结果或信访件页面进入图谱")
    return nodes


def _around(graph: Graph, center: str, viewer: Viewer) -> list[GraphLink]:
    """Links within two steps of `center`; nodes with few links are walked on from first."""
    near = graph.links([center], limit=HUB, viewer=viewer)
    next_ones = sorted({one.other(center) for one in near})
    counts = {one: sum(many.values()) for one, many in graph.counts(next_ones, viewer).items()}
    room, chosen = MOST_LINKS, []
    for one in sorted(counts, key=lambda each: (counts[each], each)):
        room -= counts[one]
        if counts[one] > HUB or room < 0:
            break
        chosen.append(one)
    return near + (graph.links(sorted(chosen), limit=MOST_LINKS, viewer=viewer) if chosen else [])


def _web(links: Iterable[GraphLink], start: str, end: str, steps: int) -> nx.Graph:
    """The nodes and links that lie on some way of at most `steps` links between the two."""
    web = nx.Graph()
    for one in sorted(links, key=order_key):
        kept = web.get_edge_data(one.source, one.target)
        if kept is None or _cost(one) < _cost(kept["link"]):
            web.add_edge(one.source, one.target, link=one)
    if start not in web or end not in web:
        return nx.Graph()
    web.remove_nodes_from([one for one in web if kind_of(one) in UNCOUNTED_KINDS and {start, end} - set(web[one])])
    near = nx.single_source_shortest_path_length(web, start, steps)
    far = nx.single_source_shortest_path_length(web, end, steps)
    # Removed one by one rather than by `subgraph`, which would walk a set of strings in an order of its own.
    web.remove_nodes_from([one for one in web if near.get(one, steps + 1) + far.get(one, steps + 1) > steps])
    return web


def _cost(link: GraphLink) -> float:
    return _COST.get(link.kind, _USUAL_COST)


def _cheapest(
    web: nx.Graph, weights: Mapping[str, int], start: str, end: str, *, most: int, steps: int
) -> list[list[str]]:
    if start not in web or end not in web or not nx.has_path(web, start, end):
        return []

    def price(a: str, b: str, data: Mapping[str, GraphLink]) -> float:
        return _cost(data["link"]) + _toll(weights, a) / 2 + _toll(weights, b) / 2

    ways = islice(nx.shortest_simple_paths(web, start, end, weight=price), 10 * most)
    return [way for way in ways if len(way) <= steps + 1][:most]


def _toll(weights: Mapping[str, int], node: str) -> float:
    return math.log2(1 + weights.get(node, 0)) / 2


def _path(way: Sequence[str], web: nx.Graph, weights: Mapping[str, int], nodes: Mapping[str, Node]) -> Path:
    links = [web.edges[a, b]["link"] for a, b in pairwise(way)]
    cost = sum(_cost(one) for one in links) + sum(_toll(weights, one) for one in way)
    steps = tuple(Step(one, sentence(one, nodes[one.source], nodes[one.target])) for one in links)
    return Path(tuple(nodes[one] for one in way), steps, round(cost, 6))


def _note(dull: Mapping[str, Node]) -> str:
    if not dull:
        return "在四步之内没有找到有意义的关联"
    return f"只通过很常见的节点相连（{'、'.join(called(one) for one in dull.values())}），说明不了什么"
