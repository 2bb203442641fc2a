"""Learners fed from the records: what the office labelled so far, with letter vectors from the cache."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.petition import Item
from core.viewer import Viewer
from records.database import Database
from records.items import iter_items
from search.documents import Document
from search.encoder import Encoder, Vectors
from search.index import SearchIndex
from search.labels import IssueLearner, LetterVectors, UnitLearner
from search.letters import Pieces, pieces
from search.projector import encoded


def learn_issues(database: Database, index: SearchIndex, viewer: Viewer) -> IssueLearner:
    """A learner of issue classes from all items the viewer may see. Raises InputError when too few are labelled."""
    return IssueLearner(_items(database, viewer), letter_vectors(database, index.encoder))


def learn_units(
    database: Database, index: SearchIndex, viewer: Viewer, *, known: frozenset[str] | None = None
) -> UnitLearner:
    """A learner of units; `known` are the source's own columns that questions carry. Raises InputError as above."""
    return UnitLearner(_items(database, viewer), letter_vectors(database, index.encoder), known=known)


def _items(database: Database, viewer: Viewer) -> list[Item]:
    with database.read() as tx:
        return [item for part in iter_items(tx, viewer) for item in part]


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
