"""Finding nodes by their name, for a search box: issues, units, places, regulations …; people (信访人) never."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.kinds import NODE_LABELS, UNCOUNTED_KINDS
from core.petition import Node
from core.viewer import Viewer
from records.nodes import nodes
from records.tables.graph import node as table
from records.transactions import Tx
from records.visibility import not_hidden

FINDABLE = tuple(kind for kind in NODE_LABELS if kind not in UNCOUNTED_KINDS)


def find_nodes(tx: Tx, viewer: Viewer, text: str, kinds: Sequence[str] = FINDABLE, *, limit: int = 20) -> list[Node]:
    """Nodes the viewer may see whose name holds `text`: the same name first, then the shorter one, then by id.

    A name of a person is nobody's to look up here: nodes of people are left out whatever `kinds` says.
    """
    wanted = [kind for kind in kinds if kind not in UNCOUNTED_KINDS]
    if not text.strip() or not wanted:
        return []
    held = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    statement = (
        sa.select(table.c.id)
        .where(table.c.kind.in_(wanted), table.c.name.like(f"%{held}%", escape="\\"))
        .where(not_hidden(tx, viewer, table.c.id))
        .order_by((table.c.name != text.strip()), sa.func.length(table.c.name), table.c.id)
    )
    ids = tx.scalars(statement.limit(limit * 2)).all()
    return list(nodes(tx, viewer, ids).values())[:limit]
