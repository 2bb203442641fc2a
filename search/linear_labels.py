"""A linear model over sparse and dense features whose shares are calibrated by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

FOLDS = 3
MOST_CALIBRATED = 4000
_SHARPNESS = np.geomspace(0.5, 16.0, 24)

Matrix = Any
"""A scipy CSR matrix; scipy ships no types."""
Floats = NDArray[np.float64]


class LinearLabels:
    """One-against-rest linear classes; `shares` are probabilities that fit what happened on held-out rows.

    `strength` is LinearSVC's C; `balanced` gives rare labels the weight of frequent ones.
    """

    def __init__(self, features: Matrix, labels: Sequence[str], *, strength: float, balanced: bool = False) -> None:
        self._strength, self._balanced = strength, balanced
        self._model = self._fit(features, np.array(labels))
        self.classes: tuple[str, ...] = tuple(str(c) for c in self._model.classes_)
        self._sharpness = self._calibrate(features, np.array(labels))

    def _fit(self, features: Matrix, labels: NDArray[Any]) -> Any:  # noqa: ANN401 - sklearn ships no types
        from sklearn.svm import LinearSVC  # loaded where something is learned, not at every start

        model = LinearSVC(C=self._strength, class_weight="balanced" if self._balanced else None, random_state=0)
        return model.fit(_narrow(features), labels)

    def _calibrate(self, features: Matrix, labels: NDArray[Any]) -> float:
        """The sharpness of the softmax under which held-out labels were likeliest."""
        from sklearn.model_selection import KFold

        n = min(features.shape[0], MOST_CALIBRATED)
        some = np.random.default_rng(0).permutation(features.shape[0])[:n]
        margins, right = [], []
        for train, held in KFold(FOLDS).split(some):
            if len(set(labels[some[train]])) < 2:
                return 1.0
            model = self._fit(features[some[train]], labels[some[train]])
            known = {c: i for i, c in enumerate(model.classes_)}
            rows = [row for row in some[held] if labels[row] in known]
            if rows:
                margins.append((_margins(model, features[rows]), [known[labels[row]] for row in rows]))
                right += rows
        if not right:
            return 1.0
        return float(min(_SHARPNESS, key=lambda s: sum(_surprise(m, r, s) for m, r in margins)))

    def shares(self, features: Matrix) -> Floats:
        """Share of each class for each row, shape (rows, classes), rows sum to 1."""
        return _softmax(_margins(self._model, features), self._sharpness)

    def weights(self, label: str) -> Floats:
        """How much each feature speaks for `label`."""
        place = self.classes.index(label)
        rows: Floats = self._model.coef_
        found: Floats = rows[place] if len(rows) > 1 else (rows[0] if place else -rows[0])
        return found


def _margins(model: Any, features: Matrix) -> Floats:  # noqa: ANN401
    found: Floats = np.asarray(model.decision_function(_narrow(features)), dtype=np.float64)
    return found if found.ndim == 2 else np.stack([-found, found], axis=1)


def _softmax(margins: Floats, sharpness: float) -> Floats:
    scaled = margins * sharpness
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _surprise(margins: Floats, right: Sequence[int], sharpness: float) -> float:
    shares = _softmax(margins, sharpness)
    return float(-np.log(np.maximum(shares[np.arange(len(right)), right], 1e-12)).sum())


def _narrow(features: Matrix) -> Matrix:
    """The same matrix with 32-bit indices, the only ones LinearSVC takes."""
    rows = sparse.csr_matrix(features)
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    return rows
