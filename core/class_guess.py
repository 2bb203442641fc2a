"""A first guess at the issue class of a letter, by hot words, label words and the rules for overlaps (domain 4)."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from core.normal import fold
from core.phrases import Phrases
from core.taxonomy import OTHER, classes, hint_weights


class Hit(NamedTuple):
    """A word of the text that speaks for a class; offsets in the text as given."""

    word: str
    start: int
    end: int


class ClassGuess(NamedTuple):
    """A class with its share of all evidence (0 to 1) and the words it rests on."""

    code: str
    score: float
    evidence: tuple[Hit, ...]


_LABEL_WEIGHT = 1.0
_UNIT_WORDS = frozenset({"交通运输", "社会服务", "公共卫生"})  # labels that are rather heard in names of units
_HEAD = 60  # a letter says in its first line what it is about
_HEAD_FACTOR = 1.6

# (words in the text, class that gains, class that loses): where both were suggested, evidence moves over.
_OVERLAPS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), gains, loses)
    for pattern, gains, loses in (
        (r"村|组|农村|集体土地|宅基地|农户|乡镇", "0107", "0106"),
        (r"国有土地|棚户区|市区|城区|单位宿舍", "0106", "0107"),
        (r"青苗|承包地|耕地|农田|失地", "0303", "0106"),
        (r"邻居|相邻|隔壁|建房", "101201", "0304"),
        (r"权属|确权|归属|争议", "0304", "1012"),
        (r"单位|公司|企业|不缴|不交|少缴", "010901", "1503"),
        (r"工地|民工|包工头|劳务|工人", "1506", "0108"),
        (r"物业|业委会|业主", "010903", "010211"),
        (r"法院|判决|执行", "131101", "1308"),
        (r"培训|补习|辅导", "1402", "1103"),
        (r"吃|餐|食|饭", "120301", "110303"),
        (r"\A(?!.*(?:学|教|幼儿园|补课|老师))", "110307", "140302"),
        (r"工厂|矿|企业|生产", "0701", "0101"),
    )
)


def guess_class(text: str, limit: int = 5) -> list[ClassGuess]:
    """The likeliest classes of `text`, best first, at most `limit`; empty when no word speaks for any.

    Scores are shares of all evidence. A class of level 3 lends half of its evidence to its level 2 class, so that
    scattered words of one field add up; the upper class is listed only where no class beneath it is.
    """
    weights, hits = _weigh(fold(text).lower())
    if not weights:
        return []
    present = {c[:n] for c in weights for n in (4, 6)}
    for pattern, gains, loses in _OVERLAPS:
        if gains in present and loses in present and pattern.search(text):
            _move(weights, hits, gains, loses)
    field = _fields(weights)
    total = sum(weights.values())
    ranked = sorted(weights, key=lambda c: (-(weights[c] + 0.5 * field[c[:4]] + 0.3 * field[c[:2]]), c))
    return [ClassGuess(code, round(weights[code] / total, 4), tuple(hits[code])) for code in ranked[:limit]]


def guess_level_one(text: str) -> str:
    """Code of the level 1 class that the words of `text` speak for most; "" when none does."""
    weights, _ = _weigh(fold(text).lower())
    field = _fields(weights)
    tops = {c[:2] for c in weights}
    return min(tops, key=lambda c: (-field[c], c)) if tops else ""


def _fields(weights: Mapping[str, float]) -> dict[str, float]:
    field: dict[str, float] = defaultdict(float)
    for code, weight in weights.items():
        field[code[:2]] += weight
        field[code[:4]] += weight
    return field


def _weigh(text: str) -> tuple[dict[str, float], dict[str, list[Hit]]]:
    phrases, votes = _lexicon()
    seen: dict[str, int] = defaultdict(int)
    weights: dict[str, float] = defaultdict(float)
    hits: dict[str, list[Hit]] = defaultdict(list)
    for start, end in phrases.find(text):
        word = text[start:end]
        seen[word] += 1
        factor = (_HEAD_FACTOR if start < _HEAD else 1.0) * (math.sqrt(seen[word]) - math.sqrt(seen[word] - 1))
        hit = Hit(word, start, end)
        for code, weight in votes[word]:
            weights[code] += weight * factor
            hits[code].append(hit)
    return weights, hits


def _move(weights: dict[str, float], hits: dict[str, list[Hit]], gains: str, loses: str) -> None:
    """Half of the evidence of classes under `loses` goes to the best class under `gains`."""
    best = max((c for c in weights if c.startswith(gains)), key=lambda c: (weights[c], c))
    for code in [c for c in weights if c.startswith(loses)]:
        weights[best] += weights[code] / 2
        hits[best] += [h for h in hits[code] if h not in hits[best]]
        weights[code] /= 2


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Phrases, Mapping[str, tuple[tuple[str, float], ...]]]:
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for code, one in classes().items():
        if one.level > 1 and one.label != OTHER and 3 <= len(one.label) <= 8 and one.label not in _UNIT_WORDS:
            votes[one.label.lower()].setdefault(code, _LABEL_WEIGHT)
    for code, hints in hint_weights().items():
        for word, weight in hints.items():
            votes[word.lower()][code] = weight
    kept = {word: tuple(sorted(found.items())) for word, found in votes.items() if len(word) > 1}
    return Phrases(kept), kept
