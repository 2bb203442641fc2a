"""What a unit's name says of its place and of its job, so that one street's cases teach the others' units too.

云汀街道综合执法队 does in 云汀 what 柳溪办事处综合执法队 does in 柳溪. Seen from an item a unit is "the enforcement
team of its own street", and this holds where the street itself had hardly a case. Names without a place keep their
own job.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.petition import Item

Labels = NDArray[np.int32]
_COUNTY = re.compile(r"[^省市]{1,6}?(?:区|县|旗)")
_TOWN = re.compile(r".{1,8}?(?:街道|镇|乡)")
_COMMUNITY = re.compile(r".{1,8}?(?:社区|居委会|村)")
_LEVELS = ("①", "②", "③")
"""Stand in a job for the names of the county, the town, the community."""
_TOWN_LEVEL = _LEVELS[1]
_TOWN_END = re.compile(r"(?:街道|镇|乡)$")
_OF_TOWN = "(?:街道办事处|街道办|街道|办事处|镇政府|镇|乡政府|乡)"
_ABOVE = re.compile(r"（[^）]*）|\([^)]*\)")
"""The body above a unit, named behind it in brackets."""
_SHORTEST = 2
_NOWHERE, _HERE, _ELSEWHERE = range(3)
_BETWEEN = "\n"


def town_of(item: Item) -> str:
    """The street office or township (街道, 镇, 乡) the place lies in, where it is written in front of it."""
    found = _TOWN.match(item.place_text) or _TOWN.match(item.region_text)
    return found.group() if found else ""


def place_of(item: Item) -> str:
    """Where the item plays, from wide to narrow."""
    return item.region_text + item.place_text


@dataclass(frozen=True, slots=True)
class UnitJobs:
    """For each unit the number of its job, of its job without the body above it, and the places in its name."""

    jobs: Labels
    plain: Labels
    places: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Sequence[str], items: Sequence[Item]) -> UnitJobs:
        """The jobs of units with these names; the items say what is a place."""
        known = _places_in(items)
        told = [_parted(name, known) for name in names]
        jobs, plain = _numbers([job for job, _ in told]), _numbers([_plain(job) for job, _ in told])
        return cls(jobs, plain, tuple(places for _, places in told))

    @property
    def counts(self) -> tuple[int, int]:
        """How many numbers `seen_from` gives at most, with and without the body above."""
        return 3 * (int(self.jobs.max()) + 1), 3 * (int(self.plain.max()) + 1)

    def seen_from(self, where: Sequence[str], units: NDArray[Any]) -> Labels:
        """Numbers of job and plain job with nearness, shape (rows, candidates, 2), seen from the place of each row.

        `units` are the numbers of the candidates, shape (rows, candidates).
        """
        near = {text: self._near(text) for text in set(where)}
        told = np.stack([near[text][own] for text, own in zip(where, units, strict=True)])
        return np.stack([3 * self.jobs[units] + told, 3 * self.plain[units] + told], axis=-1).astype(np.int32)

    def _near(self, where: str) -> Labels:
        found = [
            _NOWHERE if not places else _HERE if all(place in where for place in places) else _ELSEWHERE
            for places in self.places
        ]
        return np.array(found, dtype=np.int32)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Its parts as plain arrays."""
        places = np.array([_BETWEEN.join(several) for several in self.places], dtype=str)
        return {"jobs": self.jobs, "plain": self.plain, "places": places}

    @classmethod
    def unpacked(cls, parts: dict[str, NDArray[Any]]) -> UnitJobs:
        """The same jobs from `packed()`."""
        places = tuple(tuple(text.split(_BETWEEN)) if text else () for text in parts["places"].tolist())
        return cls(parts["jobs"], parts["plain"], places)


def nearness(seen: Labels) -> NDArray[np.float32]:
    """Two opinions on each: that the unit's name says the item's own place, that it says another one."""
    return np.stack([seen % 3 == _HERE, seen % 3 == _ELSEWHERE], axis=-1).astype(np.float32)


def _places_in(items: Sequence[Item]) -> list[tuple[str, str, re.Pattern[str]]]:
    """Sign, name and pattern of the communities, towns and counties that the items name, the longest first."""
    found: dict[str, set[str]] = {level: set() for level in _LEVELS}
    for item in items:
        county, town = _COUNTY.search(item.region_text), town_of(item)
        community = _COMMUNITY.match(item.place_text.removeprefix(town))
        names = (county.group() if county else "", town, community.group() if community else "")
        for level, name in zip(_LEVELS, names, strict=True):
            found[level].add(name)
    return [
        (level, name, re.compile(_town_pattern(name) if level == _TOWN_LEVEL else re.escape(name)))
        for level in reversed(_LEVELS)
        for name in sorted(found[level] - {""}, key=lambda name: (-len(name), name))
    ]


def _parted(name: str, known: Sequence[tuple[str, str, re.Pattern[str]]]) -> tuple[str, tuple[str, ...]]:
    """The job in a unit's name with signs for its places, and the places."""
    job, places = name, []
    for level, place, pattern in known:
        if pattern.search(job):
            job = pattern.sub(level, job)
            places.append(place)
    return job, tuple(places)


def _town_pattern(town: str) -> str:
    stem = _TOWN_END.sub("", town)
    return re.escape(stem) + _OF_TOWN if len(stem) >= _SHORTEST else re.escape(town)


def _plain(job: str) -> str:
    alone = _ABOVE.sub("", job) or job
    return alone.translate({ord(sign): "" for sign in _LEVELS}) or alone


def _numbers(names: Sequence[str]) -> Labels:
    order = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names], dtype=np.int32)
