"""Reads of the graph on both stores, and the projection into Neo4j: `python -m benchmarks.graph_reads [PETITIONS]`."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.report import percentile, write_report
from core.petition import Item, Link, Node
from core.settings import Settings
from core.viewer import OFFICE
from graph.ego import ego
from graph.neo4j_graph import Neo4jGraph
from graph.neo4j_runtime import USER, prepare, server_in
from graph.neo4j_server import start, stop
from graph.paths import connect
from graph.port import Graph
from graph.projector import apply_graph_marks
from graph.sql_store import SqlGraph
from records.database import Database, open_database
from records.items import save_items
from records.links import put_links
from records.marks import mark
from records.nodes import put_nodes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZES = {"class": 120, "unit": 40, "place": 0, "matter": 0, "article": 400}
"""Nodes of each kind; places and matters grow with the petitions."""
ROUNDS = 60
Row = tuple[str, str, str, str]


def main(arguments: Sequence[str]) -> None:
    """Fills an office with generated petitions, projects it into a Neo4j of its own and times reads on both."""
    count = int(arguments[0]) if arguments else 20_000
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        database = open_database(f"sqlite:///{home / 'office.db'}")
        size = f"{_fill(database, count):,} nodes"
        server = start(server_in(home), prepare(Settings(home=home).cache))
        settings = Settings(home=home, neo4j_uri=server.uri, neo4j_user=USER, neo4j_password=server.password)
        projected = Neo4jGraph(settings, database)
        try:
            rows = [_projection(database, projected, size)]
            for graph in (SqlGraph(database), projected):
                rows += _reads(graph, count, size)
            write_report("graph_reads", "Graph: reads on both stores", rows)
        finally:
            projected.close()
            stop(server)
            database.close()


def _fill(database: Database, count: int) -> int:
    chance = random.Random(7)
    sizes = SIZES | {"place": max(50, count // 50), "matter": max(50, count // 3)}
    nodes = [Node(id=f"{kind}:{n}", kind=kind, name=f"{kind} {n}") for kind, many in sizes.items() for n in range(many)]
    with database.write() as tx:
        put_nodes(tx, nodes)
        mark(tx, [one.id for one in nodes], lane="bulk", consumers=("graph",))
    for first in range(0, count, 1000):
        items = [
            Item(id=f"item:b:{n}", source="b", source_id=str(n), title_masked=f"来信 {n}")
            for n in range(first, min(first + 1000, count))
        ]
        with database.write() as tx:
            save_items(tx, items)
            put_links(tx, [link for one in items for link in _links(one.id, sizes, chance)], now=NOW)
    return len(nodes) + count


def _links(item: str, sizes: dict[str, int], chance: random.Random) -> list[Link]:
    # Classes and units are as uneven as in real offices: a few of them hold most of the letters.
    uneven = int(sizes["class"] * chance.random() ** 3)
    made = [
        Link(source=item, kind="classified_as", target=f"class:{uneven}", score=round(chance.random(), 3)),
        Link(source=item, kind="names_unit", target=f"unit:{int(sizes['unit'] * chance.random() ** 2)}"),
        Link(source=item, kind="located_at", target=f"place:{chance.randrange(sizes['place'])}"),
        Link(source=item, kind="part_of", target=f"matter:{chance.randrange(sizes['matter'])}"),
    ]
    if chance.random() < 0.3:
        made.append(Link(source=item, kind="cites", target=f"article:{chance.randrange(sizes['article'])}"))
    return made


def _projection(database: Database, graph: Neo4jGraph, size: str) -> Row:
    begun, marks = time.perf_counter(), 0
    while applied := apply_graph_marks(database, graph, now=NOW):
        marks += applied
    seconds = time.perf_counter() - begun
    return ("projection into Neo4j", size, f"{seconds:.1f} s ({marks / seconds:,.0f} entities/s)", "–")


def _reads(graph: Graph, count: int, size: str) -> list[Row]:
    chance = random.Random(11)
    items = [f"item:b:{chance.randrange(count)}" for _ in range(2 * ROUNDS)]

    def timed(name: str, read: Callable[[int], object]) -> Row:
        read(ROUNDS)
        taken = []
        for number in range(ROUNDS):
            begun = time.perf_counter()
            read(number)
            taken.append(1000 * (time.perf_counter() - begun))
        middle, high = percentile(taken, 0.5), percentile(taken, 0.95)
        return (f"{graph.name}: {name}", size, f"p50 {middle:.0f} ms, p95 {high:.0f} ms", "–")

    return [
        timed("links of one petition", lambda n: graph.links([items[n]], viewer=OFFICE)),
        timed("links of the largest class", lambda n: graph.links(["class:0"], viewer=OFFICE)),
        timed("surroundings, 1 step", lambda n: ego(graph, items[n], OFFICE)),
        timed("surroundings, 2 steps", lambda n: ego(graph, items[n], OFFICE, hops=2)),
        timed("how two are connected", lambda n: connect(graph, items[n], items[n + ROUNDS - 1], OFFICE)),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
