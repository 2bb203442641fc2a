"""What the graph says about a selection, computed once for both stores: shared nodes, communities, centrality.

Everything is bounded by the selection it is asked about. People (信访人) are left out of every measure: they have no
counts, sizes or rankings; only that two letters come from the same person may be said of these two letters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from core.errors import Forbidden, InputError, NotFound
from core.ids import kind_of
from core.kinds import NODE_LABELS, UNCOUNTED_KINDS
from core.petition import Node
from core.viewer import Viewer
from graph.port import Graph, GraphLink
from graph.sentences import both, sentence

MOST_LINKS_EACH = 500
MOST_SELECTED = 10_000
LINKS_EACH = 40
"""Links that leave one node of a selection; more would be a mistake of the reader."""
RANKED_KINDS = frozenset({"issue", "unit", "article"})
"""Kinds that may be ranked: questions, bodies and rules, never people, villages or firms (domain 7.5)."""
_SEED = 20260101


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing two nodes have in common; the rarer it is, the greater its weight (0 to 1)."""

    node: Node
    kinds: tuple[str, ...]
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes of a selection that hang together, and what most of them share."""

    members: tuple[str, ...]
    shared: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One node by how central it is within a selection; `score` adds up to at most 1 over all nodes."""

    node: Node
    score: float
    links: int


def shared_by(graph: Graph, first: str, second: str, viewer: Viewer) -> tuple[Shared, ...]:
    """What two cases share, rarest first; links between the two themselves come before all.

    Raises NotFound for a node that does not exist or may not be seen, InputError for twice the same node.
    """
    if first == second:
        raise InputError("比较的是同一个节点", "请选择两个不同的节点")
    with graph.reading() as still:
        return _shared_by(still, first, second, viewer)


def _shared_by(graph: Graph, first: str, second: str, viewer: Viewer) -> tuple[Shared, ...]:
    ends = graph.nodes([first, second], viewer)
    for one in (first, second):
        if one not in ends:
            raise NotFound(f"图谱中没有 {one}，或您无权查看", "请从检索结果或信访件页面进入图谱")
    left = graph.links([first], limit=MOST_LINKS_EACH, viewer=viewer)
    right = graph.links([second], limit=MOST_LINKS_EACH, viewer=viewer)
    direct = [
        Shared(ends[second], (one.kind,), 1.0, sentence(one, ends[one.source], ends[one.target]))
        for one in left
        if one.other(first) == second
    ]
    pairs = _common({one.other(first): one for one in reversed(left)}, right, second)
    nodes = graph.nodes(list(pairs), viewer)
    counts = graph.counts(list(pairs), viewer)
    found = [
        Shared(
            nodes[one], tuple(sorted({a.kind, b.kind})), _rarity(sum(counts.get(one, {}).values())), both(a, nodes[one])
        )
        for one, (a, b) in pairs.items()
        if one in nodes
    ]
    return (*direct, *sorted(found, key=lambda one: (-one.weight, one.node.kind, one.node.id)))


def _common(left: dict[str, GraphLink], right: list[GraphLink], second: str) -> dict[str, tuple[GraphLink, GraphLink]]:
    return {one.other(second): (left[one.other(second)], one) for one in reversed(right) if one.other(second) in left}


def _rarity(links: int) -> float:
    """1 for what only these two share, falling with every doubling of its links; a person counts as rare."""
    return round(1 / max(1.0, math.log2(max(links, 2))), 6)


def communities(graph: Graph, ids: Collection[str], viewer: Viewer, *, smallest: int = 2) -> tuple[Community, ...]:
    """Groups of the selection that hang together through what they link to, largest first; the same on every run.

    Raises InputError for more than 10,000 ids.
    """
    web, names = _web(graph, ids, viewer)
    chosen = {number for number, name in enumerate(names) if name in set(ids)}
    groups = nx.community.louvain_communities(web, weight="weight", seed=_SEED) if len(web) else []
    found = []
    for group in groups:
        members = tuple(sorted(names[one] for one in group if one in chosen))
        if len(members) >= smallest:
            found.append((members, [names[one] for one in _most_linked(web, group - chosen, group)]))
    nodes = graph.nodes([one for _, shared in found for one in shared], viewer)
    made = [Community(members, tuple(nodes[one] for one in shared if one in nodes)) for members, shared in found]
    return tuple(sorted(made, key=lambda one: (-len(one.members), one.members)))


def _most_linked(web: nx.Graph, common: Collection[int], group: Collection[int]) -> list[int]:
    inside = {one: sum(1 for near in web[one] if near in group) for one in common}
    return sorted((one for one in inside if inside[one] > 1), key=lambda one: (-inside[one], one))[:5]


def central(graph: Graph, ids: Collection[str], kind: str, viewer: Viewer, *, limit: int = 20) -> tuple[Ranked, ...]:
    """The nodes of `kind` that the selection hangs on most (PageRank), at most `limit`.

    Raises Forbidden for any kind but issues, units and articles, InputError for more than 10,000 ids.
    """
    if kind not in RANKED_KINDS:
        allowed = "、".join(NODE_LABELS[one] for one in sorted(RANKED_KINDS))
        raise Forbidden(f"不对{NODE_LABELS.get(kind, kind)}排名", f"可以排名的只有：{allowed}")
    web, names = _web(graph, ids, viewer)
    ranks = nx.pagerank(web, weight="weight") if len(web) else {}
    wanted = [one for one in ranks if kind_of(names[one]) == kind]
    nodes = graph.nodes([names[one] for one in wanted], viewer)
    rows = [Ranked(nodes[names[one]], round(ranks[one], 9), web.degree(one)) for one in wanted if names[one] in nodes]
    return tuple(sorted(rows, key=lambda one: (-one.score, one.node.id))[:limit])


def _web(graph: Graph, ids: Collection[str], viewer: Viewer) -> tuple[nx.Graph, list[str]]:
    """The selection and what it links to, people left out; nodes are numbers, so that sets keep one order."""
    if len(ids) > MOST_SELECTED:
        raise InputError(f"一次最多分析 {MOST_SELECTED} 个节点，现在选了 {len(ids)} 个", "请缩小时间或地区范围")
    links: list[GraphLink] = []
    chosen = sorted(one for one in set(ids) if kind_of(one) not in UNCOUNTED_KINDS)
    for start in range(0, len(chosen), 500):
        part = chosen[start : start + 500]
        links += graph.links(part, direction="out", limit=LINKS_EACH * len(part), viewer=viewer)
    links = [one for one in links if kind_of(one.target) not in UNCOUNTED_KINDS]
    names = sorted({end for one in links for end in (one.source, one.target)})
    number = {name: place for place, name in enumerate(names)}
    common = Counter(one.target for one in links)
    web = nx.Graph()
    web.add_nodes_from(range(len(names)))
    for one in sorted(links, key=lambda each: (each.source, each.target, each.kind)):
        # What everything links to holds nothing together.
        web.add_edge(number[one.source], number[one.target], weight=1 / math.log2(1 + common[one.target]))
    return web, names
