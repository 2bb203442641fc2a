"""What the names in a list from outside mean in this office: items, articles, acts; never accusations."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlalchemy as sa

from core.ids import article_id
from core.viewer import Viewer
from records.tables.law import article_text, regulation, regulation_version
from records.tables.petitions import item
from records.transactions import Tx, select_among
from records.visibility import shown_items

_ARTICLE_OF_DOC = re.compile(r"(?P<doc>.+)#(?P<number>\d+)(?:-(?P<sub>\d+))?")


def item_ids(tx: Tx, viewer: Viewer, names: Iterable[str]) -> dict[str, list[str]]:
    """Name → ids of the items that are called so (id, id in the source, register number); unknown names are absent.

    Items set aside as accusations and erased ones are not there for anybody.
    """
    wanted = list(dict.fromkeys(names))
    statement = sa.select(item.c.id, item.c.source_id, item.c.item_no).where(
        item.c.restricted == "", item.c.erased.is_(False), shown_items(tx, viewer)
    )
    found: dict[str, set[str]] = {}
    for column in (item.c.id, item.c.source_id, item.c.item_no):
        for row in select_among(tx, statement, column, wanted):
            found.setdefault(getattr(row, column.name), set()).add(row.id)
    return {name: sorted(found[name]) for name in wanted if name in found}


def article_names(tx: Tx, names: Iterable[str]) -> dict[str, str]:
    """Name → the name hits are compared by: ids and ids in the source as they are, `DOC#73` or `DOC#73-1` as an id."""
    wanted = list(dict.fromkeys(names))
    found: dict[str, str] = {}
    for column in (article_text.c.id, article_text.c.source_id):
        found |= {row[0]: row[0] for row in select_among(tx, sa.select(column).distinct(), column, wanted)}
    parts = {name: parted for name in wanted if name not in found and (parted := _ARTICLE_OF_DOC.fullmatch(name))}
    acts = act_names(tx, {parted["doc"] for parted in parts.values()})
    ids = {
        name: article_id(acts[parted["doc"]], int(parted["number"]), int(parted["sub"] or 0))
        for name, parted in parts.items()
        if parted["doc"] in acts
    }
    there = select_among(tx, sa.select(article_text.c.id).distinct(), article_text.c.id, set(ids.values()))
    known = {row.id for row in there}
    return found | {name: id_ for name, id_ in ids.items() if id_ in known}


def article_ids(tx: Tx, names: Iterable[str]) -> dict[str, str]:
    """Name → id of the article it means, by the same names as above; unknown ones are absent."""
    named = article_names(tx, names)
    columns = sa.select(article_text.c.source_id, article_text.c.id).distinct()
    by_source = {row.source_id: row.id for row in select_among(tx, columns, article_text.c.source_id, set(named))}
    return {name: by_source.get(meant, meant) for name, meant in named.items()}


def act_names(tx: Tx, names: Iterable[str]) -> dict[str, str]:
    """Name (id of an act, or of a document in its source) → id of the act."""
    wanted = list(dict.fromkeys(names))
    found = {row.id: row.id for row in select_among(tx, sa.select(regulation.c.id), regulation.c.id, wanted)}
    column = regulation_version.c.source_doc_id
    for row in select_among(tx, sa.select(column, regulation_version.c.regulation_id), column, wanted):
        found.setdefault(row.source_doc_id, row.regulation_id)
    return found
