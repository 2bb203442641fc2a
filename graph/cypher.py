"""Cypher texts for Neo4j, built from the closed table of kinds; values travel as parameters, never in the text.

Every node carries the label `PetitionNode` beside its own, so that one uniqueness constraint serves all ids and
a site's other data in the same database are left alone.
"""

from __future__ import annotations

from collections.abc import Collection

from core.kinds import LINK_KINDS, NODE_LABELS
from graph.port import Direction

NODE = "PetitionNode"
META = "PetitionGraph"
CONSTRAINTS = (
    f"CREATE CONSTRAINT petition_node_id IF NOT EXISTS FOR (n:{NODE}) REQUIRE n.id IS UNIQUE",
    f"CREATE CONSTRAINT petition_graph_key IF NOT EXISTS FOR (m:{META}) REQUIRE m.key IS UNIQUE",
)
READ_META = f"MATCH (m:{META} {{key: 'projection'}}) RETURN m.database_uuid AS uuid, m.generation AS generation"
WRITE_META = f"MERGE (m:{META} {{key: 'projection'}}) SET m.database_uuid = $uuid, m.generation = $generation"
DELETE_META = f"MATCH (m:{META} {{key: 'projection'}}) DELETE m"
# One transaction of bounded size; asked again until nothing is left.
CLEAR = f"MATCH (n:{NODE}) WITH n LIMIT $limit DETACH DELETE n RETURN count(*) AS removed"
NODES = (
    f"UNWIND $ids AS id MATCH (n:{NODE} {{id: id}}) "
    "RETURN n.id AS id, n.kind AS kind, n.name AS name, n.region AS region, n.on AS on, n.props AS props"
)
KNOWN = f"UNWIND $ids AS id MATCH (n:{NODE} {{id: id}}) RETURN n.id AS id"
DELETE_NODES = f"UNWIND $ids AS id MATCH (n:{NODE} {{id: id}}) DETACH DELETE n"
DROP_OLD_LINKS = (
    f"UNWIND $rows AS row MATCH (n:{NODE} {{id: row.id}})-[r]->(m:{NODE}) "
    "WHERE NOT type(r) + ' ' + m.id IN row.keep DELETE r"
)
EXPORT_NODES = (
    f"MATCH (n:{NODE}) WHERE n.id > $after AND n.kind IN $kinds "
    "RETURN n.id AS id, n.kind AS kind, n.name AS name, n.region AS region, n.on AS on, n.props AS props "
    "ORDER BY n.id LIMIT $limit"
)
EXPORT_LINKS = (
    f"UNWIND $ids AS id MATCH (a:{NODE} {{id: id}})-[r]->(b:{NODE}) WHERE b.kind IN $kinds "
    "RETURN a.id AS source, toLower(type(r)) AS kind, b.id AS target, r.score AS measured "
    "ORDER BY source, kind, target"
)
_ARROWS: dict[Direction, tuple[str, str]] = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}
# A link's place in the port's order: no score last, score descending, kind, ids; `<>`-free so that null is safe.
_AFTER = (
    "WHERE $after IS NULL OR none > $after.none OR (none = $after.none AND (score < $after.score OR "
    "(score = $after.score AND (kind > $after.kind OR (kind = $after.kind AND (source > $after.source OR "
    "(source = $after.source AND target > $after.target)))))))"
)


def label(kind: str) -> str:
    """The label of a node kind: `item` → `Item`; KeyError for a kind outside the table."""
    if kind not in NODE_LABELS:
        raise KeyError(kind)
    return "".join(part.capitalize() for part in kind.split("_"))


def relation(kind: str) -> str:
    """The relationship type of a link kind: `names_unit` → `NAMES_UNIT`; KeyError for a kind outside the table."""
    if kind not in LINK_KINDS:
        raise KeyError(kind)
    return kind.upper()


def merge_nodes(kind: str) -> str:
    """Writes nodes of one kind from `$rows` of `{id, props}`; what they carried before is replaced."""
    return f"UNWIND $rows AS row MERGE (n:{NODE} {{id: row.id}}) SET n:{label(kind)}, n = row.props"


def merge_links(kind: str) -> str:
    """Writes links of one kind from `$rows` of `{source, target, score}` between nodes that are there."""
    return (
        f"UNWIND $rows AS row MATCH (a:{NODE} {{id: row.source}}) MATCH (b:{NODE} {{id: row.target}}) "
        f"MERGE (a)-[r:{relation(kind)}]->(b) SET r.score = row.score"
    )


def links(kinds: Collection[str], direction: Direction, *, many: bool = True) -> str:
    """Reads links that touch one of `$ids`, in the port's order, after `$after`, at most `$limit`.

    Only with `many` ids can a link be met from both ends, and must be told apart at a cost.
    """
    left, right = _ARROWS[direction]
    return (
        f"UNWIND $ids AS id MATCH (:{NODE} {{id: id}}){left}[r{_types(kinds)}]{right}(:{NODE}) "
        f"WITH {'DISTINCT ' if many else ''}r, "
        "startNode(r).id AS source, toLower(type(r)) AS kind, endNode(r).id AS target, "
        f"r.score IS NULL AS none, coalesce(r.score, 0.0) AS score {_AFTER} "
        "RETURN source, kind, target, r.score AS measured "
        "ORDER BY none, score DESC, kind, source, target LIMIT $limit"
    )


def counts(direction: Direction) -> str:
    """Counts by kind the links that lead `out` of, or `in`to, each of `$ids`; those to `$hidden` ids left out."""
    left, right = _ARROWS[direction]
    return (
        f"UNWIND $ids AS id MATCH (:{NODE} {{id: id}}){left}[r]{right}(m:{NODE}) WHERE NOT m.id IN $hidden "
        "RETURN id, toLower(type(r)) AS kind, count(*) AS number"
    )


def _types(kinds: Collection[str]) -> str:
    return ":" + "|".join(relation(kind) for kind in sorted(kinds)) if kinds else ""
