"""What never leaves the records: accusations (检举控告) and what hangs on them alone.

A graph server has its own users and its own copies, so nothing restricted is projected. For the few viewers who
handle an accusation, its part of the graph is read from the records and laid over what the server answers.
"""

from __future__ import annotations

from collections.abc import Collection

from core.viewer import OFFICE, Viewer
from graph.port import Direction, GraphLink, order_key
from graph.sql_store import graph_link
from records.database import Tx
from records.link_reading import links_of
from records.visibility import hidden_items, hidden_nodes


def unprojected(tx: Tx) -> frozenset[str]:
    """Ids of the nodes that are never projected: hidden from an ordinary viewer."""
    return hidden_items(tx, OFFICE) | hidden_nodes(tx, OFFICE)


def read_from_records(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of the unprojected nodes that this viewer may see; empty for almost everyone."""
    if not viewer.assigned and not viewer.sees_restricted:
        return frozenset()
    return unprojected(tx) - hidden_items(tx, viewer) - hidden_nodes(tx, viewer)


def links_beside(
    tx: Tx, viewer: Viewer, own: Collection[str], *, ids: Collection[str], direction: Direction
) -> list[GraphLink]:
    """Links of the nodes `own` that touch `ids` in `direction`, in the port's order."""
    near = set(ids)
    found = links_of(tx, viewer, own, direction="both", limit=None) if own else []
    return sorted((graph_link(one) for one in found if _touches(graph_link(one), near, direction)), key=order_key)


def _touches(link: GraphLink, ids: set[str], direction: Direction) -> bool:
    return (direction != "in" and link.source in ids) or (direction != "out" and link.target in ids)
