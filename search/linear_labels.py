"""A linear model over sparse and dense features whose shares are calibrated by cross-validation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from search.reliability import Reliability, reliability

FOLDS = 3
MOST_CALIBRATED = 4000
_SHARPNESS = np.geomspace(0.5, 16.0, 24)

Matrix = Any
"""A scipy CSR matrix; scipy ships no types."""
Floats = NDArray[np.float64]


class LinearLabels:
    """One-against-rest linear classes; `shares` are probabilities that fit what happened on held-out rows."""

    def __init__(self, weights: Floats, offsets: Floats, classes: Sequence[str], held: Held) -> None:
        self._weights, self._offsets = weights, offsets
        self.classes: tuple[str, ...] = tuple(classes)
        self._held = held

    @classmethod
    def learned(
        cls, features: Matrix, labels: Sequence[str], *, strength: float, balanced: bool = False
    ) -> LinearLabels:
        """Classes learned from rows. `strength` is LinearSVC's C; `balanced` gives rare labels the weight of others."""
        told = np.array(labels)
        weights, offsets, classes = linear(features, told, strength=strength, balanced=balanced)
        held = _held_out(features, told, strength, balanced=balanced)
        return cls(weights, offsets, classes, held)

    @property
    def reliability(self) -> Reliability:
        """How far its first shares could be trusted on rows held out."""
        return reliability(self._held.shares, self._held.right)

    def shares(self, features: Matrix) -> Floats:
        """Share of each class for each row, shape (rows, classes), rows sum to 1."""
        return softmax(margins(features, self._weights, self._offsets) * self._held.sharpness)

    def weights(self, label: str) -> Floats:
        """How much each feature speaks for `label`."""
        found: Floats = self._weights[self.classes.index(label)]
        return found

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        return {
            "weights": self._weights.astype(np.float32),
            "offsets": self._offsets,
            "classes": np.array(self.classes),
            "sharpness": np.array(self._held.sharpness),
            "held_shares": self._held.shares,
            "held_right": self._held.right,
        }

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]]) -> LinearLabels:
        """The same model from `packed()`."""
        held = Held(float(parts["sharpness"]), parts["held_shares"], parts["held_right"])
        return cls(parts["weights"], parts["offsets"], [str(one) for one in parts["classes"]], held)


class Held:
    """What was seen on held-out rows: the sharpness that fits, the first share of each row, whether it was right."""

    def __init__(self, sharpness: float, shares: Floats, right: NDArray[Any]) -> None:
        self.sharpness, self.shares, self.right = sharpness, shares, right


def linear(
    features: Matrix, labels: NDArray[Any], *, strength: float, balanced: bool = False
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Weights (classes, features), offsets and classes of one-against-rest linear margins."""
    from sklearn.svm import LinearSVC  # loaded where something is learned, not at every start

    model = LinearSVC(C=strength, class_weight="balanced" if balanced else None, random_state=0)
    model.fit(narrow(features), labels)
    weights, offsets = model.coef_, model.intercept_
    if len(weights) == 1:  # two classes are one margin to sklearn
        weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
    # what is kept is kept in single precision, so that a stored model answers byte for byte as the fresh one
    kept: Floats = weights.astype(np.float32)
    return kept, offsets, tuple(str(one) for one in model.classes_)


def margins(features: Matrix, weights: Floats, offsets: Floats) -> Floats:
    """Margin of each class for each row."""
    found: Floats = np.asarray(features @ weights.T, dtype=np.float64) + offsets
    return found


def _held_out(features: Matrix, labels: NDArray[Any], strength: float, *, balanced: bool) -> Held:
    """The sharpness of the softmax under which held-out labels were likeliest, and what it said of them."""
    from sklearn.model_selection import KFold

    n = min(features.shape[0], MOST_CALIBRATED)
    some = np.random.default_rng(0).permutation(features.shape[0])[:n]
    found = []
    for train, held in KFold(FOLDS).split(some):
        if len(set(labels[some[train]])) < 2:
            continue
        learned = linear(features[some[train]], labels[some[train]], strength=strength, balanced=balanced)
        places = {one: place for place, one in enumerate(learned[2])}
        right = np.array([places.get(str(one), -1) for one in labels[some[held]]])
        found.append((margins(features[some[held]], *learned[:2]), right))
    if not found:
        return Held(1.0, np.zeros(0), np.zeros(0))
    sharpness = float(min(_SHARPNESS, key=lambda s: sum(_surprise(m, r, s) for m, r in found)))
    shares = [softmax(m * sharpness) for m, _ in found]
    hit = [s.argmax(axis=1) == r for s, (_, r) in zip(shares, found, strict=True)]
    return Held(sharpness, np.concatenate([s.max(axis=1) for s in shares]), np.concatenate(hit).astype(np.float64))


def softmax(scores: Floats) -> Floats:
    """Shares that sum to one in each row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _surprise(found: Floats, right: NDArray[Any], sharpness: float) -> float:
    known = right >= 0
    shares = softmax(found[known] * sharpness)
    return float(-np.log(np.maximum(shares[np.arange(len(shares)), right[known]], 1e-12)).sum())


def narrow(features: Matrix) -> Matrix:
    """The same matrix with 32-bit indices, the only ones LinearSVC takes."""
    rows = sparse.csr_matrix(features)
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    return rows
