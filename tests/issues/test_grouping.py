"""Average-link by components is the same as average-link over everything."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from issues import grouping
from issues.grouping import average_link, components

THRESHOLD = 0.6


def likeness(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(count // 6 + 1, 12)).repeat(6, axis=0)[:count] + 0.55 * rng.normal(size=(count, 12))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return ((points @ points.T + 1) / 2).astype(np.float32) ** 2


def edges_of(alike: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    one, other = np.triu_indices(len(alike), 1)
    return one, other, alike[one, other]


def groups(alike: np.ndarray) -> set[frozenset[int]]:
    return {
        frozenset(int(r) for r in cluster.rows)
        for rows in components(len(alike), edges_of(alike), THRESHOLD)
        for cluster in average_link(rows, alike[np.ix_(rows, rows)], THRESHOLD)
    }


@pytest.mark.parametrize("seed", range(5))
def test_same_as_over_everything(seed: int):
    alike = likeness(80, seed)
    distance = 1 - alike.astype(np.float64)
    np.fill_diagonal(distance, 0)
    labels = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - THRESHOLD, "distance")
    whole = {frozenset(np.flatnonzero(labels == n).tolist()) for n in set(labels)}
    assert groups(alike) == {group for group in whole if len(group) > 1}


def test_a_set_that_is_too_large_is_cut_at_a_higher_threshold(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(grouping, "LARGEST", 10)
    found = components(60, edges_of(likeness(60, 1)), 0.3)
    assert found and all(len(rows) <= 10 for rows in found)


def test_scores_are_the_mean_likeness_to_the_others():
    alike = np.array([[1, 0.9, 0.8], [0.9, 1, 0.7], [0.8, 0.7, 1]], dtype=np.float32)
    (cluster,) = average_link(np.arange(3), alike, 0.5)
    assert cluster.scores.tolist() == pytest.approx([0.85, 0.8, 0.75])
