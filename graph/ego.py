"""The surroundings of one node: k steps out, never more nodes than a person can look at.

What does not fit is gathered in "还有 312 件" nodes, one for each node, kind of link and direction. People (信访人)
are shown where a letter leads to them, and never opened: nothing about them is listed or counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import NotFound
from core.ids import kind_of
from core.kinds import LINK_KINDS, UNCOUNTED_KINDS
from core.petition import Node
from core.viewer import Viewer
from graph.port import Counts, Direction, Graph, GraphLink, order_key
from graph.sentences import more as more_label

CAP = 200
MOST_HOPS = 3
AMONG = 4000
"""Most links read when drawing what the shown nodes have to do with each other."""


@dataclass(frozen=True, slots=True)
class More:
    """What is not drawn at one node: so many more by links of one kind in one direction."""

    anchor: str
    kind: str
    direction: Direction
    count: int

    @property
    def label(self) -> str:
        """`还有 312 件`."""
        return more_label(self.count)


@dataclass(frozen=True, slots=True)
class Ego:
    """The surroundings of `center`: nodes in the order found, links among them, and what is left out."""

    center: str
    nodes: tuple[Node, ...]
    links: tuple[GraphLink, ...]
    more: tuple[More, ...]
    hops: Mapping[str, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    anchor: str
    kind: str
    direction: Direction
    count: int


def ego(graph: Graph, center: str, viewer: Viewer, *, hops: int = 1, cap: int = CAP) -> Ego:
    """The surroundings of `center` within `hops` steps (1 to 3), at most `cap` nodes, gathered ones included.

    Raises NotFound when the node does not exist or the viewer may not see it.
    """
    with graph.reading() as still:
        return _ego(still, center, viewer, hops, cap)


def _ego(graph: Graph, center: str, viewer: Viewer, hops: int, cap: int) -> Ego:
    nodes = graph.nodes([center], viewer)
    if center not in nodes:
        raise NotFound(f"图谱中没有 {center}，或您无权查看", "请从检索结果或信访件页面进入图谱")
    if kind_of(center) in UNCOUNTED_KINDS:
        return Ego(center, (nodes[center],), (), (), {center: 0}, "信访人不展开：不列出、不统计其信访件")
    found: dict[str, int] = {center: 0}
    groups: list[_Group] = []
    links: list[GraphLink] = []
    note = ""
    for hop in range(1, min(hops, MOST_HOPS) + 1):
        frontier = [one for one, at in found.items() if at == hop - 1 and kind_of(one) not in UNCOUNTED_KINDS]
        here = _groups(frontier, graph.counts(frontier, viewer))
        share = _share(here, cap - len(found) - len(groups))
        if share < 1:
            note = f"第 {hop} 层内容太多，没有画出；请点开其中一个节点查看" if here else note
            break
        links += _links(graph, here, share, viewer)
        found |= dict.fromkeys(_new_ends(links, found), hop)
        groups += [one for one in here if one.count > share]
    nodes |= graph.nodes([one for one in found if one not in nodes], viewer)
    shown = {one: nodes[one] for one in found if one in nodes}
    drawn = _drawn([*links, *_leaving(graph, shown, viewer)], shown)
    return Ego(center, tuple(shown.values()), drawn, _left_out(groups, drawn), found, note)


def _groups(frontier: Sequence[str], counts: Mapping[str, Counts]) -> list[_Group]:
    order = list(LINK_KINDS)
    return [
        _Group(anchor, kind, direction, number)
        for anchor in frontier
        for (kind, direction), number in sorted(
            counts.get(anchor, {}).items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1] == "in")
        )
    ]


def _share(groups: Sequence[_Group], room: int) -> int:
    """How many nodes each group may show so that all fit into `room` with a gathered node for each rest."""
    if not groups:
        return 0
    low, high = 0, max(one.count for one in groups)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(one.count, middle) + (one.count > middle) for one in groups) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _links(graph: Graph, groups: Sequence[_Group], share: int, viewer: Viewer) -> list[GraphLink]:
    """The best links of each group: anchors that fit whole are asked for together, the others group by group."""
    large = {one.anchor for one in groups if one.count > share}
    whole = [one for one in groups if one.anchor not in large]
    found = []
    if whole:
        ids = list(dict.fromkeys(one.anchor for one in whole))
        found = graph.links(ids, limit=sum(one.count for one in whole), viewer=viewer)
    for one in groups:
        if one.anchor in large:
            wanted = min(one.count, share)
            found += graph.links([one.anchor], kinds=(one.kind,), direction=one.direction, limit=wanted, viewer=viewer)
    return found


def _new_ends(links: Iterable[GraphLink], found: Mapping[str, int]) -> list[str]:
    ends = (end for one in sorted(links, key=order_key) for end in (one.source, one.target))
    return [end for end in dict.fromkeys(ends) if end not in found]


def _leaving(graph: Graph, shown: Mapping[str, Node], viewer: Viewer) -> list[GraphLink]:
    """What shown nodes have to do with each other: every link leaves one of them, and few links leave any node."""
    ids = [one for one in shown if kind_of(one) not in UNCOUNTED_KINDS]
    return graph.links(ids, direction="out", limit=AMONG, viewer=viewer)


def _drawn(links: Iterable[GraphLink], shown: Mapping[str, Node]) -> tuple[GraphLink, ...]:
    inside = {one for one in links if one.source in shown and one.target in shown}
    return tuple(sorted(inside, key=order_key))


def _left_out(groups: Iterable[_Group], links: Iterable[GraphLink]) -> tuple[More, ...]:
    drawn: dict[tuple[str, str, Direction], int] = {}
    for one in links:
        ways: tuple[tuple[str, Direction], ...] = ((one.source, "out"), (one.target, "in"))
        for end, way in ways:
            drawn[(end, one.kind, way)] = drawn.get((end, one.kind, way), 0) + 1
    rest = ((one, one.count - drawn.get((one.anchor, one.kind, one.direction), 0)) for one in groups)
    return tuple(More(one.anchor, one.kind, one.direction, count) for one, count in rest if count > 0)
