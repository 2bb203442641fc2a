"""The asked letter beside the letters found: what folds under what, and how each stands to the question."""

from __future__ import annotations

from collections.abc import Sequence

from core.petition import Item
from search.asking import Asked
from search.documents import split_title
from search.near_duplicates import folded
from search.pool import Found
from search.relation import Gazetteer, Relation, Side, apart, relation, side_of, side_of_text
from search.table import Table

A_LETTER = 30
"""Characters from which a question is compared like a letter; fewer are a few words to look up."""
_CLASS = 4
"""Digits of a class code that make one kind of problem: its first two levels."""


class Compared:
    """The question and the letters found, best first; each letter is read only when it has to be."""

    def __init__(self, ready: Asked, table: Table, letters: Sequence[tuple[Item, Found]]) -> None:
        self.items = [item for item, _ in letters]
        self.found = [found for _, found in letters]
        numbers = [found.match.number for found in self.found]
        if ready.item is not None and (own := table.number_of(ready.item.id)) >= 0:
            numbers.append(own)
        self._known = Gazetteer(
            {value for number in numbers for value in table.values("place", number)},
            {value for number in numbers for value in table.values("respondent", number)},
        )
        self._ready = ready
        self._by_id = {item.id: item for item in self.items}
        self._sides: dict[int, Side] = {}
        self._asked: Side | None = None

    def side(self, place: int) -> Side:
        """A found letter as it is compared."""
        if place not in self._sides:
            self._sides[place] = side_of(self.items[place], self._known)
        return self._sides[place]

    @property
    def question(self) -> Side:
        """The asked letter as it is compared."""
        if self._asked is None:
            item, text = self._ready.item, split_title(self._ready.text)
            self._asked = side_of(item, self._known) if item else side_of_text(*text, self._known)
        return self._asked

    def relation(self, place: int) -> Relation | None:
        """How a found letter stands to the question; nothing is said of one that answers to a single demand."""
        found = self.found[place]
        if found.by is not None:
            return None
        short = len(self._ready.text) < A_LETTER
        return relation(self.question, self.side(place), similarity=found.match.similarity, short=short)

    def elements(self, place: int) -> tuple[str, ...]:
        """Elements of a found letter, those of the question first."""
        mine, theirs = self.question.elements, self.side(place).elements
        return (*sorted(theirs & mine), *sorted(theirs - mine))

    def apart(self, one: int, other: int) -> bool:
        """True for copies of one text that speak of different places."""
        return apart(self.side(one), self.side(other))

    def same_person(self, one: str, other: str) -> bool:
        """True for letters of one matter, or of one person about one kind of problem."""
        a, b = self._by_id[one], self._by_id[other]
        return bool({*_side_keys(a)} & {*_side_keys(b)})


def _side_keys(item: Item) -> list[str]:
    kind = item.issue_code[:_CLASS]
    keys = [item.matter_id] if item.matter_id else []
    return [*keys, f"{item.petitioner_ref}/{kind}"] if item.petitioner_ref and kind else keys


def folds(compared: Compared) -> list[int]:
    """For each letter the place of the better one it goes under: a copy about the same place, or of the same side."""
    scores = [found.share * found.match.score for found in compared.found]
    copied = folded([item.letter for item in compared.items], scores, compared.apart)
    first: dict[str, int] = {}
    found: list[int] = []
    for place, item in enumerate(compared.items):
        keys = _side_keys(item)
        under = min((first[key] for key in keys if key in first), default=place)
        under = under if under < place else (found[copied[place]] if copied[place] < place else place)
        for key in keys:
            first.setdefault(key, under)
        found.append(under)
    return found
