"""Folding of hits whose texts are nearly the same, so that one copied letter does not fill the list."""

from __future__ import annotations

from collections.abc import Sequence

from core.normal import normal

GRAM = 3
LOOKED_AT = 400
"""Characters compared; a copied letter is copied from its beginning."""
SAME = 0.8
"""Share of character triples in common above which two letters are copies of one text."""


def grams(text: str) -> frozenset[str]:
    """Character triples of the folded text."""
    plain = normal(text[:LOOKED_AT])
    return frozenset(plain[i : i + GRAM] for i in range(max(1, len(plain) - GRAM + 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard share, 0..1."""
    return len(one & other) / len(one | other) if one or other else 1.0


def folded(texts: Sequence[str]) -> list[int]:
    """For each text the position of the earlier one it nearly repeats, or its own."""
    first: list[tuple[int, frozenset[str]]] = []
    found = []
    for place, text in enumerate(texts):
        mine = grams(text)
        same = next((p for p, other in first if _near(mine, other)), place)
        if same == place:
            first.append((place, mine))
        found.append(same)
    return found


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return shorter >= SAME * longer and likeness(one, other) >= SAME
