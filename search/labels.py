"""Learners of an office's own labels: the issue class of a letter, the unit that handles an item.

They learn from rows somebody labelled, at least `LEAST` of them, and suggest in the office's own words with
a calibrated share and the words it rests on. A suggestion is never a decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from core.errors import InputError
from core.petition import Item
from core.taxonomy import class_by_label, label_of
from core.words import content_words
from search.encoder import Vectors
from search.linear_labels import Floats, LinearLabels, Matrix

LEAST = 200
MOST = 20_000
"""Rows learned from, the newest; more make it slower and hardly better."""
FEWEST_OF_A_LABEL = 3
GRAMS = (1, 3)
MOST_EVIDENCE = 4
WORTH_EXPLAINING = 0.05
"""Share below which a suggestion is listed without evidence."""
_LONGEST_VALUE = 20
_FEWEST_REPEATS = 3

LetterVectors = Callable[[Sequence[Item]], Vectors | None]
"""Letter vectors of items, shape (n, dimension), or None when there is no encoder."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One label with its share of all (0..1) and the words or fields that speak for it."""

    code: str
    label: str
    share: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    code: str
    label: str


class IssueLearner:
    """Issue classes learned from letters: character n-grams and vectors.

    Raises InputError when fewer than `LEAST` items carry a class of the source or of a person.
    """

    def __init__(self, items: Sequence[Item], vectors: LetterVectors) -> None:
        rows = _enough([item for item in items if class_of(item) and item.letter], class_of, "问题分类")
        self._labels = {class_of(item): _class_label(item) for item in rows}
        self._texts = _Texts(rows, vectors)
        self._model = LinearLabels(self._texts.of(rows), [class_of(item) for item in rows], strength=0.3, balanced=True)

    def suggest(self, items: Sequence[Item], *, limit: int = 5) -> list[list[Suggestion]]:
        """For each item its likeliest classes, best first."""
        features = self._texts.of(items)
        found = []
        for place, shares in enumerate(self._model.shares(features)):
            best = _best(self._model, shares, limit)
            found.append([self._suggestion(features[place], items[place], label, share) for label, share in best])
        return found

    def _suggestion(self, row: Matrix, item: Item, label: str, share: float) -> Suggestion:
        likely = share >= WORTH_EXPLAINING
        words = self._texts.evidence(row, self._model.weights(label), item.letter) if likely else ()
        return Suggestion(self._labels[label].code, self._labels[label].label, share, words)


class UnitLearner:
    """Handling units learned from what an item says and from its fields (class, region, channel, …).

    `known` are the source's own columns that a question will carry; others are not learned from. Raises
    InputError when fewer than `LEAST` items carry a unit.
    """

    def __init__(self, items: Sequence[Item], vectors: LetterVectors, *, known: frozenset[str] | None = None) -> None:
        rows = _enough([item for item in items if unit_of(item)], unit_of, "承办单位")
        self._labels = {unit_of(item): _Label(item.unit_id, item.unit_text or item.unit_id) for item in rows}
        self._columns = _telling_columns(rows, known)
        from sklearn.feature_extraction import DictVectorizer  # a second to load; only who learns pays for it

        self._fields = DictVectorizer()
        self._fields.fit([fields_of(item, self._columns) for item in rows])
        texted = sum(bool(item.letter) for item in rows) >= len(rows) / 2
        self._texts = _Texts(rows, vectors) if texted else None
        self._model = LinearLabels(self._features(rows), [unit_of(item) for item in rows], strength=0.1)

    def _features(self, items: Sequence[Item]) -> Matrix:
        fields = self._fields.transform([fields_of(item, self._columns) for item in items])
        return sparse.hstack([fields, self._texts.of(items)]).tocsr() if self._texts else fields.tocsr()

    def suggest(self, items: Sequence[Item], *, limit: int = 5) -> list[list[Suggestion]]:
        """For each item its likeliest units, best first, with the fields that speak for each."""
        features = self._features(items)
        found = []
        for place, shares in enumerate(self._model.shares(features)):
            best = _best(self._model, shares, limit)
            found.append([self._suggestion(features[place], items[place], label, share) for label, share in best])
        return found

    def _suggestion(self, row: Matrix, item: Item, label: str, share: float) -> Suggestion:
        told = self._told(row, item, label) if share >= WORTH_EXPLAINING else ()
        return Suggestion(self._labels[label].code, self._labels[label].label, share, told)

    def _told(self, row: Matrix, item: Item, label: str) -> tuple[str, ...]:
        weights = self._model.weights(label)
        names = self._fields.get_feature_names_out()
        speak = {names[j]: weights[j] * row[0, j] for j in row.indices if j < len(names)}
        told = sorted((name for name in speak if speak[name] > 0), key=lambda name: (-speak[name], name))
        shown = [name.partition("=")[2] or name for name in told]
        words = self._texts.evidence(row[:, len(names) :], weights[len(names) :], item.letter) if self._texts else ()
        return tuple(dict.fromkeys([*shown, *words]))[:MOST_EVIDENCE]


class _Texts:
    """Features of letters: weighted character n-grams, and the letter vector where there is an encoder."""

    def __init__(self, items: Sequence[Item], vectors: LetterVectors) -> None:
        self._vectors = vectors
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._grams = TfidfVectorizer(analyzer="char", ngram_range=GRAMS, min_df=2, sublinear_tf=True, dtype=np.float32)
        self._grams.fit([item.letter for item in items])

    def of(self, items: Sequence[Item]) -> Matrix:
        grams = self._grams.transform([item.letter for item in items])
        rows = self._vectors(items)
        return grams.tocsr() if rows is None else sparse.hstack([grams, sparse.csr_matrix(rows)]).tocsr()

    def evidence(self, row: Matrix, weights: Floats, text: str) -> tuple[str, ...]:
        """Words of the text whose n-grams speak most for a label."""
        grams = self._grams.vocabulary_
        speak = {j: weights[j] * value for j, value in zip(row.indices, row.data, strict=True) if j < len(grams)}
        worth = {
            word: sum(speak.get(grams.get(piece, -1), 0.0) for piece in _pieces(word))
            for word in set(content_words(text))
        }
        best = sorted((w for w in worth if worth[w] > 0), key=lambda w: (-worth[w], w))
        return tuple(best[:MOST_EVIDENCE])


def _pieces(word: str) -> list[str]:
    return [word[i : i + n] for n in range(GRAMS[0], GRAMS[1] + 1) for i in range(len(word) - n + 1)]


def class_of(item: Item) -> str:
    """The class somebody gave the item: the source's own label, else a person's code; "" for a machine's guess."""
    return item.class_text or (item.issue_code if item.issue_confidence == 1.0 else "")


def unit_of(item: Item) -> str:
    """The unit the source or a person named."""
    return item.unit_text or item.unit_id


def _class_label(item: Item) -> _Label:
    if not item.class_text:
        return _Label(item.issue_code, label_of(item.issue_code))
    found = class_by_label(item.class_text.replace(" › ", "/"))
    return _Label(found.code if found else "", item.class_text)


def _enough(rows: list[Item], label: Callable[[Item], str], what: str) -> list[Item]:
    counted = Counter(label(item) for item in rows)
    kept = [item for item in rows if counted[label(item)] >= FEWEST_OF_A_LABEL]
    kept = sorted(kept, key=lambda item: (str(item.received_at or ""), item.id))[-MOST:]
    if len(kept) < LEAST or len({label(item) for item in kept}) < 2:
        raise InputError(
            f"已标注{what}的信访件只有 {len(kept)} 件，不足以学习",
            f"至少需要 {LEAST} 件、两种以上；可导入带{what}的历史数据，或先由人员标注",
        )
    return kept


def _telling_columns(items: Sequence[Item], known: frozenset[str] | None) -> tuple[str, ...]:
    """The source's own columns whose values come often enough to tell something."""
    values: dict[str, Counter[str]] = {}
    for item in items:
        for name, value in item.extra.items():
            if (known is None or name in known) and value and len(value) <= _LONGEST_VALUE:
                values.setdefault(name, Counter())[value] += 1
    return tuple(sorted(n for n, seen in values.items() if seen.total() >= _FEWEST_REPEATS * len(seen)))


def fields_of(item: Item, columns: Sequence[str]) -> Mapping[str, str]:
    """The fields of an item a unit may be guessed from; the month, since duties move between units over time."""
    parts = {f"class{level}": part for level, part in enumerate(item.class_text.split(" › "))}
    named = {
        **parts,
        "issue": item.issue_code,
        "channel": item.channel,
        "purpose": item.purpose,
        "kind": item.claim_class,
        "region": item.region_text or item.region_code,
        "place": item.place_text,
        "respondent": item.respondent_text,
        "source": item.source,
        "month": f"{item.received_at:%Y-%m}" if item.received_at else "",
        **{f"column {name}": item.extra.get(name, "") for name in columns},
    }
    return {name: value for name, value in named.items() if value}


def _best(model: LinearLabels, shares: Floats, limit: int) -> list[tuple[str, float]]:
    order = sorted(range(len(shares)), key=lambda i: (-shares[i], model.classes[i]))[:limit]
    return [(model.classes[i], round(float(shares[i]), 4)) for i in order]
