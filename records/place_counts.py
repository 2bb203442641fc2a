"""Letters by place, for what the viewer may see: how many, from how many sides, about how many matters."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.periods import Span
from core.viewer import Viewer
from records.issue_counts import received_between
from records.tables.graph import link, node
from records.tables.office import place
from records.tables.petitions import item
from records.transactions import Tx
from records.visibility import shown_items

_SIDE = sa.func.coalesce(sa.func.nullif(item.c.petitioner_ref, ""), item.c.id)
_MATTER = sa.func.coalesce(sa.func.nullif(item.c.matter_id, ""), item.c.id)


_COUNTED = tuple(sa.func.count(sa.distinct(column)) for column in (item.c.id, _SIDE, _MATTER))
_PLACE_NODES = node.c.kind == "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Letters about a place; `repeats` are those beyond the first of their matter."""

    place_id: str
    name: str
    kind: str
    letters: int
    sides: int
    matters: int

    @property
    def repeats(self) -> int:
        """Letters that tell a matter again."""
        return self.letters - self.matters


def letters_at_places(tx: Tx, viewer: Viewer, days: Span, *, code: str = "", by_town: bool = False) -> list[PlaceCount]:
    """Every place with letters of these days, of classes that begin with `code`; a letter counts once a place.

    With `by_town` a place that lies in another counts there, each letter once.
    """
    target = sa.func.coalesce(sa.func.nullif(place.c.parent, ""), link.c.target) if by_town else link.c.target
    statement = (
        sa.select(target, *_COUNTED)
        .select_from(link)
        .join(item, item.c.id == link.c.source)
        .outerjoin(place, place.c.id == link.c.target)
        .where(link.c.kind == "located_at", link.c.revoked_at.is_(None))
        .where(shown_items(tx, viewer), received_between(days.first, days.last), *_of_class(code))
        .group_by(target)
    )
    told = {row.id: row for row in tx.execute(sa.select(node.c.id, node.c.name, node.c.props).where(_PLACE_NODES))}
    return [
        PlaceCount(
            place_id=id_,
            name=told[id_].name if id_ in told else id_.partition(":")[2],
            kind=str(told[id_].props.get("kind", "")) if id_ in told else "",
            letters=int(letters),
            sides=int(sides),
            matters=int(matters),
        )
        for id_, letters, sides, matters in sorted(tx.execute(statement), key=lambda row: str(row[0]))
    ]


def letters_in_regions(tx: Tx, viewer: Viewer, days: Span, *, code: str = "") -> list[PlaceCount]:
    """The same by the region the register gives, under the name it gives."""
    name = sa.func.coalesce(sa.func.nullif(item.c.region_text, ""), item.c.region_code)
    shown = (shown_items(tx, viewer), received_between(days.first, days.last), name != "", *_of_class(code))
    statement = sa.select(name, *_COUNTED).where(*shown).group_by(name)
    return [
        PlaceCount(place_id="", name=str(text), kind="region", letters=int(n), sides=int(sides), matters=int(matters))
        for text, n, sides, matters in sorted(tx.execute(statement), key=lambda row: str(row[0]))
    ]


def _of_class(code: str) -> list[sa.ColumnElement[bool]]:
    return [item.c.issue_code.startswith(code, autoescape=True)] if code else []
