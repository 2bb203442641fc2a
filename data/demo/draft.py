"""One letter in the making, from the plan to the row."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime

from data.demo.people import Petitioner
from data.demo.places import Place
from data.demo.situations import Situation


@dataclass(slots=True)
class Step:
    """One step of handling (办理环节) with its moment, unit and note."""

    at: datetime
    step: str
    unit: str
    note: str = ""


@dataclass(slots=True)
class Personal:
    """Personal data planted in the text of a letter."""

    kind: str
    text: str


@dataclass(slots=True)
class Cited:
    """An article a reply names, as written; `flaw` says what is wrong with it on the day of the reply or today."""

    quote: str
    law: str
    article: int
    flaw: str = ""


@dataclass(slots=True)
class Draft:
    """One letter: what was planned (above) and what the writers filled in (below)."""

    key: str
    situation: Situation
    place: Place
    person: Petitioner
    at: datetime
    event: str = ""
    pattern: str = ""
    lookalike_of: str = ""
    lookalike_kind: str = ""
    second: Situation | None = None
    earlier: str = ""
    accusation: str = ""
    accused: str = ""
    people: int = 1
    joint: bool = False
    channel: str = "网上"
    size: str = ""
    copy_of: str = ""
    called: str = ""
    told: dict[str, str] = field(default_factory=dict)
    respondent: str = ""

    number: str = ""
    title: str = ""
    text: str = ""
    personal: list[Personal] = field(default_factory=list)
    state: str = ""
    due: date | None = None
    registered: datetime | None = None
    outcome: str = ""
    reply: str = ""
    replied: datetime | None = None
    rating: str = ""
    unit: str = ""
    returned: str = ""
    steps: list[Step] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The key of the first letter about the same matter."""
        return self.key.partition("#")[0]

    @property
    def variant(self) -> int:
        """Which variant of the situation is told, the same in every letter about one matter."""
        return random.Random(f"variant {self.root}").choice(self.situation.variants)

    @property
    def second_variant(self) -> int:
        """Which variant of the second situation is told."""
        return random.Random(f"second variant {self.root}").choice(self.second.variants) if self.second else 0

    @property
    def day(self) -> date:
        """The day the letter came in."""
        return self.at.date()
