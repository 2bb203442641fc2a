"""What was learned is kept without pickle, answers byte for byte, and is learned anew when labels change."""

from __future__ import annotations

import numpy as np

from search import learned_store as store
from search.labels import IssueLearner, UnitLearner
from tests.search.test_labels import items, no_vectors


def test_a_stored_learner_answers_as_the_fresh_one(tmp_path):
    for kind, learner in (("i", IssueLearner), ("u", UnitLearner)):
        fresh = learner(items(240), no_vectors)
        store.save(tmp_path, f"{kind}.npz", fresh.packed())
        again = learner.unpacked(store.load(tmp_path, f"{kind}.npz"), no_vectors)
        assert again.suggest(items(9)) == fresh.suggest(items(9))
        assert again.reliability == fresh.reliability


def test_a_damaged_file_is_learned_anew(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04 half a file")
    assert store.load(tmp_path, "a.npz") is None
    np.savez(tmp_path / "b.npz", bad=np.array([{}], dtype=object))
    assert store.load(tmp_path, "b.npz") is None, "pickle is never opened"


def test_a_few_new_rows_are_near_enough_for_a_screen_but_lost_ones_never():
    rows = [(f"item:{n}", "甲") for n in range(200)]

    def told(several):
        return {"ids": store.fingerprints([(i, "") for i, _ in several]), "rows": store.fingerprints(several)}

    parts, more, fewer = told(rows), told([*rows, ("item:new", "乙")]), told(rows[1:])
    assert store.fits(parts, **parts, near=False)
    assert not store.fits(parts, **more, near=False) and store.fits(parts, **more, near=True)
    assert not store.fits(parts, **fewer, near=True)
    many = told([*rows, *((f"item:new{n}", "乙") for n in range(9))])
    assert not store.fits(parts, **many, near=True)


def test_forgetting_leaves_nothing(tmp_path):
    store.save(tmp_path, "a.npz", {"x": np.arange(3)})
    store.forget(tmp_path)
    assert not list(tmp_path.iterdir())
