"""Which issue to take up first, by five visible parts: volume, growth, repeats, unsolved, legal gap.

All are measured on matters and letters; nothing is ever ranked by person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from issues.common_issue import Trend, Weight
from issues.letters import Letter

WEIGHTS: Mapping[str, float] = {"volume": 0.30, "growth": 0.20, "repeat": 0.15, "unsolved": 0.25, "legal_gap": 0.10}
LABELS: Mapping[str, str] = {
    "volume": "涉及面",
    "growth": "增长",
    "repeat": "重复反映",
    "unsolved": "未解决",
    "legal_gap": "依据缺口",
}
_FULL_VOLUME = 50


def weights_of(letters: Sequence[Letter], trend: Trend) -> tuple[Weight, ...]:
    """The parts of the rank with their values and what they were measured on."""
    sides = len({letter.petitioner_side for letter in letters})
    again = len(letters) - len({letter.matter or letter.petitioner_side for letter in letters})
    unsolved = sum(not letter.resolved for letter in letters)
    answered = [letter for letter in letters if letter.concluded]
    bare = sum(not letter.articles for letter in answered)
    count = max(len(letters), 1)
    values = {
        "volume": (
            min(1.0, math.log1p(sides) / math.log1p(_FULL_VOLUME)),
            f"{sides} 个信访人（方）、{len(letters)} 件",
        ),
        "growth": (_growth(trend), f"近 {trend.period_days} 天 {trend.this_period} 件，此前 {trend.last_period} 件"),
        "repeat": (again / count, f"{again} 件是同一事项的重复反映"),
        "unsolved": (unsolved / count, f"{unsolved} 件尚未解决"),
        "legal_gap": (
            bare / len(answered) if answered else 0.0,
            f"{bare} 件答复没有引用依据（共 {len(answered)} 件答复）",
        ),
    }
    return tuple(Weight(key, LABELS[key], round(value, 4), WEIGHTS[key], note) for key, (value, note) in values.items())


def _growth(trend: Trend) -> float:
    """From 0 (falling) over 0.5 (steady) to 1, smoothed so that small numbers do not shout."""
    now, before = trend.this_period, trend.last_period
    if not now + before:
        return 0.0
    return max(0.0, min(1.0, 0.5 + (now - before) / (2 * (now + before + 5))))
