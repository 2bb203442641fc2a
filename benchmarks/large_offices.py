"""Offices with more generated letters than can be encoded here: the index is filled through its own writer.

Up to `LINKED` letters everything but the vectors comes by a real import: read, linked, masked, words by the worker.
Beyond, the letters' rows are written through `records` without linking (nobody waits seventeen minutes for a
benchmark), and place and class, which linking would have found, are put on the document as its facets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from benchmarks.generated import letters, matter_of, place_of, write_letters
from benchmarks.generated_vectors import AT_ONCE, put_like_vectors
from benchmarks.offices import load
from casework.office import SHANGHAI, Office
from casework.worker import settle
from core.garbage import rarely_collected
from core.ids import item_id
from core.petition import Item
from core.viewer import WORKER
from core.vocabulary import code_of
from records import marks
from records.items import iter_items, save_items
from records.transactions import chunks
from search.documents import Document
from search.sources import documents_of, petition_document

LINKED = 100_000
CONCLUDED = 0.7
ROWS = 20_000
_CLASSES = tuple(f"{1 + number % 6:02d}{1 + number // 6:02d}" for number in range(12))


def fill(office: Office, size: int) -> None:
    """Puts `size` letters into an empty office; everything can be found afterwards."""
    with rarely_collected():
        (_import if size <= LINKED else _write)(office, size)


def how_filled(size: int) -> str:
    """How an office of this size is filled, in words for a result file."""
    rows = "imported and linked" if size <= LINKED else "rows written without linking, place and class put on them"
    return f"{rows}; vectors made, not encoded"


def _import(office: Office, size: int) -> None:
    load(office, write_letters(office.home / "letters.csv", size, concluded=CONCLUDED), find=False)
    settle(office, vectors=False)
    office.index.open_for_writing()
    put_like_vectors(office.index, _stored(office))
    _forget_marks(office)
    office.index.close()


def _stored(office: Office) -> Iterator[Sequence[Document]]:
    with office.database.read() as tx:
        ids = [one.id for several in iter_items(tx, WORKER) for one in several]
    for part in chunks(ids, AT_ONCE):
        with office.database.read() as tx:
            found = documents_of(tx, "petitions", part)
        yield [document for several in found.values() for document in several]


def _write(office: Office, size: int) -> None:
    office.index.open_for_writing()
    put_like_vectors(office.index, _indexed(office, size))
    _forget_marks(office)
    office.index.close()


def _indexed(office: Office, size: int) -> Iterator[Sequence[Document]]:
    """The letters as documents, when their rows and words are written."""
    for rows in chunks(letters(size, concluded=CONCLUDED), ROWS):
        items = [_item(row) for row in rows]
        with office.database.write() as tx:
            save_items(tx, items)
        documents = [petition_document(item, _links(item)) for item in items]
        office.index.apply("petitions", documents)
        yield documents


def _links(item: Item) -> dict[str, set[str]]:
    return {"place": {f"place:{place_of(item.title)}"}, "issue": {f"class:{item.issue_code}"}}


def _item(row: dict[str, str]) -> Item:
    day = date.fromisoformat(row["信访日期"])
    title, text = row["标题"], row["诉求内容"]
    return Item(
        id=item_id("letters", row["信访编号"]),
        source="letters",
        source_id=row["信访编号"],
        received_at=datetime(day.year, day.month, day.day, tzinfo=SHANGHAI),
        title=title,
        content=text,
        title_masked=title,
        content_masked=text,
        issue_code=_CLASSES[matter_of(title)],
        state=code_of("state", row["办理状态"]) or "registered",
        outcome=code_of("outcome", row["处理结果"]),
        content_hash=row["信访编号"],
    )


def _forget_marks(office: Office) -> None:
    """What was put in by hand waits for nobody."""
    for consumer in ("words", "vectors"):
        while True:
            with office.database.write() as tx:
                taken = marks.take_marks(tx, consumer, limit=ROWS)
                marks.clear_marks(tx, consumer, taken)
            if not taken:
                break
