"""How many links nodes have, hidden ones and revoked ones left out before counting."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.viewer import Viewer
from records.link_reading import Direction
from records.tables.graph import link as links
from records.transactions import Tx, select_among
from records.visibility import hidden_nodes, not_hidden


def count_links(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> dict[str, dict[tuple[str, Direction], int]]:
    """Visible links of each node by link kind and by whether they lead `out` of it or `in`to it.

    Nodes without any link and nodes hidden from the viewer do not appear.
    """
    shut = hidden_nodes(tx, viewer)
    wanted = [one for one in dict.fromkeys(ids) if one not in shut]
    found: dict[str, dict[tuple[str, Direction], int]] = {}
    ends: tuple[tuple[Direction, sa.ColumnElement[str], sa.ColumnElement[str]], ...] = (
        ("out", links.c.source, links.c.target),
        ("in", links.c.target, links.c.source),
    )
    for direction, near, far in ends:
        statement = (
            sa.select(near, links.c.kind, sa.func.count())
            .where(links.c.revoked_at.is_(None), not_hidden(tx, viewer, near, far))
            .group_by(near, links.c.kind)
        )
        if shut:
            statement = statement.where(far.not_in(shut))
        for node, kind, number in select_among(tx, statement, near, wanted):
            found.setdefault(node, {})[(kind, direction)] = int(number)
    return found
