"""The few weights of the ranking, one set a corpus, set on labelled data by `benchmarks/`; equal for all offices."""

from __future__ import annotations

from dataclasses import dataclass

from search.documents import Corpus
from search.ranking import Match, Question, Weights


@dataclass(frozen=True, slots=True)
class Parts:
    """What may add to the two legs, at most this much each; with the legs they sum to 1."""

    structure: float = 0.0
    outcome: float = 0.0
    act: float = 0.0
    rank: float = 0.0


WEIGHTS: dict[Corpus, Weights] = {
    "petitions": Weights(meaning=0.54, words=0.36),
    "articles": Weights(meaning=0.64, words=0.28),
    "members": Weights(meaning=0.6, words=0.4),
}
PARTS: dict[Corpus, Parts] = {
    "petitions": Parts(structure=0.08, outcome=0.02),
    "articles": Parts(act=0.05, rank=0.03),
    "members": Parts(),
}


@dataclass(frozen=True, slots=True)
class Floor:
    """Shares of the two legs below which a document is rather unlike than like what was asked."""

    letter: float
    few_words: float
    """A few words agree with much more easily than a whole letter."""

    def of(self, question: Question) -> float:
        """The floor for this question."""
        return self.few_words if question.short else self.letter


FLOORS: dict[Corpus, Floor] = {
    "petitions": Floor(letter=0.45, few_words=0.52),
    "articles": Floor(letter=0.45, few_words=0.48),
    "members": Floor(letter=0.45, few_words=0.48),
}
SHARED = {"place": 0.5, "respondent": 0.2, "issue": 0.2, "unit": 0.05, "article": 0.05}
"""How much each shared node counts inside the structure part."""
RANKS = {
    "constitution": 1.0,
    "law": 1.0,
    "party_regulation": 1.0,
    "judicial_interpretation": 0.5,
    "administrative_regulation": 0.25,
    "supervision_regulation": 0.25,
    "department_rule": 0.25,
    "local_regulation": 0.25,
}
"""Of articles that fit alike the one of the higher act is shown first (上位法在前); 党内法规 governs petition work."""
OUTCOMES = {"support": 1.0, "partial_support": 0.8, "explain": 0.6, "in_progress": 0.3, "not_support": 0.5}
"""An answer that settled something serves as a precedent before one that promised or passed on."""
RATINGS = {"satisfied": 0.0, "basically": 0.0, "dissatisfied": -0.3}


def legs_share(match: Match, weights: Weights) -> float:
    """The two legs alone on a scale of 0..1; words alone where there is no vector."""
    if match.similarity is None:
        return match.words
    legs = weights.meaning * match.similarity + weights.words * match.words
    return legs / (weights.meaning + weights.words)
