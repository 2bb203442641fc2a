"""The handling unit of an item, learned from what it says, from its fields, and from the office's habits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from core.petition import Item
from search.choice import places_of, shares_of, weigh
from search.fields import FieldRows, day_of, fields_of, telling_columns, times_of
from search.grams import Matrix
from search.habits import Habits, telling_fields
from search.letter_features import MOST_EVIDENCE, LetterFeatures, LetterVectors
from search.linear_labels import linear, margins
from search.reliability import Reliability, reliability
from search.suggestion import WORTH_EXPLAINING, Label, Suggestion, best, enough, unit_of

FOLDS = 5
MOST_WEIGHED = 6000
"""Rows on which the opinions are weighed; each costs a hundred habits."""
CANDIDATES = 40
STRENGTH = 0.1
SCALE = 3.0
"""Brings margins to the size of log shares, so that weighing holds back both alike."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """One learned linear model and the habits, over the same rows."""

    weights: NDArray[Any]
    offsets: NDArray[Any]
    classes: NDArray[np.int64]
    habits: Habits


class UnitLearner:
    """Units with calibrated shares.

    `known` are the source's own columns that a question will carry; others are not learned from. Raises InputError
    when fewer than 200 items carry a unit.
    """

    def __init__(self, items: Sequence[Item], vectors: LetterVectors, *, known: Collection[str] | None = None) -> None:
        rows = enough([item for item in items if unit_of(item)], unit_of, "承办单位")
        self._labels = {unit_of(item): Label(item.unit_id, item.unit_text or item.unit_id) for item in rows}
        self._names = sorted(self._labels)
        self._columns = telling_columns(rows, known)
        fields = [fields_of(item, self._columns) for item in rows]
        timed = [{**own, **times_of(item)} for own, item in zip(fields, rows, strict=True)]
        self._fields = FieldRows.of(timed)
        texted = sum(bool(item.letter) for item in rows) >= len(rows) / 2
        self._texts = LetterFeatures.of(rows, vectors) if texted else None
        self._habit_names = telling_fields(fields, [unit_of(item) for item in rows])
        self._learn(rows, fields)

    def _learn(self, rows: Sequence[Item], fields: Sequence[Mapping[str, str]]) -> None:
        features = self._features(rows)
        number = {name: place for place, name in enumerate(self._names)}
        right = np.array([number[unit_of(item)] for item in rows], dtype=np.int32)
        days = _days(rows)
        self._latest = float(days.max())
        weighed = np.random.default_rng(0).permutation(len(rows))[:MOST_WEIGHED]
        opinions, places = [], []
        for fold in range(FOLDS):
            held = weighed[fold::FOLDS]
            seen = np.setdiff1d(np.arange(len(rows)), held)
            parts = self._parts(features, fields, right, days, seen)
            told, candidates = self._opinions(parts, features[held], [fields[n] for n in held], days[held])
            opinions.append(told)
            places.append(places_of(candidates, right[held]))
        told, place = np.concatenate(opinions), np.concatenate(places)
        self._weights = weigh(told, place)
        self._covered = float((place >= 0).mean())
        shares = shares_of(told, self._weights)
        self._held = (shares.max(axis=1) * self._covered, shares.argmax(axis=1) == place)
        self._model = self._parts(features, fields, right, days, np.arange(len(rows)))

    def _parts(
        self,
        features: Matrix,
        fields: Sequence[Mapping[str, str]],
        right: NDArray[np.int32],
        days: NDArray[np.float32],
        seen: NDArray[np.int64],
    ) -> _Parts:
        weights, offsets, classes = linear(features[seen], right[seen], strength=STRENGTH)
        habits = Habits(self._habit_names, [fields[n] for n in seen], right[seen], days[seen], labels=len(self._names))
        return _Parts(weights, offsets, np.array([int(one) for one in classes]), habits)

    def _opinions(
        self, parts: _Parts, features: Matrix, fields: Sequence[Mapping[str, str]], days: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """What each part says of each candidate, and the candidates: the linear model's best."""
        found = np.full((features.shape[0], len(self._names)), -2.0, dtype=np.float32)
        found[:, parts.classes] = margins(features, parts.weights, parts.offsets)
        candidates = np.argsort(-found, axis=1, kind="stable")[:, :CANDIDATES]
        own = SCALE * np.take_along_axis(found, candidates, axis=1)[:, :, None]
        return np.concatenate([own, parts.habits.logs(fields, days, candidates)], axis=2), candidates

    def _features(self, items: Sequence[Item]) -> Matrix:
        timed = [{**fields_of(item, self._columns), **times_of(item)} for item in items]
        rows = self._fields.rows(timed)
        return sparse.hstack([rows, self._texts.rows(items)]).tocsr() if self._texts else rows

    @property
    def reliability(self) -> Reliability:
        """How far its first shares could be trusted on rows held out."""
        return reliability(*self._held)

    def suggest(self, items: Sequence[Item], *, limit: int = 5) -> list[list[Suggestion]]:
        """For each item its likeliest units, best first, with the fields and words that speak for each."""
        if not items:
            return []
        features = self._features(items)
        days = np.array([day_of(item) or self._latest for item in items], dtype=np.float32)
        fields = [fields_of(item, self._columns) for item in items]
        told, candidates = self._opinions(self._model, features, fields, days)
        shares = shares_of(told, self._weights) * self._covered
        found = []
        for place, (row, own) in enumerate(zip(shares, candidates, strict=True)):
            listed = best(row, [self._names[n] for n in own], limit)
            found.append([self._suggestion(features[place], items[place], *one) for one in listed])
        return found

    def _suggestion(self, row: Matrix, item: Item, label: str, share: float) -> Suggestion:
        told = self._told(row, item, label) if share >= WORTH_EXPLAINING else ()
        return Suggestion(self._labels[label].code, self._labels[label].label, share, told)

    def _told(self, row: Matrix, item: Item, label: str) -> tuple[str, ...]:
        place = np.flatnonzero(self._model.classes == self._names.index(label))
        if not len(place):
            return ()
        weights = self._model.weights[int(place[0])]
        names = self._fields.known
        speak = {names[j]: float(weights[j]) for j in row.indices if j < len(names)}
        told = sorted((name for name in speak if speak[name] > 0), key=lambda name: (-speak[name], name))
        shown = [name.partition("=")[2] for name in told if not name.startswith(("month=", "days="))]
        words = self._texts.evidence(row[:, len(names) :], weights[len(names) :], item.letter) if self._texts else ()
        return tuple(dict.fromkeys([*shown, *words]))[:MOST_EVIDENCE]


def _days(items: Sequence[Item]) -> NDArray[np.float32]:
    """The day of each; where none is known, the latest of all."""
    days = np.array([day_of(item) for item in items], dtype=np.float32)
    days[days == 0] = days.max()
    return days
