"""Who may see what (BR-21, domain 7.2; 条例 30¶3, 46(五)): accusations only for their own handlers.

An item with `restricted` set is seen by the worker and by viewers it is assigned to, and even then not by a viewer
whose unit, or a unit above it, or who in person is the accused. What hangs on hidden items alone (their matter,
petitioner, respondent, place) is hidden with them. Every read applies these clauses before limits and counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from core.viewer import Viewer
from records.tables.graph import link, node
from records.tables.office import unit
from records.tables.petitions import RESTRICTED, item
from records.transactions import Tx, select_among

DERIVED_KINDS = ("matter", "petitioner", "respondent", "place", "issue")
"""Kinds of nodes that are seen only together with an item they hang on."""


def handled_restricted(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of the restricted items this viewer handles and is not accused in."""
    if not viewer.assigned or viewer.sees_restricted:
        return frozenset()
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
    return frozenset() if viewer.sees_restricted else frozenset(tx.scalars(_shut(tx, viewer)))


def hidden_nodes(tx: Tx, viewer: Viewer) -> frozenset[str]:
    """Ids of matters, petitioners, respondents, places and issues that hang on hidden items alone."""
    hidden = hidden_items(tx, viewer)
    if not hidden:
        return frozenset()
    reached = {
        target
        for (target,) in select_among(tx, sa.select(link.c.target).distinct(), link.c.source, hidden)
        if target.partition(":")[0] in DERIVED_KINDS
    }
    open_too = (
        sa.select(link.c.target)
        .distinct()
        .join(item, item.c.id == link.c.source)
        .where(link.c.revoked_at.is_(None), item.c.id.not_in(_shut(tx, viewer).correlate(None)))
    )
    return frozenset(reached - {target for (target,) in select_among(tx, open_too, link.c.target, reached)})


def visible(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> set[str]:
    """Those of `ids` (items and other nodes) that the viewer may know to exist."""
    wanted = set(ids)
    if viewer.sees_restricted:
        return wanted
    return wanted - hidden_items(tx, viewer) - hidden_nodes(tx, viewer)
