"""Common issues found afresh, without what people decided, and the plain ways to find clusters beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from eval.bm25 import characters
from eval.gold import GoldSet
from eval.metrics import best_match, match_f1
from eval.outcomes import Outcome, of_clusters
from eval.ranking import Surroundings
from issues.confirmed import Decided
from issues.discovery import find_issues
from issues.reading import Reading, read_letters

Found = Sequence[frozenset[str]]
Finder = Callable[[], Found]
THRESHOLDS = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
"""Baselines get the best of these on the gold set itself, which favours them."""
_BLOCK = 2000


def clusters_outcome(gold: GoldSet, find: Finder) -> Outcome:
    """The outcome of one way to find clusters on a set with resolved ids."""
    return of_clusters(gold.clusters, find())


def our_events(where: Surroundings) -> Finder:
    """The product's events; what people confirmed is left out, or it would be measured against itself."""

    def find() -> Found:
        reading = _reading(where)
        vectors = where.index.vectors([letter.id for letter in reading.letters])
        if where.index.encoder is None:
            vectors = np.zeros_like(vectors)
        found = find_issues(reading, vectors, Decided(), as_of=where.day)
        return [frozenset(event.item_ids) for event in found.events]

    return find


def _reading(where: Surroundings) -> Reading:
    with where.database.read() as tx:
        return read_letters(tx, where.viewer)


def baseline_clusters(where: Surroundings, gold: GoldSet) -> dict[str, Finder]:
    """Connected groups of near letters: by characters, and by vectors where there are any."""
    return {"characters": lambda: _by_characters(where, gold), "vectors": lambda: _by_vectors(where, gold)}


def _by_characters(where: Surroundings, gold: GoldSet) -> Found:
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = _reading(where).letters
    texts = [f"{letter.title}\n{letter.body}" for letter in letters]
    rows = TfidfVectorizer(analyzer=characters, sublinear_tf=True).fit_transform(texts).tocsr()
    return _best_components([letter.id for letter in letters], rows, gold)


def _by_vectors(where: Surroundings, gold: GoldSet) -> Found:
    ids = [letter.id for letter in _reading(where).letters]
    return _best_components(ids, where.index.vectors(ids), gold)


def _best_components(ids: Sequence[str], rows: sparse.csr_matrix, gold: GoldSet) -> Found:
    near = _near(rows)
    found = (_components(ids, near, least) for least in THRESHOLDS)
    return max(
        found, key=lambda clusters: sum(match_f1(best_match(c.members, clusters), c.members) for c in gold.clusters)
    )


def _near(rows: sparse.csr_matrix) -> sparse.coo_matrix:
    """Pairs of rows with a cosine of at least the lowest threshold."""
    firsts, seconds, values = [], [], []
    for start in range(0, rows.shape[0], _BLOCK):
        product = rows[start : start + _BLOCK] @ rows.T
        block = (
            sparse.csr_matrix(product)
            if sparse.issparse(product)
            else sparse.csr_matrix(np.where(product >= THRESHOLDS[0], product, 0.0))
        )
        pairs = block.tocoo()
        keep = pairs.data >= THRESHOLDS[0]
        firsts.append(pairs.row[keep] + start)
        seconds.append(pairs.col[keep])
        values.append(pairs.data[keep])
    places = (np.concatenate(firsts), np.concatenate(seconds))
    return sparse.coo_matrix((np.concatenate(values), places), shape=(rows.shape[0],) * 2)


def _components(ids: Sequence[str], near: sparse.coo_matrix, least: float) -> Found:
    keep = near.data >= least
    linked = sparse.coo_matrix((near.data[keep], (near.row[keep], near.col[keep])), shape=near.shape)
    count, labels = connected_components(linked, directed=False)
    found: list[list[str]] = [[] for _ in range(count)]
    for id_, label in zip(ids, labels, strict=True):
        found[label].append(id_)
    return [frozenset(cluster) for cluster in found if len(cluster) > 1]
