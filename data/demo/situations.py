"""Situations people write about, read from `letters/*.txt`: fragments with choices `{a|b}` and slots `<p>`.

A situation starts with `@ id code unit place-kind`; below it each line is one fragment, its first letter says which:
`=` class path, `L` law (with `<day` or `>=day`), `M` months, `P` purpose, `W` weight, `O` only these places,
`t` title, `f` fact, `h` hardship, `a` demand, `r` reply after its outcome (`支持-`: no law is cited). A digit
after t, f, h, a or r (`f1`, `f2`) tells variants of the situation apart: a letter tells one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

LETTERS = Path(__file__).resolve().parent / "letters"


@dataclass(frozen=True, slots=True)
class Law:
    """An article a reply rests on, and the days between which this citation was right."""

    text: str
    since: date = date.min
    until: date = date.max

    def holds(self, day: date) -> bool:
        """True when a reply of `day` would name this article."""
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Fragment:
    """One fragment and the variant it belongs to; 0 fits every variant."""

    text: str
    variant: int = 0


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What a unit answers, with the outcome's short word; `plain` ones cite no article."""

    outcome: str
    text: str
    variant: int = 0
    plain: bool = False


@dataclass(slots=True)
class Situation:
    """One kind of trouble and the fragments it is told with."""

    id: str
    code: str
    unit: str
    place_kind: str
    path: str = ""
    purpose: str = "求决"
    weight: float = 1.0
    months: tuple[int, ...] = ()
    only: tuple[str, ...] = ()
    laws: list[Law] = field(default_factory=list)
    titles: list[Fragment] = field(default_factory=list)
    facts: list[Fragment] = field(default_factory=list)
    hardships: list[Fragment] = field(default_factory=list)
    demands: list[Fragment] = field(default_factory=list)
    replies: list[ReplyText] = field(default_factory=list)

    @property
    def variants(self) -> list[int]:
        """The variants of this situation; [0] where it is always told the same way."""
        return sorted({fact.variant for fact in self.facts if fact.variant}) or [0]


def of_variant(fragments: list[Fragment], variant: int) -> list[str]:
    """The texts that fit `variant`."""
    return [one.text for one in fragments if one.variant in (0, variant)]


def load_situations() -> dict[str, Situation]:
    """Every situation by its id, in the order of the files' names and lines."""
    found: dict[str, Situation] = {}
    for file in sorted(LETTERS.glob("*.txt")):
        for situation in _situations(file.read_text(encoding="utf-8").splitlines()):
            if situation.id in found:
                raise ValueError(f"situation {situation.id} stands twice")
            found[situation.id] = situation
    return found


def load_pools() -> Mapping[str, list[str]]:
    """The fragments any letter may use (openings, closings, tries …), by the name of their section."""
    pools: dict[str, list[str]] = {}
    name = ""
    for line in (LETTERS.parent / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            name = line[2:].strip()
            pools[name] = []
        elif line.strip() and not line.startswith("#"):
            pools[name].append(line.strip())
    return pools


def _situations(lines: list[str]) -> Iterator[Situation]:
    current: Situation | None = None
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        mark, _, rest = line.partition(" ")
        if mark == "@":
            if current is not None:
                yield current
            current = Situation(*_head(rest))
        elif current is not None:
            _take(current, mark, rest.strip())
    if current is not None:
        yield current


def _head(rest: str) -> tuple[str, str, str, str]:
    name, code, unit, place_kind = rest.split()
    return name, code, unit, place_kind


def _take(situation: Situation, mark: str, rest: str) -> None:
    lists = {"t": situation.titles, "f": situation.facts, "h": situation.hardships, "a": situation.demands}
    letter, variant = mark[0], int(mark[1:] or 0)
    if letter in lists:
        lists[letter].append(Fragment(rest.rstrip("。"), variant))
    elif letter == "r":
        outcome, _, text = rest.partition(" ")
        situation.replies.append(ReplyText(outcome.rstrip("-"), text, variant, outcome.endswith("-")))
    elif letter == "L":
        situation.laws.append(_law(rest))
    elif letter == "M":
        situation.months = tuple(int(month) for month in rest.split())
    elif letter == "W":
        situation.weight = float(rest)
    elif letter == "O":
        situation.only = tuple(rest.split())
    elif letter == "P":
        situation.purpose = rest
    elif letter == "=":
        situation.path = rest
    else:
        raise ValueError(f"unknown line {mark!r} in situation {situation.id}")


def _law(rest: str) -> Law:
    if rest.startswith("<"):
        day, _, text = rest[1:].partition(" ")
        return Law(text, until=date.fromisoformat(day))
    if rest.startswith(">="):
        day, _, text = rest[2:].partition(" ")
        return Law(text, since=date.fromisoformat(day))
    return Law(rest)
