"""Articles of procedure by step (程序依据): which rule of the petition regulations governs a step on its day (F36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.ids import article_id, regulation_id
from core.numerals import to_chinese
from core.packaged import packaged_yaml


@dataclass(frozen=True, slots=True)
class Clause:
    """One article of procedure with paragraph and item (0: not named), and the id its text is found by."""

    act: str
    number: int
    paragraph: int
    item: int

    @property
    def article_id(self) -> str:
        """The version-spanning id of the article."""
        return article_id(regulation_id(self.act), self.number)

    @property
    def label(self) -> str:
        """《信访工作条例》第二十二条第一款."""
        tail = f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        tail += f"第{to_chinese(self.item)}项" if self.item else ""
        return f"《{self.act}》第{to_chinese(self.number)}条{tail}"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure: the states it leads to, its name, what it demands, and the articles it rests on."""

    states: tuple[str, ...]
    label: str
    rule: str
    clauses: tuple[Clause, ...]


def steps_on(day: date) -> tuple[Step, ...]:
    """The steps as the act in force on `day` governs them; for procedure the day of the step counts (domain 8.7)."""
    act = next((title for title, start, end in _acts() if start <= day and (end is None or day < end)), "")
    return tuple(_steps(act))


def step_to(state: str, day: date) -> Step | None:
    """The step that leads to `state`; None for a state no article speaks of."""
    return next((step for step in steps_on(day) if state in step.states), None)


@lru_cache(maxsize=1)
def _acts() -> tuple[tuple[str, date, date | None], ...]:
    return tuple((one["title"], one["from"], one.get("until")) for one in packaged_yaml("procedure.yaml")["acts"])


def _steps(act: str) -> Iterator[Step]:
    for one in packaged_yaml("procedure.yaml")["steps"]:
        clauses = tuple(Clause(act, *numbers) for numbers in one["articles"].get(act, ()))
        yield Step(tuple(one["states"]), one["label"], one["rule"], clauses)
