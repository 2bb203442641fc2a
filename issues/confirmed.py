"""What people decided stays: confirmed issues are fixed points, members put in or out stay there, ids live on.

New clusters are laid over the stored issues. A cluster that holds members of a confirmed issue gives it nothing but
arrivals (待确认); the others take the id of the stored candidate they overlap most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import count

from core.ids import common_issue_id
from core.viewer import Viewer
from issues.common_issue import Level
from records.issue_decisions import decided_members, decided_pairs
from records.issue_life import owned
from records.issues import issues
from records.judgments import judged_pairs
from records.transactions import Tx

OVERLAP = 0.5
"""Share of a stored candidate's members, or of a new cluster's, that must meet for the id to live on."""
PAIR_KIND = "issue"


@dataclass(frozen=True, slots=True)
class Known:
    """A stored issue as far as discovery heeds it."""

    id: str
    level: Level
    state: str
    label: str
    named: bool
    members: frozenset[str]
    put_in: frozenset[str] = frozenset()
    kept_out: Mapping[str, str] = field(default_factory=dict)
    """Item → the person's reason."""
    owned: bool = False
    """True when a unit or person is responsible for it."""

    @property
    def fixed(self) -> bool:
        """True once a person has confirmed or dismissed it."""
        return self.state != "candidate"


@dataclass(frozen=True, slots=True)
class Decided:
    """All that people decided, and the candidates whose ids may live on."""

    issues: tuple[Known, ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A group of items with its id: `items` are its members, `arrivals` wait, `known` is what was stored."""

    id: str
    items: tuple[str, ...]
    arrivals: tuple[str, ...] = ()
    known: Known | None = None


def read_decided(tx: Tx, viewer: Viewer) -> Decided:
    """The stored issues and decisions the viewer may see."""
    decided, responsible = decided_members(tx), owned(tx)
    found = []
    for one in issues(tx, viewer):
        mine = decided.get(one.id, {})
        found.append(
            Known(
                id=one.id,
                level="pattern" if one.level == "pattern" else "event",
                state=one.state,
                label=one.label,
                named=bool(one.label_person),
                members=frozenset(m.item_id for m in one.members if m.role == "member"),
                put_in=frozenset(item for item, role in mine.items() if role == "member"),
                kept_out={m.item_id: m.person_reason for m in one.members if mine.get(m.item_id) == "lookalike"},
                owned=one.id in responsible,
            )
        )
    apart = decided_pairs(tx, PAIR_KIND) | {pair for pair, said in judged_pairs(tx, viewer).items() if said != "same"}
    return Decided(tuple(found), frozenset(apart))


def place(groups: Sequence[Sequence[str]], decided: Decided, level: Level, present: Iterable[str]) -> list[Placed]:
    """The groups with ids, fixed issues first; `present` are the items there are, others drop out of fixed issues."""
    here = frozenset(present)
    known = [one for one in decided.issues if one.level == level]
    fixed = [one for one in known if one.fixed]
    taken = {item: one for one in fixed for item in one.members}
    arrivals: dict[str, list[str]] = defaultdict(list)
    free: list[tuple[str, ...]] = []
    pinned, apart = frozenset(item for one in known for item in one.put_in), _sooner(decided.apart)
    for group in groups:
        rest = _rest(_parted(group, pinned, apart), taken, arrivals)
        if len(rest) > 1 or (rest and not any(item in taken for item in group)):
            free.append(rest)
    placed = [_as_confirmed(one, arrivals[one.id], here) for one in fixed]
    placed += _with_ids(free, [one for one in known if not one.fixed], here)
    fresh = _fresh_ids([one.items for one in placed if not one.id], {one.id for one in decided.issues}, level)
    named = (one if one.id else Placed(fresh[min(one.items)], one.items) for one in placed)
    return [one for one in named if one.items]


def _parted(group: Sequence[str], pinned: frozenset[str], apart: Mapping[str, Set[str]]) -> list[str]:
    """The group without items a person put elsewhere, and without the later of two items said not to be the same."""
    kept: dict[str, None] = {}
    for item in sorted(group):
        if item not in pinned and apart.get(item, frozenset()).isdisjoint(kept):
            kept[item] = None
    return list(kept)


def _sooner(apart: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Item → the items it was said not to be the same as, pairs named smaller first."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in apart:
        found[other].add(one)
    return found


def _rest(group: Sequence[str], taken: Mapping[str, Known], arrivals: dict[str, list[str]]) -> tuple[str, ...]:
    """What of a group is left for a candidate: nothing when a confirmed issue has members in it."""
    owners = [taken[item] for item in group if item in taken]
    rest = tuple(item for item in group if item not in taken)
    open_owners = [one for one in owners if one.state != "dismissed"]
    if not open_owners:
        return rest
    owner = max(open_owners, key=lambda one: (open_owners.count(one), one.id))
    arrivals[owner.id] += [item for item in rest if item not in owner.kept_out]
    return ()


def _as_confirmed(one: Known, arrivals: Sequence[str], here: frozenset[str]) -> Placed:
    items = (one.members | one.put_in) - set(one.kept_out)
    return Placed(one.id, tuple(sorted(items & here)), tuple(sorted(set(arrivals) - items)), one)


def _with_ids(groups: Sequence[tuple[str, ...]], known: Sequence[Known], here: frozenset[str]) -> list[Placed]:
    """Ids of stored candidates go to the groups they overlap most; a new group has none yet."""
    at = {item: number for number, group in enumerate(groups) for item in group}
    matches = []
    for one in known:
        meets: dict[int, int] = defaultdict(int)
        for item in one.members:
            if item in at:
                meets[at[item]] += 1
        matches += [(-n, one.id, number, one) for number, n in meets.items() if _enough(n, one, groups[number])]
    owner: dict[int, Known] = {}
    used: set[str] = set()
    for _, id_, number, one in sorted(matches, key=lambda match: match[:3]):
        if id_ not in used and number not in owner:
            owner[number] = one
            used.add(id_)
    placed = [_candidate(group, owner.get(number), here) for number, group in enumerate(groups)]
    lost = [one for one in known if one.id not in used and (one.put_in or one.named or one.owned)]
    return placed + [Placed(one.id, tuple(sorted((one.members - set(one.kept_out)) & here)), (), one) for one in lost]


def _enough(meeting: int, one: Known, group: Sequence[str]) -> bool:
    return meeting > OVERLAP * len(one.members) or meeting > OVERLAP * len(group)


def _fresh_ids(groups: Sequence[tuple[str, ...]], stored: Set[str], level: Level) -> dict[str, str]:
    """First item of a new group → an id no stored issue has: of a split issue another part may hold the first item."""
    taken = set(stored)
    found: dict[str, str] = {}
    for first in sorted(min(group) for group in groups):
        seeds = (f"{level}:{first}:{turn}" if turn else f"{level}:{first}" for turn in count())
        found[first] = next(id_ for id_ in map(common_issue_id, seeds) if id_ not in taken)
        taken.add(found[first])
    return found


def _candidate(group: tuple[str, ...], one: Known | None, here: frozenset[str]) -> Placed:
    if one is None:
        return Placed("", group)
    items = (set(group) | (one.put_in & here)) - set(one.kept_out)
    return Placed(one.id, tuple(sorted(items)), (), one)
