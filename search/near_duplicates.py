"""Folding of hits whose texts are nearly the same, so that one copied letter does not fill the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from core.normal import normal

GRAM = 3
LOOKED_AT = 400
"""Characters compared; a copied letter is copied from its beginning."""
ALIKE = 0.08
SAME = 0.8
"""Share of character triples in common above which two letters are copies of one text."""
_FEW = 64


def grams(text: str) -> frozenset[str]:
    """Character triples of the folded text."""
    plain = normal(text[:LOOKED_AT])
    return frozenset([plain[i : i + GRAM] for i in range(max(1, len(plain) - GRAM + 1))])


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard share, 0..1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if one or other else 1.0


class _Text:
    """The triples of one text, and a few of them that tell most texts apart."""

    def __init__(self, text: str) -> None:
        self.grams = grams(text)
        self.few = frozenset(islice(self.grams, _FEW))

    def copies(self, other: _Text) -> bool:
        """True for a likeness of `SAME` or more; no triples are compared beyond those that make it impossible."""
        missing = len(self.few) - len(self.few & other.grams)
        size, theirs = len(self.grams), len(other.grams)
        most = size - missing
        return most / (size + theirs - most) >= SAME and likeness(self.grams, other.grams) >= SAME


def folded(
    texts: Sequence[str], scores: Sequence[float], apart: Callable[[int, int], bool] = lambda one, other: False
) -> list[int]:
    """For each text the position of the earlier one it nearly repeats, or its own.

    Copies score alike against any question, so only texts with scores at most `ALIKE` apart are compared. `apart` says
    of two positions that they are no repeats of each other, copied as they may be.
    """
    first: list[int] = []
    made: dict[int, _Text] = {}
    found = []
    lengths = [min(len(text), LOOKED_AT) for text in texts]
    for place, length in enumerate(lengths):
        near = [p for p in first if abs(scores[p] - scores[place]) <= ALIKE and _agree(lengths[p], length)]
        for p in (*near, place) if near else ():
            if p not in made:
                made[p] = _Text(texts[p])
        same = next((p for p in near if made[place].copies(made[p]) and not apart(p, place)), place)
        if same == place:
            first.append(place)
        found.append(same)
    return found


def _agree(one: int, other: int) -> bool:
    return one >= SAME * other and other >= SAME * one
