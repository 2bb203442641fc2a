"""Who may see what (BR-21, domain 7.2; 条例 30¶3, 46(五)): accusations only for their own handlers.

An item with `restricted` set is seen by the worker and by viewers it is assigned to, and even then not by a viewer
whose unit, or a unit above it, or who in person is the accused. What hangs on hidden items alone (their matter,
petitioner, respondent, place) is hidden with them. Every read applies these clauses before limits and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from core.kinds import LINK_KINDS
from core.viewer import Viewer
from records.tables.graph import link, node
from records.tables.office import unit
from records.tables.petitions import RESTRICTED, item
from records.transactions import SEEN, Tx, select_among

DERIVED_KINDS = ("matter", "petitioner", "respondent", "place", "issue")
"""Kinds of nodes that are seen only together with an item they hang on."""
_DERIVING_LINKS = tuple(
    kind
    for kind, one in LINK_KINDS.items()
    if any(source == "item" and target in DERIVED_KINDS for source, target in one.ends)
)


def handled_restricted(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of the restricted items this viewer handles and is not accused in."""
    if not viewer.assigned or viewer.sees_restricted:
        return frozenset()
    return _once(tx, "handled", viewer, lambda: _handled(tx, viewer))


def _handled(tx: Tx, viewer: Viewer) -> frozenset[str]:
    rows = select_among(
        tx, sa.select(item.c.id, item.c.respondent_text, item.c.unit_id).where(RESTRICTED), item.c.id, viewer.assigned
    )
    names = _own_names(tx, viewer)
    accused = _accused(tx, [row.id for row in rows])
    return frozenset(
        row.id
        for row in rows
        if not names & accused.get(row.id, frozenset()) and not _named(row.respondent_text, names)
    )


def _own_names(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """The viewer, the viewer's unit and every unit above it, by id, name and alias."""
    names = {viewer.name}
    current, steps = viewer.unit_id, 0
    while current and steps < 20:
        names.add(current)
        row = tx.execute(sa.select(unit.c.name, unit.c.aliases, unit.c.parent).where(unit.c.id == current)).first()
        if row is None:
            break
        names.update((row.name, *row.aliases))
        current, steps = row.parent, steps + 1
    return frozenset(name for name in names if name)


def _accused(tx: Tx, ids: list[str]) -> dict[str, frozenset[str]]:
    """Ids and names of the units and persons each item complains about."""
    statement = (
        sa.select(link.c.source, link.c.target, node.c.name)
        .outerjoin(node, node.c.id == link.c.target)
        .where(link.c.kind == "complains_about", link.c.revoked_at.is_(None))
    )
    found: dict[str, set[str]] = {}
    for source, target, name in select_among(tx, statement, link.c.source, ids):
        found.setdefault(source, set()).update(part for part in (target, name) if part)
    return {source: frozenset(names) for source, names in found.items()}


def _named(respondent_text: str, names: Iterable[str]) -> bool:
    return any(name in respondent_text for name in names if len(name) > 1)


def shown_items(tx: Tx, viewer: Viewer) -> sa.ColumnElement[bool]:
    """A condition on the table `item` that only rows the viewer may see and that were not erased fulfil."""
    present = item.c.erased.is_(False)
    if viewer.sees_restricted:
        return present
    open_to_all = item.c.restricted == ""
    handled = handled_restricted(tx, viewer)
    return sa.and_(present, sa.or_(open_to_all, item.c.id.in_(handled)) if handled else open_to_all)


def _shut(tx: Tx, viewer: Viewer) -> sa.Select[Any]:
    shut = sa.select(item.c.id).where(RESTRICTED)
    handled = handled_restricted(tx, viewer)
    return shut.where(item.c.id.not_in(handled)) if handled else shut


def not_hidden(tx: Tx, viewer: Viewer, *columns: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    """A condition that keeps rows whose `columns` name no item hidden from the viewer."""
    if viewer.sees_restricted:
        return sa.true()
    shut = _shut(tx, viewer).correlate(None)
    return sa.and_(*(column.not_in(shut) for column in columns))


def hidden_items(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of all items hidden from the viewer; few."""
    if viewer.sees_restricted:
        return frozenset()
    return _once(tx, "items", viewer, lambda: frozenset(tx.scalars(_shut(tx, viewer))))


def hidden_nodes(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of matters, petitioners, respondents, places and issues that hang on hidden items alone."""
    if viewer.sees_restricted:
        return frozenset()
    return _once(tx, "nodes", viewer, lambda: _hanging_on_hidden(tx, viewer))


def _hanging_on_hidden(tx: Tx, viewer: Viewer) -> frozenset[str]:
    statement = (
        sa.select(link.c.target)
        .distinct()
        .where(link.c.source.in_(_shut(tx, viewer).correlate(None)), link.c.kind.in_(_DERIVING_LINKS))
        .where(~_reached_openly(tx, viewer, link.c.target).correlate(link).exists())
    )
    return frozenset(target for target in tx.scalars(statement) if target.partition(":")[0] in DERIVED_KINDS)


def _reached_openly(tx: Tx, viewer: Viewer, target: Any) -> sa.Select[Any]:  # noqa: ANN401
    other, theirs = link.alias(), item.alias()
    return (
        sa.select(sa.literal(1))
        .select_from(other.join(theirs, theirs.c.id == other.c.source))
        .where(other.c.target == target, other.c.revoked_at.is_(None))
        .where(sa.or_(theirs.c.restricted == "", theirs.c.id.in_(handled_restricted(tx, viewer))))
    )


def hidden_among(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> frozenset[str]:
    """Those of `ids` that are `hidden_nodes`; cheap for few ids."""
    derived = [id_ for id_ in dict.fromkeys(ids) if id_.partition(":")[0] in DERIVED_KINDS]
    if viewer.sees_restricted or not derived:
        return frozenset()
    hidden_link = link.alias()
    touched = sa.select(sa.literal(1)).where(
        hidden_link.c.target == node.c.id, hidden_link.c.source.in_(_shut(tx, viewer).correlate(None))
    )
    openly = _reached_openly(tx, viewer, node.c.id).correlate(node).exists()
    statement = sa.select(node.c.id).where(~openly, touched.correlate(node).exists())
    return frozenset(row.id for row in select_among(tx, statement, node.c.id, derived))


def _once(tx: Tx, what: str, viewer: Viewer, find: Callable[[], frozenset[str]]) -> frozenset[str]:
    """What `find` finds, asked once in a reading transaction, which sees one state; always anew while writing."""
    seen: dict[tuple[str, Viewer], frozenset[str]] | None = tx.info.get(SEEN)
    if seen is None:
        return find()
    if (what, viewer) not in seen:
        seen[(what, viewer)] = find()
    return seen[(what, viewer)]


def visible(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> set[str]:
    """Those of `ids` (items and other nodes) that the viewer may know to exist."""
    wanted = set(ids)
    if viewer.sees_restricted:
        return wanted
    restricted = {row.id for row in select_among(tx, sa.select(item.c.id).where(RESTRICTED), item.c.id, wanted)}
    return wanted - (restricted - handled_restricted(tx, viewer)) - hidden_among(tx, viewer, wanted)
