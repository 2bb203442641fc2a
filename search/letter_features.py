"""What learners see of letters: characters, words, the letter vector where there is an encoder, topics by words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from core.petition import Item
from core.words import content_words
from search.encoder import Vectors
from search.grams import LONGEST, Grams, Matrix, characters
from search.letter_topics import letter_topics

LetterVectors = Callable[[Sequence[Item]], Vectors | None]
"""Letter vectors of items, shape (n, dimension), or None when there is no encoder."""
MOST_EVIDENCE = 4
TOPICS = 0.7
"""How much the scores by topic count beside vectors of length 1."""
HEAD_TOPICS = 0.4
HEAD = 60
"""A letter says in its title or first line what it is about; its topics count once more."""


class LetterFeatures:
    """Features of letters as sparse rows; made from the letters that are learned from."""

    def __init__(self, chars: Grams, words: Grams, vectors: LetterVectors, *, dense: bool) -> None:
        self._chars, self._words, self._vectors, self._dense = chars, words, vectors, dense

    @classmethod
    def of(cls, items: Sequence[Item], vectors: LetterVectors) -> LetterFeatures:
        """Features that know the pieces of these letters."""
        letters = [item.letter for item in items]
        dense = vectors(items[:1]) is not None
        return cls(Grams.of(characters, letters), Grams.of(content_words, letters), vectors, dense=dense)

    def rows(self, items: Sequence[Item]) -> Matrix:
        """Sparse rows, shape (items, features). A letter nobody could encode has zeros for its vector."""
        letters = [item.letter for item in items]
        parts = [self._chars.rows(letters), self._words.rows(letters)]
        topics = letter_topics()
        parts.append(sparse.csr_matrix(TOPICS * topics.scores(letters)))
        parts.append(sparse.csr_matrix(HEAD_TOPICS * topics.scores([letter[:HEAD] for letter in letters])))
        if self._dense and (vectors := self._vectors(items)) is not None:
            parts.append(sparse.csr_matrix(vectors))
        return sparse.hstack(parts).tocsr()

    def evidence(self, row: Matrix, weights: NDArray[Any], text: str) -> tuple[str, ...]:
        """Words of the text that speak most for a label with these weights."""
        count = len(self._chars)
        speak = {j: weights[j] * value for j, value in zip(row.indices, row.data, strict=True) if j < len(weights)}
        places, words = self._chars.places, self._words.places

        def worth(word: str) -> float:
            pieces = (word[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(word) - n + 1))
            told = float(sum(speak.get(places.get(piece, -1), 0.0) for piece in pieces))
            return told + float(speak.get(count + words[word], 0.0)) if word in words else told

        found = {word: worth(word) for word in set(content_words(text))}
        best = sorted((word for word in found if found[word] > 0), key=lambda word: (-found[word], word))
        return tuple(best[:MOST_EVIDENCE])

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        named = {f"chars.{name}": part for name, part in self._chars.packed().items()}
        named |= {f"words.{name}": part for name, part in self._words.packed().items()}
        return named | {"dense": np.array(self._dense)}

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[Any]], vectors: LetterVectors) -> LetterFeatures:
        """The same features from `packed()`."""
        chars = Grams.unpacked(characters, inside(parts, "chars."))
        words = Grams.unpacked(content_words, inside(parts, "words."))
        return cls(chars, words, vectors, dense=bool(parts["dense"]))


def inside(parts: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    """The parts whose names begin with `prefix`, without it."""
    return {name.removeprefix(prefix): part for name, part in parts.items() if name.startswith(prefix)}
