"""Learners fed from the records: what the office labelled so far, with letter vectors from the cache.

What was learned is kept in the office's home, and learned anew when the labelled rows have changed.
Accusations are never learned from, whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.petition import Item
from core.viewer import OFFICE
from records.database import Database
from records.items import items
from records.labelled import labelled
from search import learned_store
from search.documents import Document
from search.encoder import Encoder, Vectors
from search.labels import IssueLearner, LetterVectors, UnitLearner
from search.letters import Pieces, pieces
from search.projector import encoded
from search.suggestion import MOST

Kind = Literal["issue", "unit"]


@dataclass(frozen=True, slots=True)
class Learning:
    """Where to learn and to keep what was learned; `near` lets rows differ a little, for a screen that cannot wait."""

    database: Database
    encoder: Encoder | None
    folder: Path
    near: bool = False


def learn_issues(where: Learning) -> IssueLearner:
    """A learner of issue classes. Raises InputError when too few items are labelled."""
    vectors = letter_vectors(where.database, where.encoder)
    rows = _rows(where, "issue")
    name = learned_store.name_of("issue", _encoder(where))
    if (parts := _kept(where, name, rows)) is not None:
        return IssueLearner.unpacked(parts, vectors)
    learner = IssueLearner(_items(where, rows), vectors)
    learned_store.save(where.folder, name, learner.packed() | _told(rows))
    return learner


def learn_units(where: Learning, *, known: Collection[str] | None = None) -> UnitLearner:
    """A learner of units; `known` are the source's own columns that questions carry. Raises InputError as above."""
    vectors = letter_vectors(where.database, where.encoder)
    rows = _rows(where, "unit")
    columns = ["*"] if known is None else sorted(known)
    name = learned_store.name_of("unit", _encoder(where), *columns)
    if (parts := _kept(where, name, rows)) is not None:
        return UnitLearner.unpacked(parts, vectors)
    learner = UnitLearner(_items(where, rows), vectors, known=known)
    learned_store.save(where.folder, name, learner.packed() | _told(rows))
    return learner


def _rows(where: Learning, kind: Kind) -> list[tuple[str, str]]:
    """Id and label of what is learned from."""
    with where.database.read() as tx:
        found = labelled(tx, OFFICE, limit=MOST)
    told = [(one.id, one.issue if kind == "issue" else one.unit) for one in found]
    return [(id_, label) for id_, label in told if label]


def _items(where: Learning, rows: Sequence[tuple[str, str]]) -> list[Item]:
    with where.database.read() as tx:
        return list(items(tx, OFFICE, [id_ for id_, _ in rows]).values())


def _kept(where: Learning, name: str, rows: Sequence[tuple[str, str]]) -> dict[str, NDArray[Any]] | None:
    parts = learned_store.load(where.folder, name)
    if parts is None:
        return None
    told = _told(rows)
    return parts if learned_store.fits(parts, told["ids"], told["rows"], near=where.near) else None


def _told(rows: Sequence[tuple[str, str]]) -> dict[str, NDArray[Any]]:
    ids = learned_store.fingerprints([(id_, "") for id_, _ in rows])
    return {"ids": ids, "rows": learned_store.fingerprints(rows)}


def _encoder(where: Learning) -> str:
    return where.encoder.name if where.encoder else ""


def letter_vectors(database: Database, encoder: Encoder | None) -> LetterVectors:
    """Vectors of whole letters, without the title's extra share; cached with the item that owns them."""

    def of(items: Sequence[Item]) -> Vectors | None:
        if encoder is None:
            return None
        found = np.empty((len(items), encoder.dimension), dtype=np.float32)
        kept = [place for place, item in enumerate(items) if item.id]
        drafts = [place for place, item in enumerate(items) if not item.id]
        if kept:
            found[kept] = encoded(database, encoder, [_first(items[p]) for p in kept], [items[p].id for p in kept])
        if drafts:  # nobody owns a draft's vector, so it is not cached
            texts = [_first(items[p]).passages[0] for p in drafts]
            found[drafts] = encoder.encode_passages(texts).astype(np.float16).astype(np.float32)
        return found

    return of


def _first(item: Item) -> Pieces:
    whole = pieces(Document(id=item.id, title=item.title_masked, text=item.content_masked))
    return Pieces("", whole.passages[:1])
