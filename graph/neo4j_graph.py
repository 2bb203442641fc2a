"""The graph on a real Neo4j, with the same answers as the embedded one.

Restricted nodes are not in Neo4j at all (`restricted.py`), and what the server answers is checked against the
records before limits, because the projection may be a moment behind them.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from datetime import date
from itertools import islice
from typing import Any

from core.errors import IndexMismatch, PetitionGraphError, Unavailable
from core.petition import Node
from core.settings import Settings
from core.viewer import Viewer
from graph import cypher
from graph.neo4j_store import Neo4jStore, Stamp, Statement
from graph.port import (
    LIMIT,
    Counts,
    Direction,
    GraphLink,
    GraphStatus,
    checked_kinds,
    countable,
    export_kinds,
    order_key,
)
from graph.restricted import links_beside, read_from_records
from records.database import Database, Tx
from records.marks import backlog
from records.nodes import nodes as recorded
from records.visibility import hidden_items, hidden_nodes

SPARE = 20
"""Links asked for beyond the limit, so that a few hidden ones do not cost a second question."""
EXPORT_PAGE = 1000


class Neo4jGraph:
    """The graph of one office in a Neo4j database; holds the one driver of this process."""

    name = "Neo4j"

    def __init__(self, settings: Settings, database: Database) -> None:
        """Raises SettingsError for an address no driver can take; connects at the first question."""
        self.database = database
        self.store = Neo4jStore(settings)
        self._verified = False
        self._tx: Tx | None = None

    @contextmanager
    def reading(self) -> Iterator[Neo4jGraph]:
        """The same graph, checked against one state of the records."""
        if not self._verified:
            self.verify()
        with self._records() as tx:
            bound = copy(self)
            bound._tx = tx
            yield bound

    def _records(self) -> AbstractContextManager[Tx]:
        return self.database.read() if self._tx is None else nullcontext(self._tx)

    def close(self) -> None:
        """Closes all connections."""
        self.store.close()

    def verify(self) -> Stamp | None:
        """The stamp of the graph in Neo4j, when the server answers and holds this office's graph, or none yet.

        Raises Unavailable, SettingsError (password, address, database name) or IndexMismatch.
        """
        self._verified = False
        self.store.verify()
        stamp = self.store.stamp()
        if stamp is None:
            self.store.prepare()
        if stamp is not None and stamp.database_uuid != self.database.uuid:
            raise IndexMismatch(
                "Neo4j 里放的是另一个数据库的图谱，没有改动它",
                "请在设置中换一个 Neo4j（neo4j_uri）；确认旧图谱不再需要时，运行：python cli.py rebuild --take-over",
            )
        self._verified = True
        return stamp

    def _read(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        if not self._verified:
            self.verify()
        try:
            return self.store.read(Statement(text, parameters))
        except Unavailable:
            self._verified = False
            raise

    def nodes(self, ids: Collection[str], viewer: Viewer) -> dict[str, Node]:
        """The nodes among `ids` that exist and that `viewer` may see, in the order asked for."""
        with self._records() as tx:
            present = recorded(tx, viewer, ids)
            own = read_from_records(tx, viewer)
        rows = self._read(cypher.NODES, ids=[one for one in present if one not in own])
        found = {row["id"]: _node(row) for row in rows} | {one: present[one] for one in present if one in own}
        return {one: found[one] for one in present if one in found}

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
        with self._records() as tx:
            own = read_from_records(tx, viewer)
            beside = links_beside(tx, viewer, own, ids=ids, direction=direction)
            beside = [one for one in beside if (not wanted or one.kind in wanted) and _is_after(one, after)]
            pages = self._pages(
                cypher.links(wanted, direction, many=len(set(ids)) > 1), list(dict.fromkeys(ids)), after, limit
            )
            projected = (one for page in pages for one in _shown(tx, viewer, page, own))
            return list(islice(heapq.merge(projected, beside, key=order_key), limit))

    def _pages(self, text: str, ids: list[str], after: GraphLink | None, limit: int) -> Iterator[list[GraphLink]]:
        size = limit + SPARE
        while True:
            page = [_link(row) for row in self._read(text, ids=ids, after=_place(after), limit=size)]
            yield page
            if len(page) < size:
                return
            after, size = page[-1], 2 * size

    def counts(self, ids: Collection[str], viewer: Viewer) -> dict[str, Counts]:
        """How many visible links each node has; people (信访人) are left out."""
        with self._records() as tx:
            wanted = list(recorded(tx, viewer, countable(ids)))
            own = read_from_records(tx, viewer)
            hidden = sorted(hidden_items(tx, viewer) | hidden_nodes(tx, viewer) | own)
            beside = links_beside(tx, viewer, own, ids=wanted, direction="both")
        found: dict[str, dict[tuple[str, Direction], int]] = {}
        ways: tuple[Direction, Direction] = ("out", "in")
        for way in ways:
            rows = self._read(cypher.counts(way), ids=[one for one in wanted if one not in own], hidden=hidden)
            for row in rows:
                found.setdefault(row["id"], {})[(row["kind"], way)] = row["number"]
        for link in beside:
            for end, way in zip((link.source, link.target), ways, strict=True):
                if end in wanted:
                    here = found.setdefault(end, {})
                    here[(link.kind, way)] = here.get((link.kind, way), 0) + 1
        return {**found}

    def export(self, kinds: Collection[str], viewer: Viewer) -> Iterator[Node | GraphLink]:
        """All visible nodes of `kinds` by id, then the links among them by source, kind and target."""
        wanted = export_kinds(kinds)
        with self._records() as tx:
            own = read_from_records(tx, viewer)
            mine = sorted((n for n in recorded(tx, viewer, own).values() if n.kind in wanted), key=lambda one: one.id)
            beside = sorted(links_beside(tx, viewer, own, ids=own, direction="both"), key=_by_ids)
            seen: list[str] = []
            for node in heapq.merge(self._export_nodes(tx, wanted, viewer, own), mine, key=lambda one: one.id):
                seen.append(node.id)
                yield node
            among = set(seen)
            projected = self._export_links([one for one in seen if one not in own], wanted)
            for link in heapq.merge(projected, beside, key=_by_ids):
                if link.source in among and link.target in among:
                    yield link

    def _export_nodes(self, tx: Tx, kinds: Sequence[str], viewer: Viewer, own: Collection[str]) -> Iterator[Node]:
        after = ""
        while rows := self._read(cypher.EXPORT_NODES, after=after, kinds=list(kinds), limit=EXPORT_PAGE):
            present = recorded(tx, viewer, [row["id"] for row in rows])
            yield from (_node(row) for row in rows if row["id"] in present and row["id"] not in own)
            after = rows[-1]["id"]

    def _export_links(self, ids: Sequence[str], kinds: Sequence[str]) -> Iterator[GraphLink]:
        for start in range(0, len(ids), EXPORT_PAGE):
            part = list(ids[start : start + EXPORT_PAGE])
            yield from map(_link, self._read(cypher.EXPORT_LINKS, ids=part, kinds=list(kinds)))

    def status(self) -> GraphStatus:
        """Whether Neo4j answers just now and how many changes wait for it; never raises for a server that is away."""
        with self._records() as tx:
            waiting = backlog(tx)["graph"]
        behind = f"，{waiting} 项变更等待写入" if waiting else ""
        try:
            stamp = self.verify()
        except PetitionGraphError as error:
            return GraphStatus(self.name, False, f"{error.detail}{behind}；登记不受影响", waiting)
        if stamp is None:
            return GraphStatus(self.name, True, f"Neo4j 正常，图谱尚未写入{behind}", waiting)
        return GraphStatus(self.name, True, f"Neo4j 正常{behind or '，与登记库一致'}", waiting)


def _node(row: Mapping[str, Any]) -> Node:
    day = date.fromisoformat(row["on"]) if row["on"] else None
    props = json.loads(row["props"] or "{}")
    return Node(id=row["id"], kind=row["kind"], name=row["name"], region=row["region"], on=day, props=props)


def _link(row: Mapping[str, Any]) -> GraphLink:
    return GraphLink(row["source"], row["kind"], row["target"], row["measured"])


def _place(link: GraphLink | None) -> dict[str, object] | None:
    if link is None:
        return None
    score = 0.0 if link.score is None else link.score
    return {
        "none": link.score is None,
        "score": score,
        "kind": link.kind,
        "source": link.source,
        "target": link.target,
    }


def _is_after(link: GraphLink, after: GraphLink | None) -> bool:
    return after is None or order_key(link) > order_key(after)


def _by_ids(link: GraphLink) -> tuple[str, str, str]:
    return (link.source, link.kind, link.target)


def _shown(tx: Tx, viewer: Viewer, page: Iterable[GraphLink], own: Collection[str]) -> list[GraphLink]:
    links = list(page)
    present = recorded(tx, viewer, {end for one in links for end in (one.source, one.target)}).keys() - set(own)
    return [one for one in links if one.source in present and one.target in present]
