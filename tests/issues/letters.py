"""Invented letters for the tests of common issues, and an office whose letters are read from real case lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from core.viewer import OFFICE
from ingest.gazetteer import load_gazetteer
from ingest.linking.knowledge import NOTHING_KNOWN
from ingest.petitions import Desk, ingest_petitions
from issues.letters import Letter
from issues.reading import Reading, names_in, read_letters
from records.database import Database, open_database
from records.items import find_items
from records.vault import Vault
from search.documents import Document
from search.encoder import Encoder
from search.letters import document_vectors

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
FIRST = date(2026, 3, 1)


def a_letter(id_: str, title: str, body: str = "", **fields: object) -> Letter:
    """A letter whose names are read from its title as the office would; a side of its own unless given."""
    values: dict[str, object] = {"side": id_, "day": FIRST, "names": names_in(title, NOTHING_KNOWN)}
    return Letter(id=id_, title=title, body=body or title, **(values | fields))  # type: ignore[arg-type]


def many(count: int, title: str, body: str, *, start: int = 0, **fields: object) -> list[Letter]:
    """`count` letters of different sides, a day apart, told in turn with other words around one matter."""
    around = ("住了多年。", "邻居都知道。", "去过几次也没有用。", "盼着早点办好。", "一家老小都受影响。")
    return [
        a_letter(
            f"item:t:{start + n:03d}",
            title,
            f"{around[n % 5]}{body}{around[(n + 2) % 5]}",
            day=FIRST + timedelta(days=n),
            **fields,
        )
        for n in range(count)
    ]


def no_vectors(letters: Sequence[Letter]) -> np.ndarray:
    """What an office without a model has: wording alone decides."""
    return np.zeros((len(letters), 8), dtype=np.float32)


def office_of(folder: Path, files: Sequence[Path], gazetteer: Path | None = None) -> Database:
    """A real office with these case lists in it."""
    database = open_database(f"sqlite:///{(folder / 'office.db').as_posix()}", home=folder)
    if gazetteer:
        with database.write() as tx:
            load_gazetteer(tx, gazetteer, now=NOW)
    desk = Desk(database, Vault(folder / "keys"), folder / "quarantine")
    ingest_petitions(desk, files, now=NOW, processes=1)
    return database


def read_with_vectors(database: Database, encoder: Encoder) -> tuple[Reading, np.ndarray]:
    """The letters of an office and the vectors its index would hold."""
    with database.read() as tx:
        items = {item.id: item for item in find_items(tx, OFFICE, order="id", limit=None)}
        reading = read_letters(tx, OFFICE)
    wanted = [items[letter.id] for letter in reading.letters]
    documents = [Document(id=i.id, title=i.title_masked, text=i.content_masked) for i in wanted]
    return reading, np.stack([rows[0] for rows in document_vectors(encoder, documents)])


def source_id(item_id: str) -> str:
    """The number the case list gave the item."""
    return item_id.rpartition(":")[2]


def best_f1(found: Sequence[set[str]], wanted: set[str]) -> tuple[float, set[str]]:
    """The F1 of the found group that fits `wanted` best, and that group."""
    best = max(found, key=lambda group: _f1(group, wanted), default=set())
    return _f1(best, wanted), best


def _f1(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
