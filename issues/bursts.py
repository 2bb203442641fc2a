"""Whether an issue comes more often than expected (突增), against season and the volume of all letters.

An issue's share of all letters in the year before is expected to go on; the season is how its class moved in the same
days a year ago, shrunk towards "no season" where letters are few. What may come is then negative binomial: the Poisson
of a rate that is itself known only from the letters so far. Few letters give a wide interval and no alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.special import betainc

LEAST_SEEN = 5
"""Letters from which more than expected is called a burst (domain 6.5: rising if cur ≥ 5)."""
SURE = 0.05
"""Share of false alarms allowed among all that are told, over all issues looked at together (Benjamini–Hochberg)."""
INTERVAL = 0.90
_STEADY = 20.0
"""Letters of a season that weigh as much as the assumption that there is none."""
_PRIOR = 0.5
_MOST = 100_000

Verdict = Literal["more", "fewer", "usual", "unknown"]
VERDICT_LABELS = {"more": "高于预期", "fewer": "低于预期", "usual": "在预期之内", "unknown": "无从比较"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An issue's letters now and in the baseline, with all letters of both, and its class now a year ago."""

    seen: int
    before: int
    all_now: int
    all_before: int
    class_then: int = 0
    class_before: int = 0
    all_then: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What was to be expected: mean, bounds of the 90 % interval, chance of so many or more, of so few or fewer."""

    expected: float
    low: int
    high: int
    chance_more: float
    chance_fewer: float
    season: float = 1.0


def outlook(counted: Counted) -> Outlook | None:
    """What was to be expected; None where the baseline has no letters at all."""
    if not counted.all_before or not counted.all_now:
        return None
    season = _season(counted)
    shape, exposure = counted.before + _PRIOR, counted.all_now * season
    steady = counted.all_before / (counted.all_before + exposure)
    return Outlook(
        expected=shape * exposure / counted.all_before,
        low=_quantile(shape, steady, (1 - INTERVAL) / 2),
        high=_quantile(shape, steady, (1 + INTERVAL) / 2),
        chance_more=_at_least(counted.seen, shape, steady),
        chance_fewer=_at_most(counted.seen, shape, steady),
        season=season,
    )


def _season(counted: Counted) -> float:
    """How much more than usual the class came in the same days a year ago, all letters considered."""
    usual = counted.all_then * counted.class_before / counted.all_before
    return (counted.class_then + _STEADY) / (usual + _STEADY) if counted.all_then else 1.0


def _at_most(count: int, shape: float, steady: float) -> float:
    return float(betainc(shape, count + 1, steady))


def _at_least(count: int, shape: float, steady: float) -> float:
    return 1.0 if count <= 0 else float(betainc(count, shape, 1.0 - steady))


def _quantile(shape: float, steady: float, share: float) -> int:
    """The smallest count that is not exceeded with this share."""
    low, high = 0, 1
    while _at_most(high, shape, steady) < share and high < _MOST:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        if _at_most(middle, shape, steady) < share:
            low = middle + 1
        else:
            high = middle
    return low


def verdicts(looked: Sequence[tuple[int, Outlook | None]]) -> list[Verdict]:
    """For each (seen, outlook) whether it is more or fewer than expected; chance among many issues is allowed for."""
    more = _told([one.chance_more for _, one in looked if one])
    fewer = _told([one.chance_fewer for _, one in looked if one])
    return [_verdict(seen, one, more, fewer) for seen, one in looked]


def _verdict(seen: int, found: Outlook | None, more: float, fewer: float) -> Verdict:
    if found is None:
        return "unknown"
    if seen >= LEAST_SEEN and found.chance_more <= more:
        return "more"
    return "fewer" if found.expected >= LEAST_SEEN and found.chance_fewer <= fewer else "usual"


def _told(chances: Sequence[float]) -> float:
    """The chance up to which it is told: at most `SURE` of what is told is expected to be false, all looked at counted.

    Issues too small to be told count too: having looked at them is what makes a rare sight likely somewhere.
    """
    ordered = sorted(chances)
    return max((c for rank, c in enumerate(ordered, 1) if c <= SURE * rank / len(ordered)), default=-1.0)
