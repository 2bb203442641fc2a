"""Reading links in one order on every database: score descending (none last), kind, ids in code points."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

import sqlalchemy as sa

from core.ids import kind_of
from core.petition import Evidence
from core.viewer import Viewer
from records.tables.graph import NO_SCORE
from records.tables.graph import evidence as evidences
from records.tables.graph import link as links
from records.transactions import Tx, chunks
from records.visibility import hidden_among, hidden_nodes, not_hidden

Direction = Literal["out", "in", "both"]
PAGE = 200


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link as it stands; `score` None means that none was given."""

    source: str
    kind: str
    target: str
    score: float | None

    @property
    def place(self) -> tuple[float, str, str, str]:
        """Where the link stands in the order of answers."""
        return (-(NO_SCORE if self.score is None else self.score), self.kind, self.source, self.target)


class LinkPage(TypedDict, total=False):
    """Which part of an answer: at most `limit` links (200; None for all) after the link `after`."""

    after: StoredLink | None
    limit: int | None


def links_of(
    tx: Tx,
    viewer: Viewer,
    ids: Iterable[str],
    kinds: Sequence[str] = (),
    *,
    direction: Direction = "both",
    **part: Unpack[LinkPage],
) -> list[StoredLink]:
    """Links at the nodes `ids` that the viewer may see, at most `limit`, those after `after` in the order.

    Order: score descending (none last), kind, source, target by code points. Revoked links are left out.
    """
    after, limit = part.get("after"), part.get("limit", PAGE)
    asked = list(dict.fromkeys(ids))
    shut = hidden_among(tx, viewer, asked)
    found: list[StoredLink] = []
    while True:
        condition = _condition(tx, viewer, kinds, after)
        room = None if limit is None else limit - len(found)
        some = _fetched(tx, [id_ for id_ in asked if id_ not in shut], direction, condition, room)
        found += _without_hidden(tx, viewer, some)
        if room is None or len(some) < room or len(found) == limit:
            return found
        after = some[-1]


def _fetched(
    tx: Tx, ids: list[str], direction: Direction, condition: sa.ColumnElement[bool], limit: int | None
) -> list[StoredLink]:
    found: dict[tuple[str, str, str], StoredLink] = {}
    for some in chunks(ids, 500):
        for column in _ends(direction):
            statement = _ordered(sa.select(links).where(column.in_(some), condition))
            for row in tx.execute(statement if limit is None else statement.limit(limit)).all():
                found[(row.source, row.kind, row.target)] = _stored(row)
    if limit is None:
        return sorted(found.values(), key=lambda link: link.place)
    return heapq.nsmallest(limit, found.values(), key=lambda link: link.place)


def _without_hidden(tx: Tx, viewer: Viewer, some: list[StoredLink]) -> list[StoredLink]:
    """A node at a visible item is visible; only links between other nodes can lead to what hangs on hidden items."""
    ends = {end for link in some if kind_of(link.source) != "item" for end in (link.source, link.target)}
    shut = hidden_among(tx, viewer, ends)
    return [link for link in some if link.source not in shut and link.target not in shut]


def _ends(direction: Direction) -> list[Any]:
    return {"out": [links.c.source], "in": [links.c.target], "both": [links.c.source, links.c.target]}[direction]


def _condition(tx: Tx, viewer: Viewer, kinds: Sequence[str], after: StoredLink | None) -> sa.ColumnElement[bool]:
    conditions = [links.c.revoked_at.is_(None), not_hidden(tx, viewer, links.c.source, links.c.target)]
    if kinds:
        conditions.append(links.c.kind.in_(kinds))
    if after is not None:
        score = NO_SCORE if after.score is None else after.score
        later = sa.tuple_(links.c.kind, links.c.source, links.c.target) > sa.tuple_(
            *(sa.literal(part) for part in (after.kind, after.source, after.target))
        )
        conditions.append(sa.or_(links.c.score < score, sa.and_(links.c.score == score, later)))
    return sa.and_(*conditions)


def _ordered(statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.order_by(links.c.score.desc(), links.c.kind, links.c.source, links.c.target)


def _stored(row: sa.Row[Any]) -> StoredLink:
    return StoredLink(row.source, row.kind, row.target, None if row.score == NO_SCORE else row.score)


def iter_links(tx: Tx, viewer: Viewer, kinds: Sequence[str] = (), *, batch: int = 2000) -> Iterator[list[StoredLink]]:
    """All links of `kinds` the viewer may see, by source, kind and target, in batches."""
    condition = _condition(tx, viewer, kinds, None)
    shut = hidden_nodes(tx, viewer)
    key = sa.tuple_(links.c.source, links.c.kind, links.c.target)
    last = ("", "", "")
    while True:
        beyond = key > sa.tuple_(*(sa.literal(part) for part in last))
        statement = sa.select(links).where(condition, beyond)
        rows = tx.execute(statement.order_by(links.c.source, links.c.kind, links.c.target).limit(batch)).all()
        if not rows:
            return
        last = (rows[-1].source, rows[-1].kind, rows[-1].target)
        yield [_stored(row) for row in rows if row.source not in shut and row.target not in shut]


def evidence_of(tx: Tx, viewer: Viewer, source: str, kind: str, target: str) -> list[Evidence]:
    """The evidence beneath one link that rests on records the viewer may see, strongest first."""
    statement = (
        sa.select(evidences)
        .where(evidences.c.source == source, evidences.c.kind == kind, evidences.c.target == target)
        .where(not_hidden(tx, viewer, evidences.c.source, evidences.c.target, evidences.c.record))
        .order_by(sa.func.coalesce(evidences.c.score, NO_SCORE).desc(), evidences.c.record, evidences.c.start)
        .order_by(evidences.c.digest)
    )
    return [_evidence(row) for row in tx.execute(statement)]


def _evidence(row: sa.Row[tuple[object, ...]]) -> Evidence:
    return Evidence(
        record=row.record,
        field=row.field,
        start=row.start,
        end=row.end,
        quote=row.quote,
        score=row.score,
        rule=row.rule,
        person=row.person,
        note=row.note,
    )
