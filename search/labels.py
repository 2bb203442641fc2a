"""Learners of an office's own labels: the issue class of a letter, the unit that handles an item.

They learn from rows somebody labelled, at least `LEAST` of them, and suggest in the office's own words with
a calibrated share and the words it rests on. A suggestion is never a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.petition import Item
from core.taxonomy import class_by_label, label_of
from search.grams import Matrix
from search.letter_features import LetterFeatures, LetterVectors, inside
from search.linear_labels import LinearLabels
from search.reliability import Reliability
from search.suggestion import LEAST, WORTH_EXPLAINING, Label, Suggestion, best, class_of, enough, unit_of
from search.unit_labels import UnitLearner

__all__ = ["LEAST", "IssueLearner", "LetterVectors", "Suggestion", "UnitLearner", "class_of", "unit_of"]
STRENGTH = 0.3


class IssueLearner:
    """Issue classes learned from letters: pieces of text, topics and vectors.

    Raises InputError when fewer than `LEAST` items carry a class of the source or of a person.
    """

    def __init__(self, items: Sequence[Item], vectors: LetterVectors) -> None:
        rows = enough([item for item in items if class_of(item) and item.letter], class_of, "问题分类")
        self._labels = {class_of(item): _class_label(item) for item in rows}
        self._texts = LetterFeatures.of(rows, vectors)
        told = [class_of(item) for item in rows]
        self._model = LinearLabels.learned(self._texts.rows(rows), told, strength=STRENGTH, balanced=True)

    @property
    def reliability(self) -> Reliability:
        """How far its first shares could be trusted on rows held out."""
        return self._model.reliability

    def suggest(self, items: Sequence[Item], *, limit: int = 5) -> list[list[Suggestion]]:
        """For each item its likeliest classes, best first; none for an empty letter, which says nothing."""
        if not items:
            return []
        features = self._texts.rows(items)
        found: list[list[Suggestion]] = []
        for place, shares in enumerate(self._model.shares(features)):
            listed = best(shares, self._model.classes, limit) if items[place].letter.strip() else []
            found.append([self._suggestion(features[place], items[place], *one) for one in listed])
        return found

    def _suggestion(self, row: Matrix, item: Item, label: str, share: float) -> Suggestion:
        likely = share >= WORTH_EXPLAINING
        words = self._texts.evidence(row, self._model.weights(label), item.letter) if likely else ()
        return Suggestion(self._labels[label].code, self._labels[label].label, share, words)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        names = self._model.classes
        parts = {f"texts.{name}": part for name, part in self._texts.packed().items()}
        parts |= {f"model.{name}": part for name, part in self._model.packed().items()}
        codes = np.array([self._labels[name].code for name in names])
        return parts | {"codes": codes, "labels": np.array([self._labels[name].label for name in names])}

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]], vectors: LetterVectors) -> IssueLearner:
        """The same learner from `packed()`."""
        one = cls.__new__(cls)
        one._model = LinearLabels.unpacked(inside(parts, "model."))
        told = zip(one._model.classes, parts["codes"], parts["labels"], strict=True)
        one._labels = {name: Label(str(code), str(label)) for name, code, label in told}
        one._texts = LetterFeatures.unpacked(inside(parts, "texts."), vectors)
        return one


def _class_label(item: Item) -> Label:
    if not item.class_text:
        return Label(item.issue_code, label_of(item.issue_code))
    found = class_by_label(item.class_text.replace(" › ", "/"))
    return Label(found.code if found else "", item.class_text)
