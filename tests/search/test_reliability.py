"""How far shares hold: bins, calibration error, the floor below which a person judges."""

from __future__ import annotations

import numpy as np
import pytest

from search.reliability import reliability


def test_shares_that_hold_have_no_error_and_the_floor_is_where_half_are_right():
    chance = np.random.default_rng(1)
    shares = chance.uniform(0.1, 1.0, 5000)
    found = reliability(shares, chance.uniform(size=5000) < shares)
    assert found.error < 0.03
    assert found.floor == pytest.approx(0.5)
    assert sum(one.count for one in found.bins) == 5000


def test_boasting_shows():
    found = reliability([0.95] * 100, [True] * 40 + [False] * 60)
    assert found.error == pytest.approx(0.55) and found.floor == 1.0


def test_nothing_held_out():
    found = reliability([], [])
    assert (found.rows, found.error, found.floor) == (0, 0.0, 0.5)
