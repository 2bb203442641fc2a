"""Leaving out what cannot be among the best changes no list."""

from __future__ import annotations

import numpy as np
import pytest

from search.contenders import NOTHING, Leg, contenders

WEIGHTS = (0.36, 0.54)


def _leg(figures: np.ndarray, depth: int) -> Leg:
    best = np.argsort(-figures, kind="stable")[:depth]
    return Leg(best, figures[best], float(figures[best[-1]]) if depth <= len(figures) else 0.0)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("k", [1, 10, 60])
def test_the_best_of_both_legs_are_never_left_out(seed: int, k: int) -> None:
    chance = np.random.default_rng(seed)
    figures = [chance.random(500) ** power for power in (6, 2)]
    legs = [_leg(one, 80) for one in figures]
    brought = np.unique(np.concatenate([leg.numbers for leg in legs]))
    scores = sum(weight * one[brought] for weight, one in zip(WEIGHTS, figures, strict=True))
    best = brought[np.argsort(-scores, kind="stable")[:k]]
    kept = contenders(list(zip(legs, WEIGHTS, strict=True)), k)
    assert set(best) <= set(kept) <= set(brought)
    assert k > 10 or len(kept) < len(brought)


def test_a_leg_that_brought_everything_leaves_nothing_open() -> None:
    words = Leg(np.array([3, 1]), np.array([0.9, 0.8]), 0.0)
    meaning = Leg(np.array([2, 1]), np.array([0.5, 0.4]), 0.4)
    assert contenders([(words, 0.5), (meaning, 0.5)], 1).tolist() == [1, 3]
    assert contenders([(words, 1.0), (NOTHING, 0.0)], 1).tolist() == [3]


def test_few_candidates_are_all_kept() -> None:
    assert contenders([(Leg(np.array([7, 4]), np.array([1.0, 0.1]), 0.1), 1.0), (NOTHING, 0.0)], 2).tolist() == [4, 7]
