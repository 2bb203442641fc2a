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
from search.habits import Habits, Past, telling_fields
from search.letter_features import MOST_EVIDENCE, LetterFeatures, LetterVectors, inside
from search.linear_labels import linear, margins
from search.reliability import Reliability, reliability
from search.suggestion import MOST, WORTH_EXPLAINING, Label, Suggestion, best, enough, unit_of
from search.unit_jobs import UnitJobs, nearness, place_of

FOLDS = 5
MOST_WEIGHED = 4000
"""Rows on which the opinions are weighed; each costs three hundred opinions on each candidate."""
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """Items as they are learned from or asked about: features, telling fields, where each plays."""

    features: Matrix
    past: Past
    where: Sequence[str]

    def of(self, rows: NDArray[np.int64]) -> _Rows:
        return _Rows(self.features[rows], self.past.of(rows), [self.where[n] for n in rows])


class UnitLearner:
    """Units with calibrated shares.

    `known` are the source's own columns that a question will carry; others are not learned from. Raises InputError
    when fewer than 200 items carry a unit.
    """

    def __init__(self, items: Sequence[Item], vectors: LetterVectors, *, known: Collection[str] | None = None) -> None:
        named = [item for item in items if unit_of(item)]
        rows = enough(named, unit_of, "承办单位")
        known_share = len(rows) / min(len(named), MOST)
        self._labels = {unit_of(item): Label(item.unit_id, item.unit_text or item.unit_id) for item in rows}
        self._names = sorted(self._labels)
        self._columns = telling_columns(rows, known)
        fields = [fields_of(item, self._columns) for item in rows]
        timed = [{**own, **times_of(item)} for own, item in zip(fields, rows, strict=True)]
        self._fields = FieldRows.of(timed)
        texted = sum(bool(item.letter) for item in rows) >= len(rows) / 2
        self._texts = LetterFeatures.of(rows, vectors) if texted else None
        number = {name: place for place, name in enumerate(self._names)}
        right = np.array([[number[unit_of(item)]] for item in rows], dtype=np.int32)
        self._jobs = UnitJobs.of([self._labels[name].label for name in self._names], rows)
        where = [place_of(item) for item in rows]
        seen = self._jobs.seen_from(where, right)
        names = telling_fields(fields, [unit_of(item) for item in rows])
        past = Past(names, _values(fields, names), np.hstack([right, seen[:, 0]]), _days(rows))
        self._latest = float(past.days.max())
        self._learn(_Rows(self._features(rows), past, where), known_share)

    def _learn(self, rows: _Rows, known_share: float) -> None:
        every = np.arange(len(rows.past))
        weighed = np.random.default_rng(0).permutation(len(every))[:MOST_WEIGHED]
        opinions, places = [], []
        for fold in range(FOLDS):
            held = weighed[fold::FOLDS]
            parts = self._parts(rows.of(np.setdiff1d(every, held)))
            told, candidates = self._opinions(parts, rows.of(held))
            opinions.append(told)
            places.append(places_of(candidates, rows.past.labels[held, 0]))
        told, place = np.concatenate(opinions), np.concatenate(places)
        opinions.clear()
        self._weights = weigh(told, place)
        # units too rare to learn, and those beyond the candidates, are right now and then as well
        self._covered = float((place >= 0).mean()) * known_share
        shares = shares_of(told, self._weights)
        self._held = (shares.max(axis=1) * self._covered, shares.argmax(axis=1) == place)
        self._model = self._parts(rows)

    def _parts(self, rows: _Rows) -> _Parts:
        weights, offsets, classes = linear(rows.features, rows.past.labels[:, 0], strength=STRENGTH)
        return _Parts(weights, offsets, np.array([int(one) for one in classes]), self._habits(rows.past))

    def _habits(self, past: Past) -> Habits:
        return Habits(past, counts=(len(self._names), *self._jobs.counts))

    def _opinions(self, parts: _Parts, asked: _Rows) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """What each part says of each candidate, and the candidates: the linear model's best."""
        found = np.full((len(asked.where), len(self._names)), -2.0, dtype=np.float32)
        found[:, parts.classes] = margins(asked.features, parts.weights, parts.offsets)
        candidates = np.argsort(-found, axis=1, kind="stable")[:, :CANDIDATES]
        own = SCALE * np.take_along_axis(found, candidates, axis=1)[:, :, None]
        seen = self._jobs.seen_from(asked.where, candidates)
        logs = parts.habits.logs(asked.past, np.concatenate([candidates[:, :, None], seen], axis=2))
        return np.concatenate([own, nearness(seen[:, :, 0]), logs], axis=2), candidates

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
        names = self._model.habits.past.names
        fields = [fields_of(item, self._columns) for item in items]
        days = np.array([day_of(item) or self._latest for item in items], dtype=np.float32)
        past = Past(names, _values(fields, names), np.zeros((0, 0), np.int32), days)
        told, candidates = self._opinions(self._model, _Rows(features, past, [place_of(item) for item in items]))
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

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        past = self._model.habits.past
        parts = {
            "names": np.array(self._names),
            "codes": np.array([self._labels[name].code for name in self._names]),
            "labels": np.array([self._labels[name].label for name in self._names]),
            "columns": np.array(self._columns, dtype=str),
            "fields": np.array(self._fields.known),
            "weights": self._model.weights,
            "offsets": self._model.offsets,
            "classes": self._model.classes,
            "choice": self._weights,
            "covered": np.array(self._covered),
            "held_shares": self._held[0],
            "held_right": self._held[1],
        }
        texts = {f"texts.{name}": part for name, part in self._texts.packed().items()} if self._texts else {}
        jobs = {f"jobs.{name}": part for name, part in self._jobs.packed().items()}
        return parts | texts | jobs | {f"past.{name}": part for name, part in past.packed().items()}

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]], vectors: LetterVectors) -> UnitLearner:
        """The same learner from `packed()`."""
        one = cls.__new__(cls)
        one._names = [str(name) for name in parts["names"]]
        told = zip(one._names, parts["codes"], parts["labels"], strict=True)
        one._labels = {name: Label(str(code), str(label)) for name, code, label in told}
        one._columns = tuple(str(name) for name in parts["columns"])
        one._fields = FieldRows([str(name) for name in parts["fields"]])
        texts = inside(parts, "texts.")
        one._texts = LetterFeatures.unpacked(texts, vectors) if texts else None
        past = Past.unpacked(inside(parts, "past."))
        one._latest = float(past.days.max())
        one._jobs = UnitJobs.unpacked(inside(parts, "jobs."))
        one._model = _Parts(parts["weights"], parts["offsets"], parts["classes"], one._habits(past))
        one._weights, one._covered = parts["choice"], float(parts["covered"])
        one._held = (parts["held_shares"], parts["held_right"])
        return one


def _days(items: Sequence[Item]) -> NDArray[np.float32]:
    """The day of each; where none is known, the latest of all."""
    days = np.array([day_of(item) for item in items], dtype=np.float32)
    days[days == 0] = days.max()
    return days


def _values(several: Sequence[Mapping[str, str]], names: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(fields.get(name, "") for name in names) for fields in several]
