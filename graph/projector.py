"""Brings the graph in Neo4j up to the records: reads what is marked as it is now and writes it in one transaction.

Applying is idempotent, so a batch that was written but not acknowledged is simply written again. Each batch moves
the stamp in Neo4j one generation on and notes it in the records; when the two disagree by more than the one batch
that may have been cut off, the copy in Neo4j is of another time and is written anew.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from core.ids import kind_of
from core.kinds import LINK_KINDS
from core.petition import Node
from core.viewer import WORKER
from graph import cypher
from graph.neo4j_graph import Neo4jGraph
from graph.neo4j_store import Neo4jStore, Stamp, Statement
from graph.port import Direction, Graph, GraphLink, order_key
from graph.restricted import unprojected
from graph.sql_store import graph_link
from records.database import Database, Tx
from records.link_reading import links_of
from records.marks import Mark, acknowledge, clear_marks, mark, projected, take_marks
from records.nodes import iter_nodes, nodes
from records.visibility import DERIVED_KINDS

log = logging.getLogger(__name__)

CONSUMER = "graph"
BATCH = 2000
"""Marks applied in one transaction; the driver's documentation advises one to ten thousand rows."""
_NOTHING = "0"
_HANGS_ON_OTHERS = tuple(
    kind.kind for kind in LINK_KINDS.values() if any(s != "item" and t in DERIVED_KINDS for s, t in kind.ends)
)
"""Links from something else than an item to what hangs on items."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes: nodes, the links that leave the marked ones, and ids to forget."""

    nodes: tuple[Node, ...]
    sources: tuple[str, ...]
    links: tuple[GraphLink, ...]
    gone: tuple[str, ...]


def apply_graph_marks(database: Database, graph: Graph, limit: int = BATCH, *, now: datetime | None = None) -> int:
    """How many marks were applied; 0 when the graph has caught up.

    On the embedded graph marks are only cleared. `now` is noted beside the generation and decides nothing.
    Raises Unavailable when Neo4j is away (the marks wait), SettingsError for a wrong password, IndexMismatch when
    Neo4j holds the graph of another database.
    """
    moment = now or datetime.now(UTC)
    if not isinstance(graph, Neo4jGraph):
        return _discard(database, moment, limit)
    generation = _agreed_generation(database, graph, moment)
    with database.read() as tx:
        taken = take_marks(tx, CONSUMER, limit=limit)
        batch = _batch(tx, graph.store, [one.entity for one in taken])
    if not taken:
        return 0
    following = str(int(generation) + 1)
    stamp = Stamp(database.uuid, following)
    graph.store.write([*_statements(batch), _stamped(stamp)])
    with database.write() as tx:
        clear_marks(tx, CONSUMER, taken)
        acknowledge(tx, CONSUMER, generation=following, database_uuid=database.uuid, now=moment)
    return len(taken)


def rebuild_graph(database: Database, graph: Neo4jGraph, *, now: datetime | None = None) -> int:
    """How many nodes were marked to be written anew; whatever graph of ours Neo4j held is removed first.

    Also the way to take over a Neo4j that held another database's graph; only ever called on a person's order,
    or by the projector for this database's own outdated copy.
    """
    graph.store.verify()
    graph.store.prepare()
    graph.store.clear()
    number = _mark_everything(database)
    with database.write() as tx:
        acknowledge(tx, CONSUMER, generation=_NOTHING, database_uuid=database.uuid, now=now or datetime.now(UTC))
    graph.store.write([_stamped(Stamp(database.uuid, _NOTHING))])
    log.info("graph in Neo4j is written anew: %d nodes", number)
    return number


def _agreed_generation(database: Database, graph: Neo4jGraph, now: datetime) -> str:
    stamp = graph.verify()
    with database.read() as tx:
        noted = projected(tx, CONSUMER)
    if stamp is None or noted is None or not noted.generation or noted.database_uuid != database.uuid:
        rebuild_graph(database, graph, now=now)
        return _NOTHING
    # One ahead: the batch was written, and the process ended before it was noted.
    if int(stamp.generation) - int(noted.generation) not in (0, 1):
        rebuild_graph(database, graph, now=now)
        return _NOTHING
    return noted.generation


def _mark_everything(database: Database) -> int:
    number, last = 0, ""
    while True:
        with database.read() as tx:
            ids = [one.id for part in islice(iter_nodes(tx, WORKER, after=last, batch=5000), 1) for one in part]
        if not ids:
            return number
        with database.write() as tx:
            mark(tx, ids, lane="bulk", consumers=(CONSUMER,))
        number, last = number + len(ids), ids[-1]


def _discard(database: Database, now: datetime, limit: int) -> int:
    with database.read() as tx:
        taken: list[Mark] = take_marks(tx, CONSUMER, limit=limit)
        noted = projected(tx, CONSUMER)
    if taken:
        with database.write() as tx:
            clear_marks(tx, CONSUMER, taken)
            if noted is not None and noted.generation:
                # A Neo4j that is taken into use again later has missed these changes and must be written anew.
                acknowledge(tx, CONSUMER, generation="", database_uuid=database.uuid, now=now)
    return len(taken)


def _batch(tx: Tx, store: Neo4jStore, entities: Sequence[str]) -> Batch:
    shut = unprojected(tx)
    out = _links(tx, entities, "out")
    # What hangs on items alone may have been unprojected with them and comes back with all it leads to.
    hanging = {one.target for one in out if kind_of(one.target) in DERIVED_KINDS} - set(entities)
    there = {row["id"] for row in store.read(Statement(cypher.KNOWN, {"ids": sorted(hanging)}))} if hanging else set()
    back = sorted(hanging - there - shut)
    sources = [*dict.fromkeys(entities), *back]
    into = _links(tx, [one for one in entities if kind_of(one) == "item"], "in")
    into += [one for one in _links(tx, back, "in", kinds=_HANGS_ON_OTHERS) if kind_of(one.source) != "item"]
    links = {*out, *_links(tx, back, "out"), *into}
    every = nodes(tx, WORKER, [*sources, *(end for one in links for end in (one.source, one.target))])
    kept = {one: node for one, node in every.items() if one not in shut}
    gone = {*sources, *(one.target for one in out)} - kept.keys()
    return Batch(
        nodes=tuple(kept[one] for one in sorted(kept)),
        sources=tuple(one for one in sources if one in kept),
        links=tuple(one for one in sorted(links, key=order_key) if one.source in kept and one.target in kept),
        gone=tuple(sorted(gone)),
    )


def _links(tx: Tx, ids: Sequence[str], direction: Direction, kinds: Sequence[str] = ()) -> list[GraphLink]:
    found = links_of(tx, WORKER, ids, kinds, direction=direction, limit=None) if ids else []
    return [graph_link(one) for one in found]


def _statements(batch: Batch) -> Iterable[Statement]:
    """Constraints are there already; nodes come before links, and what is gone goes first."""
    if batch.gone:
        yield Statement(cypher.DELETE_NODES, {"ids": list(batch.gone)})
    for kind, rows in sorted(_node_rows(batch.nodes).items()):
        yield Statement(cypher.merge_nodes(kind), {"rows": rows})
    keep: dict[str, list[str]] = {one: [] for one in batch.sources}
    links: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in batch.links:
        if link.source in keep:
            keep[link.source].append(f"{cypher.relation(link.kind)} {link.target}")
        links[link.kind].append({"source": link.source, "target": link.target, "score": link.score})
    yield Statement(cypher.DROP_OLD_LINKS, {"rows": [{"id": one, "keep": kept} for one, kept in keep.items()]})
    for kind, rows in sorted(links.items()):
        yield Statement(cypher.merge_links(kind), {"rows": rows})


def _node_rows(every: Collection[Node]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in every:
        props = {
            "id": one.id,
            "kind": one.kind,
            "name": one.name,
            "region": one.region,
            "on": one.on.isoformat() if one.on else "",
            "props": json.dumps(dict(one.props), ensure_ascii=False, sort_keys=True, default=str),
        }
        rows[one.kind].append({"id": one.id, "props": props})
    return rows


def _stamped(stamp: Stamp) -> Statement:
    return Statement(cypher.WRITE_META, {"uuid": stamp.database_uuid, "generation": stamp.generation})
