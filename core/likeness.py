"""How alike articles of two acts are: cosine over pairs of neighbouring characters, rare pairs weighing more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from core.normal import fold
from core.numerals import NUMERAL

_REFERENCE = re.compile(rf"第\s*(?:{NUMERAL})\s*([条款项章节编])")
_SIGNS = re.compile(r"[^0-9A-Za-z㐀-鿿]+")

Bag = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The bags of both sides, the weight of each pair of characters, and the most alike (old, new, cosine)."""

    old: tuple[Bag, ...]
    new: tuple[Bag, ...]
    weight: Mapping[str, float]
    pairs: tuple[tuple[int, int, float], ...]

    def share(self, part: Bag, whole: Bag, without: Bag) -> float:
        """Which share of `part`, by weight, is found in `whole` after `without` was taken out of it."""
        total = found = 0.0
        for gram, count in part.items():
            weight = self.weight[gram]
            total += weight * count
            found += weight * min(count, max(0, whole.get(gram, 0) - without.get(gram, 0)))
        return found / total if total else 0.0


def likeness(old: Sequence[str], new: Sequence[str], *, best: int) -> Likeness:
    """Both sides compared; for each article of either side at least its `best` most alike of the other are kept."""
    bags, others = tuple(map(bag, old)), tuple(map(bag, new))
    weight = _weights((*bags, *others))
    cosines = list(_cosines(bags, others, weight))
    kept = {pair[:2] for pair in _best(cosines, 0, best)} | {pair[:2] for pair in _best(cosines, 1, best)}
    return Likeness(bags, others, weight, tuple(pair for pair in cosines if pair[:2] in kept))


def bag(text: str) -> Bag:
    """The pairs of neighbouring characters of `text`, without signs and without the numbers of cross-references."""
    plain = _SIGNS.sub("", _REFERENCE.sub(r"第\1", fold(text)))
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1)) if len(plain) > 1 else Counter([plain])


def _weights(bags: Sequence[Bag]) -> dict[str, float]:
    seen = Counter(gram for one in bags for gram in one)
    return {gram: log(1 + len(bags) / count) for gram, count in seen.items()}


def _cosines(old: Sequence[Bag], new: Sequence[Bag], weight: Mapping[str, float]) -> Iterator[tuple[int, int, float]]:
    index: dict[str, list[tuple[int, float]]] = {}
    for j, vector in enumerate(_unit(one, weight) for one in new):
        for gram, value in vector.items():
            index.setdefault(gram, []).append((j, value))
    for i, one in enumerate(old):
        sums = [0.0] * len(new)
        for gram, value in _unit(one, weight).items():
            for j, other in index.get(gram, ()):
                sums[j] += value * other
        yield from ((i, j, round(s, 6)) for j, s in enumerate(sums) if s > 0.1)


def _unit(one: Bag, weight: Mapping[str, float]) -> dict[str, float]:
    vector = {gram: weight[gram] * (1 + log(count)) for gram, count in one.items()}
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {gram: value / length for gram, value in vector.items()}


def _best(pairs: Sequence[tuple[int, int, float]], side: int, best: int) -> Iterator[tuple[int, int, float]]:
    by_one: dict[int, list[tuple[int, int, float]]] = {}
    for pair in pairs:
        by_one.setdefault(pair[0] if side == 0 else pair[1], []).append(pair)
    for several in by_one.values():
        yield from sorted(several, key=lambda p: (-p[2], p[0], p[1]))[:best]
