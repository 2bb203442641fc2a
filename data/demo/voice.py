"""How somebody writes: tone, dialect, slips of the pen, punctuation."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

DIALECTS = ("hunan", "sichuan", "north")


@dataclass(frozen=True, slots=True)
class Voice:
    """One writer: `tone` polite, plain, angry, elder or terse; dialect and slips in shares of what could be changed."""

    tone: str
    dialect: str
    slips: float
    stops: str

    @classmethod
    def of(cls, rng: random.Random) -> Voice:
        """A writer drawn by chance; three in four write without dialect, half without slips."""
        return cls(
            tone=rng.choices(("polite", "plain", "angry", "elder", "terse"), (26, 36, 18, 8, 12))[0],
            dialect=rng.choice(DIALECTS) if rng.random() < 0.24 else "",
            slips=rng.choice((0.0, 0.0, 0.08, 0.2)),
            stops=rng.choices(("。", "，", "！", " "), (70, 14, 9, 7))[0],
        )

    def write(self, sentence: str, pools: Mapping[str, list[str]], rng: random.Random, *, keep: str = "") -> str:
        """`sentence` as this writer puts it; the name `keep` stays untouched."""
        parts = re.split(f"({re.escape(keep)})", sentence) if keep else [sentence]
        return "".join(part if part == keep else self._changed(part, pools, rng) for part in parts)

    def _changed(self, text: str, pools: Mapping[str, list[str]], rng: random.Random) -> str:
        if self.dialect:
            text = _swap(text, pools[self.dialect], rng, 0.6)
        return _swap(text, pools["typo"], rng, self.slips) if self.slips else text

    def join(self, sentences: list[str], rng: random.Random) -> str:
        """`sentences` as one text with this writer's punctuation."""
        text = ""
        for sentence in sentences:
            mark = self.stops if rng.random() < 0.8 else "。"
            text += sentence if sentence.endswith(("？", "！", "：", "，", "”")) else sentence + mark
        return tidy(text)


def _swap(text: str, pairs: list[str], rng: random.Random, share: float) -> str:
    for pair in pairs:
        right, wrong = pair.split("=")
        if right in text and rng.random() < share:
            text = text.replace(right, wrong, 1)
    return text


def tidy(text: str) -> str:
    """`text` without doubled or colliding punctuation."""
    text = re.sub(r"[，、]+([。！？：；])", r"\1", text)
    text = re.sub(r"，{2,}", "，", text)
    text = re.sub(r"([。！？：])[，。：]+", r"\1", text)
    text = re.sub(r"^[，。！？：\s]+", "", text)
    text = re.sub(r"[，、：\s]+$", "。", text.strip())
    return text
