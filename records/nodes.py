"""Nodes of the graph as rows: one for every noun, kept by the verbs that save the noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from core.errors import InputError
from core.kinds import NODE_LABELS
from core.petition import Node
from core.viewer import Viewer
from records.marks import mark
from records.tables.graph import node as table
from records.transactions import Tx, as_row, delete_among, select_among, upsert
from records.visibility import hidden_among, hidden_nodes, not_hidden


def put_nodes(tx: Tx, nodes: Sequence[Node]) -> None:
    """Inserts or overwrites nodes; the last of two with one id wins. Raises InputError for an unknown kind."""
    unknown = sorted({n.kind for n in nodes} - NODE_LABELS.keys())
    if unknown:
        raise InputError(f"不认识的节点种类：{'、'.join(unknown)}", f"可用的种类：{'、'.join(NODE_LABELS)}")
    upsert(tx, table, [as_row(n, table) for n in {n.id: n for n in nodes}.values()])
    # items are marked for every consumer where they are saved
    mark(tx, [n.id for n in nodes if n.kind != "item"], lane="bulk", consumers=("graph",))


def nodes(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> dict[str, Node]:
    """The nodes among `ids` that exist and the viewer may see, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    statement = sa.select(table).where(not_hidden(tx, viewer, table.c.id))
    found = {row.id: _node(row) for row in select_among(tx, statement, table.c.id, wanted)}
    shut = hidden_among(tx, viewer, found)
    return {id_: found[id_] for id_ in wanted if id_ in found and id_ not in shut}


def iter_nodes(
    tx: Tx, viewer: Viewer, kinds: Sequence[str] = (), *, after: str = "", batch: int = 1000
) -> Iterator[list[Node]]:
    """All visible nodes of `kinds` (of all, when empty) after the id `after`, in id order, in batches."""
    shut = hidden_nodes(tx, viewer)
    last = after
    while True:
        statement = sa.select(table).where(table.c.id > last, not_hidden(tx, viewer, table.c.id))
        if kinds:
            statement = statement.where(table.c.kind.in_(kinds))
        rows = tx.execute(statement.order_by(table.c.id).limit(batch)).all()
        if not rows:
            return
        last = rows[-1].id
        yield [_node(row) for row in rows if row.id not in shut]


def drop_nodes(tx: Tx, ids: Iterable[str]) -> int:
    """How many nodes were deleted; their links are the caller's."""
    return delete_among(tx, table, table.c.id, ids)


def _node(row: sa.Row[tuple[object, ...]]) -> Node:
    return Node(id=row.id, kind=row.kind, name=row.name, region=row.region, on=row.on, props=row.props)
