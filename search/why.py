"""Why a document was found: parts that add up to its score, words in common, and one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.words import EMPTY, Dictionary, content_words

MOST_WORDS = 6
PART_LABELS = {
    "meaning": "语义",
    "words": "字词",
    "structure": "结构",
    "outcome": "办理结果",
    "rank": "效力位阶",
    "asked": "常用法",
    "named": "点名引用",
    "again": "同一法规已有条文",
    "local": "本办反馈",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """`parts` (see PART_LABELS) sum to the score; `words` are in both texts, rarest first; `shared` names nodes."""

    parts: Mapping[str, float]
    similarity: float | None = None
    words: tuple[str, ...] = ()
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentence: str = ""

    @property
    def score(self) -> float:
        """The sum of the parts."""
        return round(sum(self.parts.values()), 6)


def words_in_common(
    asked: Sequence[str], found: str, frequency: Callable[[str], int] | None, dictionary: Dictionary = EMPTY
) -> tuple[str, ...]:
    """Those of the asked words of meaning that also stand in `found`, the rarest first, none inside another."""
    here = set(content_words(found, dictionary))
    both = {word for word in asked if word in here}
    rarest = sorted(both, key=lambda word: (frequency(word) if frequency else 0, word))
    kept: list[str] = []
    for word in rarest:
        if not any(word in other for other in kept):
            kept.append(word)
    return tuple(kept[:MOST_WORDS])


def quoted(names: Sequence[str]) -> str:
    """`“甲”、“乙”`."""
    return "、".join(f"“{name}”" for name in names)


def sentence(why: Why, *, facts: Sequence[str] = ()) -> str:
    """One Chinese sentence from what two texts share; `facts` are clauses to end with."""
    clauses = []
    if why.words:
        clauses.append(f"都提到{quoted(why.words)}")
    if why.similarity is not None:
        clauses.append(f"语义相似度 {why.similarity:.2f}")
    clauses += [f"{label}{quoted(names)}" for label, names in why.shared.items() if names]
    clauses += facts
    return ("，".join(clauses) or "没有可指出的共同之处") + "。"
