"""What a letter is about, by words: scores of the upper issue classes, from a table that comes with the product.

The table is a linear model over words, made by `python -m benchmarks.letter_topics` from public labelled letters
(its card lies beside it). The scores are features among others: an office's own labels, whatever they are called,
are learned on top of them, so that a few hundred labelled letters go further.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.words import content_words
from search.grams import Grams

FOLDER = Path(__file__).resolve().parent.parent / "data" / "models" / "letter-topics"


def topic_pieces(text: str) -> list[str]:
    """Words, and the pairs of characters inside longer ones, so that 农民工资 is known where 农民工 is."""
    found = []
    for word in content_words(text):
        found.append(word)
        if len(word) > 2:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
    return found


class LetterTopics:
    """Scores of texts, one column a class of `codes`; above 0 speaks for the class, below against it."""

    def __init__(
        self, grams: Grams, weights: NDArray[np.float32], offsets: NDArray[np.float32], codes: Sequence[str]
    ) -> None:
        self._grams, self._weights, self._offsets = grams, weights, offsets
        self.codes = tuple(codes)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts, classes)."""
        found: NDArray[np.float32] = np.asarray(self._grams.rows(texts) @ self._weights, dtype=np.float32)
        return found + self._offsets


@lru_cache(maxsize=1)
def letter_topics() -> LetterTopics:
    """The table of the product."""
    with np.load(FOLDER / "weights.npz", allow_pickle=False) as file:
        parts: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    weights = parts["weights"].astype(np.float32) * parts["scale"]
    return LetterTopics(Grams.unpacked(topic_pieces, parts), weights, parts["offsets"], card["codes"])
