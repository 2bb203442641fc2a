"""The planted letters: events inside patterns, their small places, their look-alikes, and the one-sided event."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from data.demo.draft import Draft
from data.demo.people import person
from data.demo.places import HERE, County, Place
from data.demo.situations import Situation

CHANNELS = ("网上", "来信", "来访", "来电", "12345热线", "领导信箱", "上级交办")
CHANNEL_SHARES = (44, 16, 10, 6, 14, 7, 3)
OTHER_CAUSES = 12  # of the forty look-alikes; 15 are copies, 13 are another matter at the same place


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted group: an event or a pattern, with the words for the truth file."""

    id: str
    kind: str
    label: str
    parent: str = ""


def load_plan() -> dict[str, Any]:
    """What `plan.yaml` says is to be planted."""
    return dict(yaml.safe_load((HERE / "plan.yaml").read_text(encoding="utf-8")))


def moment(rng: random.Random, day: date) -> datetime:
    """A moment of `day` when people write: mostly by daylight, sometimes late in the evening."""
    hour = rng.choices((8, 9, 10, 11, 14, 15, 16, 17, 19, 20, 21, 22), (6, 11, 11, 8, 9, 11, 10, 8, 6, 8, 7, 5))[0]
    return datetime(day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60))


def between(rng: random.Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def channel(rng: random.Random) -> str:
    """How a letter came in."""
    return rng.choices(CHANNELS, CHANNEL_SHARES)[0]


class Planter:
    """Makes the planted drafts; keeps the (situation, place) pairs ordinary letters have to avoid."""

    def __init__(self, plan: Mapping[str, Any], county: County, situations: Mapping[str, Situation]) -> None:
        self.plan = plan
        self.county = county
        self.situations = situations
        self.groups: list[Planted] = []
        self.lookalike_count = 0

    def drafts(self) -> list[Draft]:
        """Every planted letter of every pattern, then the one-sided event."""
        found: list[Draft] = []
        for pattern in self.plan["patterns"]:
            self.groups.append(Planted(pattern["id"], "pattern", pattern["label"]))
            found += self._pattern(pattern)
        found += self._one_sided(self.plan["one_sided"])
        return found

    def reserved(self) -> set[tuple[str, str]]:
        """Pairs of situation and place that belong to a planted group."""
        pairs = {(self.plan["one_sided"]["situation"], self.plan["one_sided"]["place"])}
        for pattern in self.plan["patterns"]:
            for name, *_ in pattern["events"]:
                pairs |= {(s, name) for s in (pattern["other_cause"], *pattern["other_matter"])}
        return pairs

    def _pattern(self, pattern: Mapping[str, Any]) -> Iterator[Draft]:
        situation = self.situations[pattern["situation"]]
        smalls = list(pattern["small"])
        for order, (name, letters, first, last) in enumerate(pattern["events"]):
            event = f"{pattern['id']}-E{order + 1}"
            place = self.county.places[name]
            self.groups.append(Planted(event, "event", f"{name}：{pattern['label']}", pattern["id"]))
            members = [
                self._draft(f"{event}/{i}", situation, place, (first, last), (pattern["id"], event))
                for i in range(letters)
            ]
            yield from members
            target = self.county.places[smalls[order % len(smalls)]]
            yield from self._lookalikes(pattern, event, place, target, (first, last))
        for name, letters in pattern["small"].items():
            place = self.county.places[name]
            for i in range(letters):
                yield self._draft(
                    f"{pattern['id']}/{name}/{i}",
                    situation,
                    place,
                    (date(2025, 2, 1), date(2026, 11, 15)),
                    (pattern["id"], ""),
                )

    def _lookalikes(
        self, pattern: Mapping[str, Any], event: str, place: Place, target: Place, span: tuple[date, date]
    ) -> Iterator[Draft]:
        situations = self.situations
        copy = self._draft(f"{event}/copy", situations[pattern["situation"]], target, span, (pattern["id"], ""))
        copy.copy_of, copy.lookalike_of, copy.lookalike_kind = f"{event}/0", event, "同文异地"
        yield copy
        order = len([g for g in self.groups if g.kind == "event"]) - 1
        kinds = [("同地异因", pattern["other_cause"])] if order < OTHER_CAUSES else []
        if order not in (3, 8):
            kinds.append(("同地异事", pattern["other_matter"][order % len(pattern["other_matter"])]))
        for kind, name in kinds:
            draft = self._draft(f"{event}/{kind}", situations[name], place, span)
            draft.lookalike_of, draft.lookalike_kind = event, kind
            yield draft

    def _draft(
        self,
        key: str,
        situation: Situation,
        place: Place,
        span: tuple[date, date],
        group: tuple[str, str] = ("", ""),
    ) -> Draft:
        pattern, event = group
        rng = random.Random(f"planted {key}")
        draft = Draft(
            key,
            situation,
            place,
            person(rng, place, anonymous=0.0),
            moment(rng, between(rng, *span)),
            event=event,
            pattern=pattern,
            channel=channel(rng),
        )
        extras = {"X": "parking", "Y": "water"}
        if event and rng.random() < 0.06 and place.kind == "estate":
            draft.second = self.situations[extras["X"] if rng.random() < 0.5 else extras["Y"]]
        return draft

    def _one_sided(self, told: Mapping[str, Any]) -> Iterator[Draft]:
        self.groups.append(Planted(told["id"], "one_sided", "一人十信：顶楼违建"))
        place = self.county.places[told["place"]]
        writer = person(random.Random("one-sided writer"), place, anonymous=0.0)
        step = (told["last"] - told["first"]) / (told["letters"] - 1)
        for i in range(told["letters"]):
            rng = random.Random(f"one-sided {i}")
            day = told["first"] + step * i
            key = f"{told['id']}/{i}"
            yield Draft(
                key,
                self.situations[told["situation"]],
                place,
                writer,
                moment(rng, day),
                event=told["id"],
                channel=channel(rng),
                earlier=f"{told['id']}/{i - 1}" if i else "",
            )
