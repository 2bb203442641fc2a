"""The ordinary letters: matters spread over situations and places, and later letters about the same matter."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from data.demo.draft import Draft
from data.demo.people import person
from data.demo.places import County, Place
from data.demo.planted import between, channel, moment
from data.demo.situations import Situation

FIRST, LAST = date(2024, 12, 1), date(2026, 11, 22)
SECOND_DEMAND = 0.09


def ordinary_drafts(
    situations: Sequence[Situation], county: County, count: int, reserved: Collection[tuple[str, str]]
) -> list[Draft]:
    """`count` letters about one matter each, no (situation, place) pair of `reserved` among them."""
    found: list[Draft] = []
    for situation, share in _shares(situations, count):
        places = _rotation(situation, situations, county, reserved)
        for order in range(share):
            found.append(_draft(situation, next(places), order))
    _second_demands(found, {s.place_kind: [x for x in situations if x.place_kind == s.place_kind] for s in situations})
    return found


def repeat_drafts(first_letters: Sequence[Draft], count: int) -> list[Draft]:
    """`count` later letters by the writers of `first_letters` about the same matter; some write a third time."""
    rng = random.Random("repeats")
    early = [
        draft
        for draft in first_letters
        if draft.day < date(2026, 9, 20) and draft.situation.purpose == "求决" and not draft.person.is_anonymous
    ]
    chosen = rng.sample(early, count - count // 12)
    found = [_again(draft, 1) for draft in chosen]
    again = [draft for draft in found if draft.day < date(2026, 8, 20)]
    found += [_again(draft, 2) for draft in rng.sample(again, count - len(found))]
    return found


def _shares(situations: Sequence[Situation], count: int) -> list[tuple[Situation, int]]:
    total = sum(situation.weight for situation in situations)
    shares = [int(count * situation.weight / total) for situation in situations]
    left = count - sum(shares)
    return [(s, share + (order < left)) for order, (s, share) in enumerate(zip(situations, shares, strict=True))]


def _rotation(
    situation: Situation, situations: Sequence[Situation], county: County, reserved: Collection[tuple[str, str]]
) -> Iterator[Place]:
    places = [
        place
        for place in county.of_kind(situation.place_kind)
        if (situation.id, place.name) not in reserved and (not situation.only or place.name in situation.only)
    ]
    if not places:
        raise ValueError(f"no place for situation {situation.id} of {len(situations)}")
    rng = random.Random(f"places {situation.id}")
    while True:
        rng.shuffle(places)
        yield from places


def _draft(situation: Situation, place: Place, order: int) -> Draft:
    key = f"{situation.id}/{place.name}/{order}"
    rng = random.Random(f"ordinary {key}")
    return Draft(key, situation, place, person(rng, place), moment(rng, _day(rng, situation)), channel=channel(rng))


def _day(rng: random.Random, situation: Situation) -> date:
    day = between(rng, FIRST, LAST)
    while situation.months and day.month not in situation.months:
        day = between(rng, FIRST, LAST)
    return day


def _second_demands(drafts: Sequence[Draft], by_kind: Mapping[str, Sequence[Situation]]) -> None:
    for draft in drafts:
        rng = random.Random(f"second {draft.key}")
        others = [s for s in by_kind[draft.situation.place_kind] if s.code[:4] != draft.situation.code[:4]]
        if others and draft.situation.purpose == "求决" and rng.random() < SECOND_DEMAND:
            draft.second = rng.choice([s for s in others if s.purpose == "求决"] or others)


def _again(draft: Draft, round_: int) -> Draft:
    key = f"{draft.key}#again{round_}"
    rng = random.Random(f"repeat {key}")
    day = min(draft.day + timedelta(days=rng.randint(18, 62 if round_ > 1 else 190)), LAST)
    return Draft(
        key,
        draft.situation,
        draft.place,
        draft.person,
        moment(rng, day),
        event=draft.event,
        pattern=draft.pattern,
        channel=channel(rng),
        earlier=draft.key,
    )
