"""The embedded graph (内置图): reads the rows of `node` and `link` as they are, so there is nothing to project."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from core.petition import Node
from core.viewer import Viewer
from graph.port import (
    LIMIT,
    Counts,
    Direction,
    GraphLink,
    GraphStatus,
    checked_kinds,
    countable,
    export_kinds,
)
from records.database import Database, Tx
from records.link_counts import count_links
from records.link_reading import StoredLink, iter_links, links_of
from records.nodes import iter_nodes, nodes


class SqlGraph:
    """The graph over the records of one office."""

    name = "内置图"

    def __init__(self, database: Database, tx: Tx | None = None) -> None:
        """`tx`: answer from this transaction alone; without it each question opens its own."""
        self.database = database
        self._tx = tx

    @contextmanager
    def reading(self) -> Iterator[SqlGraph]:
        """The same graph over one state of the records."""
        with self._read() as tx:
            yield SqlGraph(self.database, tx)

    def _read(self) -> AbstractContextManager[Tx]:
        return self.database.read() if self._tx is None else nullcontext(self._tx)

    def nodes(self, ids: Collection[str], viewer: Viewer) -> dict[str, Node]:
        """The nodes among `ids` that exist and that `viewer` may see."""
        with self._read() as tx:
            return nodes(tx, viewer, ids)

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
        """Links that touch one of `ids`, at most `limit`, in the port's order, after `after`."""
        wanted = checked_kinds(kinds)
        start = None if after is None else StoredLink(after.source, after.kind, after.target, after.score)
        with self._read() as tx:
            found = links_of(tx, viewer, ids, wanted, direction=direction, after=start, limit=limit)
        return [graph_link(one) for one in found]

    def counts(self, ids: Collection[str], viewer: Viewer) -> dict[str, Counts]:
        """How many visible links each node has; people (信访人) are left out."""
        with self._read() as tx:
            return {**count_links(tx, viewer, countable(ids))}

    def export(self, kinds: Collection[str], viewer: Viewer) -> Iterator[Node | GraphLink]:
        """All visible nodes of `kinds` by id, then the links among them by source, kind and target."""
        wanted = export_kinds(kinds)
        with self._read() as tx:
            seen: set[str] = set()
            for batch in iter_nodes(tx, viewer, wanted):
                seen.update(one.id for one in batch)
                yield from batch
            for part in iter_links(tx, viewer):
                yield from (graph_link(one) for one in part if one.source in seen and one.target in seen)

    def status(self) -> GraphStatus:
        """Always there: the links are the records."""
        return GraphStatus(self.name, True, "使用内置图，数据与登记库一致")

    def close(self) -> None:
        """Nothing to give back: the database is not ours."""


def graph_link(stored: StoredLink) -> GraphLink:
    """The stored link as the port gives it."""
    return GraphLink(stored.source, stored.kind, stored.target, stored.score)
