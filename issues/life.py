"""What befell the issues between two discoveries: splits (分出) and merges (并入), from who their members are.

An issue that is new and has half of its known letters from one that goes on was split off; one that is gone and has
half of its letters in another went into it. Ids were matched before (`issues.confirmed.place`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

HALF = 0.5
LEAST = 2
"""Letters that must go over before it is called a split or a merge."""


@dataclass(frozen=True, slots=True)
class Befell:
    """A split of `issue_id` off `other`, or its merging into `other`, with how many letters went over."""

    kind: Literal["split", "merge"]
    issue_id: str
    other: str
    letters: int


def befell(before: Mapping[str, Set[str]], after: Mapping[str, Set[str]]) -> list[Befell]:
    """Splits and merges between two states (issue id → members), by kind and id."""
    was, is_now = _homes(before), _homes(after)
    found = []
    for id_ in sorted(set(after) - set(before)):
        known = [item for item in after[id_] if item in was]
        origin = _most(known, was, {one for one in before if one in after})
        if origin:
            found.append(Befell("split", id_, *origin))
    for id_ in sorted(set(before) - set(after)):
        target = _most(before[id_], is_now, set(after))
        if target:
            found.append(Befell("merge", id_, *target))
    return sorted(found, key=lambda one: (one.kind, one.issue_id))


def _homes(issues: Mapping[str, Set[str]]) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = {}
    for id_ in sorted(issues):
        for item in issues[id_]:
            homes.setdefault(item, []).append(id_)
    return homes


def _most(items: Set[str] | list[str], homes: Mapping[str, list[str]], allowed: Set[str]) -> tuple[str, int] | None:
    """The allowed issue that holds most of the items, and how many, where these are enough."""
    counts = Counter(home for item in items for home in homes.get(item, ()) if home in allowed)
    if not counts:
        return None
    best = min(counts, key=lambda id_: (-counts[id_], id_))
    enough = counts[best] >= LEAST and counts[best] >= HALF * len(items)
    return (best, counts[best]) if enough else None
