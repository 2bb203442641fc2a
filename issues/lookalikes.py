"""Look-alikes (形似件): letters kept out of an event though words or place match, each with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from issues.common_issue import Apart, Lookalike
from issues.events import EVENT_THRESHOLD, Edges, Events
from issues.letters import Letter, Name
from issues.likeness import Likeness
from issues.names import AGREE, group_of

MOST_OF_A_KIND = 5
_SAME_PLACE_FROM = 0.36
"""Likeness of the texts from which a letter about the same place is near enough to need a reason."""


@dataclass(frozen=True, slots=True)
class _Near:
    """A letter outside with the member it is nearest to."""

    row: int
    member: int
    plain: float
    wording: float
    apart: bool


def find_lookalikes(
    letters: Sequence[Letter], likeness: Likeness, events: Events, edges: Edges
) -> list[tuple[Lookalike, ...]]:
    """For each event the letters kept out, nearest first, at most five of a kind."""
    found = _near(likeness, events, edges, len(letters))
    answer = []
    for number, cluster in enumerate(events.clusters):
        mine = _main_name([letters[row] for row in cluster.rows])
        taken = [_taken_out(letters[row], mine) for row in events.taken_out.get(number, ())]
        near = sorted(found.get(number, {}).values(), key=lambda one: (-one.plain, one.row))
        others = [_lookalike(letters[one.row], letters[one.member], one, mine) for one in near]
        answer.append(_nearest_of_each_kind([*taken, *others]))
    return answer


def _nearest_of_each_kind(found: Sequence[Lookalike]) -> tuple[Lookalike, ...]:
    unique = {one.item_id: one for one in reversed(found)}
    kinds: dict[str, list[Lookalike]] = {}
    for one in sorted(unique.values(), key=lambda one: (-one.score, one.item_id)):
        kinds.setdefault(one.kind, []).append(one)
    kept = [one for several in kinds.values() for one in several[:MOST_OF_A_KIND]]
    return tuple(sorted(kept, key=lambda one: (-one.score, one.item_id)))


def _near(likeness: Likeness, events: Events, edges: Edges, count: int) -> dict[int, dict[int, _Near]]:
    """Event → row outside → how near it comes to its nearest member."""
    belongs = events.of_row(count)
    plain, apart = edges.compared.plain(likeness.mixture), edges.compared.apart(likeness.mixture)
    close = (apart & (plain >= EVENT_THRESHOLD)) | ((edges.compared.place == AGREE) & (plain >= _SAME_PLACE_FROM))
    cross = np.flatnonzero(close & (belongs[edges.one] != belongs[edges.other]))
    found: dict[int, dict[int, _Near]] = {}
    for edge in cross[np.argsort(-plain[cross], kind="stable")]:
        one, other = int(edges.one[edge]), int(edges.other[edge])
        for member, row in ((one, other), (other, one)):
            if belongs[member] >= 0:
                near = _Near(row, member, float(plain[edge]), float(edges.compared.wording[edge]), bool(apart[edge]))
                found.setdefault(int(belongs[member]), {}).setdefault(row, near)
    return found


def _lookalike(letter: Letter, member: Letter, near: _Near, mine: Name | None) -> Lookalike:
    kind: Apart = "other_matter" if not near.apart else _apart(letter, member)
    if kind == "other_place" and near.wording >= 0.6:
        kind = "same_text"
    return Lookalike(letter.id, _reason(letter, kind, mine), kind, round(min(near.plain, 1.0), 4))


def _apart(letter: Letter, member: Letter) -> Apart:
    """Whether place or respondent tells the two apart: the first group in which both have a name."""
    for group in ("place", "road"):
        if _of_group(letter, group) and _of_group(member, group):
            return "other_place"
    return "other_respondent" if _of_group(letter, "respondent") and _of_group(member, "respondent") else "other_place"


def _of_group(letter: Letter, group: str) -> list[Name]:
    return [name for name in letter.names if group_of(name.kind) == group]


def _reason(letter: Letter, kind: Apart, mine: Name | None) -> str:
    here = f"“{mine.stem}”" if mine else "本事件所指"
    group = "respondent" if kind == "other_respondent" else "place"
    theirs = next(iter(_of_group(letter, group) or _of_group(letter, "road")), None)
    there = f"“{theirs.stem}”" if theirs else "别处（未提到本地点）"
    if kind == "same_text":
        return f"文字与成员几乎相同，但说的是{there}，不是{here}"
    if kind == "other_place":
        return f"事由相近，但地点是{there}，不是{here}"
    if kind == "other_respondent":
        return f"事由相近，但被反映对象是{there}，不是{here}"
    return f"同在{here}，但反映的是另一件事：{letter.headline[:30]}"


def _taken_out(letter: Letter, mine: Name | None) -> Lookalike:
    return Lookalike(letter.id, _reason(letter, "other_matter", mine), "other_matter", round(EVENT_THRESHOLD, 4))


def _main_name(members: Sequence[Letter]) -> Name | None:
    """The name most members are about, places before respondents."""
    names = [name for letter in members for name in dict.fromkeys(letter.names)]
    for group in ("place", "road", "respondent"):
        counts = Counter(name.stem for name in names if group_of(name.kind) == group)
        if counts:
            best = min(counts, key=lambda stem: (-counts[stem], stem))
            return next(name for name in names if name.stem == best)
    return None
