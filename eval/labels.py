"""Suggested labels for items the learner has not seen: cross-validated, all items of one matter on the same side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.errors import InputError
from core.petition import Item
from eval.gold import GoldSet, Labelled
from eval.outcomes import Guess, Outcome, of_labels
from eval.ranking import Surroundings
from records.items import items
from search.documents import split_title
from search.labels import IssueLearner, LetterVectors, UnitLearner
from search.learning import letter_vectors

Guesser = Callable[[Sequence[Item], Sequence[Item]], list[Guess]]
"""Guesses for items, learned from other items that carry their labels."""


def labels_outcome(where: Surroundings, gold: GoldSet, guess: Guesser) -> Outcome:
    """The outcome of one way to suggest labels on a set with resolved ids.

    Raises InputError when too few rows are left to learn from.
    """
    rows = labelled_items(where, gold)
    folds = folds_of(gold.labelled, rows, gold.folds)
    guesses: list[Guess] = [Guess((), 0.0)] * len(rows)
    for fold in range(gold.folds):
        held = [place for place, one in enumerate(folds) if one == fold]
        seen = [rows[place] for place, one in enumerate(folds) if one != fold]
        for place, one in zip(held, guess([rows[p] for p in held], seen) if held else [], strict=True):
            guesses[place] = one
    groups = [one.group or row.matter_id for one, row in zip(gold.labelled, rows, strict=True)]
    ids = [one.id for one in gold.labelled]
    return of_labels(ids, [one.label for one in gold.labelled], guesses, groups)


def labelled_items(where: Surroundings, gold: GoldSet) -> list[Item]:
    """The rows as items that carry their label; texts as letters without an id."""
    with where.database.read() as tx:
        known = items(tx, where.viewer, [one.id for one in gold.labelled if not one.text])
    rows = [_letter(one) if one.text else known[one.id] for one in gold.labelled]
    if gold.target == "issue-class":
        return [replace(row, class_text=one.label) for row, one in zip(rows, gold.labelled, strict=True)]
    return [replace(row, unit_text=one.label) for row, one in zip(rows, gold.labelled, strict=True)]


def _letter(one: Labelled) -> Item:
    title, content = split_title(one.text)
    return Item(id="", source="gold", source_id=one.id, title_masked=title, content_masked=content)


def folds_of(rows: Sequence[Labelled], known: Sequence[Item], folds: int) -> list[int]:
    """For each row its fold, in turn; what belongs together goes where the first of it went."""
    found: list[int] = []
    where: dict[str, int] = {}
    for place, (row, item) in enumerate(zip(rows, known, strict=True)):
        group = row.group or item.matter_id
        found.append(where.setdefault(group, place % folds) if group else place % folds)
    return found


def our_learner(where: Surroundings, gold: GoldSet) -> Guesser:
    """The product's own learner."""
    return _learner(gold, letter_vectors(where.database, where.index.encoder))


def _learner(gold: GoldSet, vectors: LetterVectors) -> Guesser:
    def guess(asked: Sequence[Item], seen: Sequence[Item]) -> list[Guess]:
        if gold.target == "issue-class":
            told = IssueLearner(seen, vectors).suggest(asked, limit=3)
        else:
            columns = frozenset(name for one in seen for name in one.extra) - gold.hidden
            told = UnitLearner(seen, vectors, known=columns).suggest(asked, limit=3)
        return [Guess(tuple(one.label for one in some), some[0].share if some else 0.0) for some in told]

    return guess


def baseline_learners(gold: GoldSet) -> dict[str, Guesser]:
    """The most frequent label, and the same learner on characters and fields alone."""
    return {"most_frequent": _most_frequent(gold), "characters": _learner(gold, lambda several: None)}


def _most_frequent(gold: GoldSet) -> Guesser:
    def guess(asked: Sequence[Item], seen: Sequence[Item]) -> list[Guess]:
        labels = [one.class_text if gold.target == "issue-class" else one.unit_text for one in seen]
        best = sorted(Counter(labels).items(), key=lambda one: (-one[1], one[0]))[:3]
        if not best:
            raise InputError("没有留下可供学习的行", "请减少折数（folds），或补充已标注的行")
        return [Guess(tuple(label for label, _ in best), best[0][1] / len(labels))] * len(asked)

    return guess
