"""A letter with several demands (一信多诉) asks several questions: the whole letter, and each demand by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.demands import split_demands
from core.words import content_words
from search.asking import Asked
from search.index import SearchIndex
from search.ranking import Question

MOST = 4
"""Demands looked for one by one; a letter with more is about its first ones."""
_SHORTEST = 12
"""Characters; a shorter demand (请尽快答复) says nothing about its matter."""
_FEWEST_WORDS = 3
_SHOWN = 40
_MARK = re.compile(r"^[（(]?[一二三四五六七八九1-9][）)]?[、，,.．]\s*")


@dataclass(frozen=True, slots=True)
class AskedDemand:
    """One demand of the asked letter: its place among them, from 1, its words, and what the index is asked."""

    ordinal: int
    text: str
    question: Question

    @property
    def label(self) -> str:
        """`诉求2：要求补发拖欠的工资`."""
        bare = _MARK.sub("", self.text).rstrip("。；;，, ")
        short = bare if len(bare) <= _SHOWN else f"{bare[: _SHOWN - 1]}…"
        return f"诉求{self.ordinal}：{short}"


def asked_demands(index: SearchIndex, ready: Asked) -> tuple[AskedDemand, ...]:
    """The demands worth a question of their own; none for a letter that asks for one thing alone."""
    found = split_demands(ready.text)
    if len(found) < 2:
        return ()
    telling = [(number, one.text) for number, one in enumerate(found, 1) if _tells(index, one.text)]
    return tuple(
        AskedDemand(number, text, index.question(text, exclude=ready.question.exclude))
        for number, text in telling[:MOST]
    )


def _tells(index: SearchIndex, text: str) -> bool:
    return len(text) >= _SHORTEST and len(set(content_words(text, index.dictionary))) >= _FEWEST_WORDS
