"""Saved searches (存下的检索): what a person keeps asking, what it found so far, and what of it is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound
from core.ids import short_hash
from records.tables.saved_searches import saved_search as table
from records.tables.saved_searches import saved_search_hit as hits
from records.transactions import Tx, add, as_row, delete_among, insert_new, page

MOST = 50
"""Saved searches a person may have: each is asked again whenever something changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """One saved search of one person; `text` is masked, `like` an item, `made_with` the index it was last asked of."""

    id: str
    person: str
    title: str
    corpus: str = "petitions"
    text: str = ""
    like: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    made_with: str = ""
    created_at: datetime | None = None
    looked_at: datetime | None = None


def save_search(tx: Tx, one: SavedSearch) -> str:
    """The id under which the search is kept; saving the same again changes its title alone."""
    told = sorted((name, str(value)) for name, value in one.filters.items())
    id_ = f"search:{short_hash(one.person, one.corpus, one.text, one.like, repr(told))}"
    row = as_row(one, table) | {"id": id_}
    insert_new(tx, table, [row])
    tx.execute(sa.update(table).where(table.c.id == id_).values(title=one.title))
    return id_


def saved_searches(tx: Tx, person: str, *, limit: int | None = None, offset: int = 0) -> list[SavedSearch]:
    """The person's own saved searches, the newest first."""
    statement = sa.select(table).where(table.c.person == person).order_by(table.c.created_at.desc(), table.c.id)
    return [SavedSearch(**row._mapping) for row in tx.execute(page(statement, limit, offset))]


def every_saved_search(tx: Tx) -> list[SavedSearch]:
    """The saved searches of all persons, by id."""
    return [SavedSearch(**row._mapping) for row in tx.execute(sa.select(table).order_by(table.c.id))]


def saved_search(tx: Tx, person: str, id_: str) -> SavedSearch:
    """One saved search of the person. Raises NotFound for one that is not there or belongs to somebody else."""
    row = tx.execute(sa.select(table).where(table.c.id == id_, table.c.person == person)).first()
    if row is None:
        raise NotFound(f"没有存下的检索“{id_}”", "请用 python cli.py search saved list 查看自己存下的检索")
    return SavedSearch(**row._mapping)


def remove_search(tx: Tx, person: str, id_: str) -> None:
    """Forgets the search and what it found. Raises NotFound as `saved_search` does."""
    saved_search(tx, person, id_)
    delete_among(tx, hits, hits.c.search_id, [id_])
    delete_among(tx, table, table.c.id, [id_])


def note_hits(tx: Tx, id_: str, found: Iterable[str], *, made_with: str, now: datetime, fresh: bool) -> None:
    """Keeps what the search finds now: what was not there before is `fresh`, what it no longer finds goes.

    Nothing is kept of a search that was removed meanwhile.
    """
    if tx.execute(sa.update(table).where(table.c.id == id_).values(made_with=made_with)).rowcount == 0:
        return
    wanted = list(dict.fromkeys(found))
    known = set(tx.scalars(sa.select(hits.c.entity).where(hits.c.search_id == id_)))
    gone = known - set(wanted)
    if gone:
        tx.execute(sa.delete(hits).where(hits.c.search_id == id_, hits.c.entity.in_(sorted(gone))))
    for entity in wanted:
        if entity not in known:
            add(tx, hits, {"search_id": id_, "entity": entity, "fresh": fresh, "found_at": now})


def fresh_hits(tx: Tx, ids: Iterable[str]) -> dict[str, list[str]]:
    """Search → entities it found that the person has not looked at yet, in id order."""
    found: dict[str, list[str]] = {id_: [] for id_ in ids}
    statement = sa.select(hits.c.search_id, hits.c.entity).where(hits.c.fresh.is_(True), hits.c.search_id.in_(found))
    for search_id, entity in tx.execute(statement.order_by(hits.c.search_id, hits.c.entity)):
        found[search_id].append(entity)
    return found


def mark_looked(tx: Tx, id_: str, *, now: datetime) -> None:
    """The person has looked at everything the search found so far."""
    tx.execute(sa.update(hits).where(hits.c.search_id == id_).values(fresh=False))
    tx.execute(sa.update(table).where(table.c.id == id_).values(looked_at=now))
