"""The texts of a corpus as baselines see them: what the index holds, masked, without accusations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.viewer import Viewer
from eval.gold import GoldSet
from records.database import Tx
from records.items import iter_items
from records.law import article_histories
from search.documents import CORPORA, Corpus
from search.index import SearchIndex
from search.sources import documents_of, entity_of, wordings

_CHUNK = 2000
Names = tuple[str, ...]
"""All names one answer may be meant by, its own id first."""


@dataclass(frozen=True, slots=True)
class Text:
    """One document: the names it may be meant by, and its words."""

    names: Names
    text: str


def texts_of(tx: Tx, index: SearchIndex, viewer: Viewer, gold: GoldSet, day: date) -> list[Text]:
    """Every text the set's questions may be answered with, in id order."""
    of = {"petitions": _petitions, "articles": _articles, "members": _members}
    assert set(of) == set(CORPORA)
    found = list(of[gold.corpus](tx, index, viewer, day))
    return [Text(one.names[2:], one.text) for one in found] if gold.level == "regulation" else found


def _entities(index: SearchIndex, corpus: Corpus) -> list[str]:
    table = index.snapshot(corpus).table
    alive = (table.ids[number] for number in range(table.count) if table.alive[number])
    return sorted({entity_of(id_) for id_ in alive})


def _petitions(tx: Tx, index: SearchIndex, viewer: Viewer, day: date) -> Iterator[Text]:
    for some in iter_items(tx, viewer):
        yield from (Text((item.id,), item.letter) for item in some if not item.restricted)


def _articles(tx: Tx, index: SearchIndex, viewer: Viewer, day: date) -> Iterator[Text]:
    ids = _entities(index, "articles")
    for first in range(0, len(ids), _CHUNK):
        for several in article_histories(tx, ids[first : first + _CHUNK]).values():
            for _, text, version, start, end in wordings(several):
                if start <= day and (end is None or day < end):
                    title = version.title.removeprefix("中华人民共和国")
                    yield Text((text.id, text.source_id, text.regulation_id), f"{title}\n{text.text}")


def _members(tx: Tx, index: SearchIndex, viewer: Viewer, day: date) -> Iterator[Text]:
    for several in documents_of(tx, "members", _entities(index, "members")).values():
        yield from (Text((entity_of(one.id),), f"{one.title}\n{one.text}") for one in several)
