"""The figures that order every answer (检索参数): weights of the legs, what else adds to a score, and floors.

An index holds one `Tuning`; an office may have its own, switched on only through the gate. `DEFAULT` is set on
labelled data by `benchmarks/` and comes with the product.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.errors import InputError
from core.ids import short_hash
from search.documents import CORPORA, Corpus
from search.ranking import Match, Question, Weights

HINT = '写法如 {"petitions": {"meaning": 0.54, "words": 0.36}}；没有写的数照产品的默认值'
_STEEPEST = 100.0
"""No weight of a reranker is larger than this; larger ones are slips of the pen."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What may add to the two legs, at most this much each; with the legs they sum to 1."""

    structure: float = 0.0
    outcome: float = 0.0
    rank: float = 0.0
    asked: float = 0.0
    """For articles of acts that people often ask about."""
    again: float = 0.0
    """What each article of the same act before it takes away, where a whole letter is put to the law."""
    local: float = 0.0
    """What 有用/无用 of the office may add or take away; beside the others, for it is nothing without judgments."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Shares of the two legs below which a document is rather unlike than like what was asked."""

    letter: float
    few_words: float
    """A few words agree with much more easily than a whole letter."""

    def of(self, question: Question) -> float:
        """The floor for this question."""
        return self.few_words if question.short else self.letter


@dataclass(frozen=True, slots=True)
class CorpusTuning:
    """All that orders the documents of one corpus; `reranker` is a linear model, feature → weight, empty for none."""

    weights: Weights
    floor: Floor
    parts: Parts = Parts()
    reranker: Mapping[str, float] = field(default_factory=dict)

    def share(self, match: Match) -> float:
        """The two legs of a match alone on a scale of 0..1; words alone where there is no vector."""
        if match.similarity is None:
            return match.words
        legs = self.weights.meaning * match.similarity + self.weights.words * match.words
        return legs / (self.weights.meaning + self.weights.words)

    def similar(self, match: Match, question: Question) -> bool:
        """True when the match is above the floor for this question."""
        return self.share(match) >= self.floor.of(question)


@dataclass(frozen=True, slots=True)
class Tuning:
    """One tuning for each corpus; equal figures have an equal `version`."""

    petitions: CorpusTuning
    articles: CorpusTuning
    members: CorpusTuning

    def of(self, corpus: Corpus) -> CorpusTuning:
        """What orders this corpus."""
        found: CorpusTuning = getattr(self, corpus)
        return found

    @property
    def version(self) -> str:
        """A short name made from all figures; stands beside every figure and export."""
        return short_hash(json.dumps(to_json(self), sort_keys=True))


DEFAULT = Tuning(
    petitions=CorpusTuning(Weights(0.54, 0.36), Floor(0.45, 0.52), Parts(structure=0.08, outcome=0.02, local=0.05)),
    articles=CorpusTuning(Weights(0.66, 0.25), Floor(0.34, 0.36), Parts(asked=0.07, rank=0.02, again=0.03, local=0.05)),
    members=CorpusTuning(Weights(0.6, 0.4), Floor(0.45, 0.48)),
)


def to_json(tuning: Tuning) -> dict[str, dict[str, Any]]:
    """Corpus → name → figure, as `from_json` reads it."""
    return {corpus: _figures(tuning.of(corpus)) for corpus in CORPORA}


def _figures(one: CorpusTuning) -> dict[str, Any]:
    told = {f.name: getattr(part, f.name) for part in (one.weights, one.parts) for f in fields(part)}
    floors = {f"floor_{f.name}": getattr(one.floor, f.name) for f in fields(one.floor)}
    return {**told, **floors, "reranker": dict(sorted(one.reranker.items()))}


def from_json(value: object) -> Tuning:
    """The tuning written as JSON; what is left out is as in `DEFAULT`. InputError names what cannot be taken."""
    if not isinstance(value, dict):
        raise InputError("检索参数不是一个 JSON 对象", HINT)
    if unknown := sorted(set(value) - set(CORPORA)):
        raise InputError(f"检索参数里有不认识的库“{unknown[0]}”，只有 {'、'.join(CORPORA)}", HINT)
    return Tuning(**{corpus: _corpus(corpus, value.get(corpus, {})) for corpus in CORPORA})


def from_stored(value: object) -> Tuning:
    """The tuning an office once stored; figures that this version no longer knows are left out."""
    if isinstance(value, dict):
        known = to_json(DEFAULT)
        value = {
            corpus: {name: one for name, one in figures.items() if name in known[corpus]}
            for corpus, figures in value.items()
            if corpus in known and isinstance(figures, dict)
        }
    return from_json(value)


def _corpus(corpus: Corpus, value: object) -> CorpusTuning:
    known = _figures(DEFAULT.of(corpus))
    if not isinstance(value, dict):
        raise InputError(f"“{corpus}”的检索参数不是一个 JSON 对象", HINT)
    if unknown := sorted(set(value) - set(known)):
        raise InputError(f"“{corpus}”里有不认识的参数“{unknown[0]}”，只有 {'、'.join(known)}", HINT)
    given = known | value
    figures = {name: _figure(f"{corpus}.{name}", given[name], 0.0, 1.0) for name in known if name != "reranker"}
    weights = Weights(figures["meaning"], figures["words"])
    if weights.meaning + weights.words <= 0:
        raise InputError(f"“{corpus}”的语义（meaning）和字词（words）两个权重都是 0，什么也查不到", HINT)
    return CorpusTuning(
        weights,
        Floor(figures["floor_letter"], figures["floor_few_words"]),
        Parts(**{f.name: figures[f.name] for f in fields(Parts)}),
        _reranker(corpus, given["reranker"]),
    )


def _reranker(corpus: Corpus, value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise InputError(f"“{corpus}.reranker”不是一个 JSON 对象", '写法如 {"words": 0.4}，不重排则写 {}')
    return {name: _figure(f"{corpus}.reranker.{name}", weight, -_STEEPEST, _STEEPEST) for name, weight in value.items()}


def _figure(name: str, value: object, least: float, most: float) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not fits or not least <= float(value) <= most:  # type: ignore[arg-type]
        raise InputError(f"“{name}”应是 {least:g} 到 {most:g} 的数，写的是 {value!r}", HINT)
    return float(value)  # type: ignore[arg-type]
