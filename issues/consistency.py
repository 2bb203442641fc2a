"""Near-identical matters that were decided the opposite way (处理不一), as a list for supervision (N12).

Place is left aside: the same demand told in nearly the same words, granted here and refused there, or then and now.
Only matters are compared, never who decided them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from issues.letters import Letter
from issues.likeness import compare_letters
from issues.patterns import in_matter

NEAR_IDENTICAL = 0.60
"""Likeness in matter from which two letters ask for the same; `issues.patterns` joins from 0.52 on."""
NEIGHBOURS = 30
MOST_EACH = 3
"""Opposites told for one letter."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """Rows of a letter that was refused and one that was granted, and how alike they are in matter."""

    refused: int
    granted: int
    alike: float


def opposed(letters: Sequence[Letter], vectors: NDArray[np.float32], granted: NDArray[np.bool_]) -> list[Opposed]:
    """Pairs of near-identical letters of which one was granted and one refused, the most alike first.

    Each letter stands in at most three pairs, so that one odd decision does not fill the list.
    """
    if len(letters) < 2:
        return []
    likeness = compare_letters(letters, vectors)
    one, other = likeness.neighbours(NEIGHBOURS)
    across = granted[one] != granted[other]
    one, other = one[across], other[across]
    compared = likeness.compare(one, other)
    alike = in_matter(compared.meaning, compared.wording, compared.matter, compared.category)
    order = np.lexsort((other, one, -alike))
    told: dict[int, int] = {}
    found = []
    for at in order[alike[order] >= NEAR_IDENTICAL]:
        first, second = int(one[at]), int(other[at])
        if max(told.get(first, 0), told.get(second, 0)) >= MOST_EACH:
            continue
        told[first], told[second] = told.get(first, 0) + 1, told.get(second, 0) + 1
        refused, allowed = (second, first) if granted[first] else (first, second)
        found.append(Opposed(refused, allowed, round(float(alike[at]), 4)))
    return found
