"""The port every store of the graph answers: nodes, links, counts and export, each for one viewer.

Order everywhere: score descending (no score last), link kind, then ids in code points. Two stores over the
same records give the same answer, byte for byte. What the viewer may not see is left out before limits and
counts, so that nothing hidden can be guessed from what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from core.errors import Forbidden, InputError
from core.ids import kind_of
from core.kinds import LINK_KINDS, NODE_LABELS, UNCOUNTED_KINDS
from core.petition import Node
from core.viewer import Viewer

Direction = Literal["out", "in", "both"]
OrderKey = tuple[bool, float, str, str, str]
Counts = Mapping[tuple[str, Direction], int]
"""Visible links of one node, by link kind and by whether they lead out of it or into it."""

LIMIT = 200


@dataclass(frozen=True, slots=True)
class GraphLink:
    """A directed link between two nodes; `score` is None where nothing was measured."""

    source: str
    kind: str
    target: str
    score: float | None = None

    def other(self, node_id: str) -> str:
        """The end that is not `node_id`."""
        return self.target if self.source == node_id else self.source


@dataclass(frozen=True, slots=True)
class GraphStatus:
    """Whether the store answers, how far it is behind the records, and one Chinese sentence about it."""

    name: str
    ok: bool
    detail: str
    waiting: int = 0


class Graph(Protocol):
    """One store of the knowledge graph."""

    @property
    def name(self) -> str:
        """The store's name as shown: 内置图 or Neo4j."""

    def nodes(self, ids: Collection[str], viewer: Viewer) -> dict[str, Node]:
        """The nodes among `ids` that exist and that `viewer` may see."""

    def links(
        self,
        ids: Collection[str],
        *,
        kinds: Collection[str] = (),
        direction: Direction = "both",
        after: GraphLink | None = None,
        limit: int = LIMIT,
        viewer: Viewer,
    ) -> list[GraphLink]:
        """Links that touch one of `ids`, at most `limit` over all of them, in the port's order, after `after`."""

    def counts(self, ids: Collection[str], viewer: Viewer) -> dict[str, Counts]:
        """How many visible links each node has; nodes of people (信访人) are left out, they are never counted."""

    def export(self, kinds: Collection[str], viewer: Viewer) -> Iterator[Node | GraphLink]:
        """All visible nodes of `kinds` by id, then the links among them by ids; none named means all but people.

        Raises Forbidden when people (信访人) are asked for, InputError for an unknown kind.
        """

    def reading(self) -> AbstractContextManager[Graph]:
        """The same graph, answering every question from one state of the records until the context ends."""

    def status(self) -> GraphStatus:
        """Whether it answers just now; never raises for a server that is away."""

    def close(self) -> None:
        """Gives back what it holds."""


def order_key(link: GraphLink) -> OrderKey:
    """The port's order: score descending, no score last, kind, source and target in code points."""
    return (link.score is None, -(link.score or 0.0), link.kind, link.source, link.target)


def checked_kinds(kinds: Collection[str]) -> tuple[str, ...]:
    """The link kinds asked for, sorted; raises InputError for one that does not exist."""
    if unknown := sorted(set(kinds) - set(LINK_KINDS)):
        raise InputError(f"没有这种关系：{'、'.join(unknown)}", f"可用的关系：{'、'.join(sorted(LINK_KINDS))}")
    return tuple(sorted(set(kinds)))


def export_kinds(kinds: Collection[str]) -> tuple[str, ...]:
    """The node kinds to export, sorted; all but people when none is named."""
    if UNCOUNTED_KINDS & set(kinds):
        raise Forbidden("信访人不列入导出", "图谱导出只含信访件、事项、单位、法规等；信访人不列清单、不计数、不排名")
    if unknown := sorted(set(kinds) - set(NODE_LABELS)):
        raise InputError(f"没有这种节点：{'、'.join(unknown)}", f"可用的节点：{'、'.join(sorted(NODE_LABELS))}")
    return tuple(sorted(set(kinds) or set(NODE_LABELS) - UNCOUNTED_KINDS))


def countable(ids: Collection[str]) -> list[str]:
    """The ids whose links may be counted, each once: all but people (信访人)."""
    return [one for one in dict.fromkeys(ids) if kind_of(one) not in UNCOUNTED_KINDS]
