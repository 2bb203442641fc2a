"""What discovery answers with: events (事件) at one place or respondent, and patterns (规律) that join them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Level = Literal["event", "pattern"]
LEVEL_LABELS: Mapping[str, str] = {"event": "单一事件", "pattern": "共性规律"}
Apart = Literal["other_place", "other_respondent", "same_text", "other_matter", "person"]
APART_LABELS: Mapping[str, str] = {
    "other_place": "地点不同",
    "other_respondent": "被反映对象不同",
    "same_text": "文字相同、地点不同",
    "other_matter": "同一地点、另一件事",
    "person": "经办人排除",
}


@dataclass(frozen=True, slots=True)
class Member:
    """An item of the issue, why it belongs as a Chinese sentence, and its mean likeness to the others, 0–1."""

    item_id: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An item kept out though words or place match; `kind` is a key of `APART_LABELS`."""

    item_id: str
    reason: str
    kind: Apart = "other_matter"
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How often a unit, place, article or class stands behind the members; `id` empty when it is text only."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the table issue class × place × unit, counting items."""

    class_code: str
    place: str
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Weight:
    """One part of the rank: what was measured (`value`, 0–1), how much it weighs, and why in Chinese."""

    name: str
    label: str
    value: float
    weight: float
    note: str = ""

    @property
    def share(self) -> float:
        """What this part adds to the rank."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """First and last day, letters a week (Monday → count, gaps as 0), and the last 30 days against the 30 before."""

    first: date | None = None
    last: date | None = None
    weekly: tuple[tuple[date, int], ...] = ()
    period_days: int = 30
    this_period: int = 0
    last_period: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Who, where, by which rule and of which class; the most frequent first, then by label."""

    units: tuple[Share, ...] = ()
    places: tuple[Share, ...] = ()
    respondents: tuple[Share, ...] = ()
    articles: tuple[Share, ...] = ()
    classes: tuple[Share, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonIssue:
    """One event or pattern. `sides` counts petitioner sides, `matters` the matters behind the items.

    `arrivals` are new items that look like members of an issue a person has confirmed: they wait for a decision.
    """

    id: str
    level: Level
    label: str
    members: tuple[Member, ...]
    lookalikes: tuple[Lookalike, ...] = ()
    arrivals: tuple[Member, ...] = ()
    state: str = "candidate"
    qualified: bool = False
    why_not: str = ""
    sides: int = 0
    matters: int = 0
    examples: tuple[str, ...] = ()
    """Up to three member headlines, masked, nearest to the middle first."""
    trend: Trend = field(default_factory=Trend)
    breakdown: Breakdown = field(default_factory=Breakdown)
    weights: tuple[Weight, ...] = ()
    parent: str = ""
    children: tuple[str, ...] = ()

    @property
    def rank(self) -> float:
        """The sum of the weighted parts, 0–1."""
        return round(sum(weight.share for weight in self.weights), 6)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the members in their order."""
        return tuple(member.item_id for member in self.members)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Events and patterns over one selection, each highest rank first, then by id; `letters` is how many were read."""

    events: tuple[CommonIssue, ...]
    patterns: tuple[CommonIssue, ...]
    letters: int = 0

    @property
    def issues(self) -> tuple[CommonIssue, ...]:
        """Patterns, then events."""
        return (*self.patterns, *self.events)
