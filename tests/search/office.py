"""A small real office: SQLite records and an index with the toy encoder, filled through marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.ids import item_id
from core.petition import Item, Link, Node
from records.database import Database, open_database
from records.items import save_items
from records.links import put_links
from records.nodes import put_nodes
from search.index import SearchIndex
from search.projector import apply_search_marks
from tests.search.toy import ToyEncoder

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def new_office(home: Path) -> tuple[Database, SearchIndex]:
    database = open_database(f"sqlite:///{home}/office.db", home=home)
    index = SearchIndex(home / "index", ToyEncoder(), database.uuid)
    index.open_for_writing()
    return database, index


def petition(number: int, title: str, text: str, **fields: object) -> Item:
    values: dict[str, object] = {
        "id": item_id("test", str(number)),
        "source": "test",
        "source_id": str(number),
        "title": title,
        "title_masked": title,
        "content": text,
        "content_masked": text,
        "received_at": NOW,
    }
    return Item(**(values | fields))  # type: ignore[arg-type]


def keep(database: Database, items: Sequence[Item], links: Sequence[Link] = ()) -> None:
    with database.write() as tx:
        save_items(tx, items)
        put_nodes(
            tx,
            [
                Node(id=link.target, kind=link.target.partition(":")[0], name=link.target.partition(":")[2])
                for link in links
            ],
        )
        put_links(tx, links, now=NOW)


def settle(database: Database, index: SearchIndex) -> int:
    """How many marks were applied until none waited."""
    total = 0
    while done := apply_search_marks(database, index, "words", 100) or apply_search_marks(
        database, index, "vectors", 50
    ):
        total += done
    return total
