"""Matters (信访事项): items of one petitioner about one class at one place or against one respondent are one matter.

The rule (domain 3.4, rule 1) is applied to all items of a petitioner at once, so that the same items give the
same matters in whatever order they came. A matter keeps its id when items join; what a person cut stays cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.dates import local_day
from core.ids import matter_id
from core.petition import Evidence, Item, Link, Matter

SAME_PLACE, SAME_RESPONDENT = "同一信访人、同类问题、同一地点", "同一信访人、同类问题、同一被反映单位"
FIRST = "首件"
_WIDE = ("镇", "乡", "街道", "街道办事处", "社区", "县", "区", "市")

Key = tuple[str, str]
Cut = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sited:
    """An item with its petitioner, the matter it was part of, and the places and respondents it is linked to."""

    item: Item
    petitioner: str = ""
    matter: str = ""
    targets: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """(second-level class, place or respondent): two items of a petitioner with one in common are one matter.

        An accusation (检举控告) stays a matter of its own, so that nothing of it shows through another.
        """
        code = self.item.issue_code[:4]
        if len(code) < 4 or not self.petitioner or self.item.restricted:
            return ()
        return tuple((code, target) for target in self.targets if not is_wide(target))


@dataclass(slots=True)
class Assigned:
    """Item id → matter id for every item looked at, the matters as they are now, and those left empty."""

    of_item: dict[str, str] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)


def is_wide(target: str) -> bool:
    """True for a place too wide to say that two letters are about one thing: a town, a community."""
    return target.startswith("place:") and target.endswith(_WIDE)


def assign_matters(several: Sequence[Sited], cut: Cut = frozenset()) -> Assigned:
    """The matters of `several`, all items of each petitioner among them; `cut`: (item, matter) a person parted."""
    assigned = Assigned()
    rules = _rules(several)
    for group in _groups(several):
        id_ = _id_of(group, assigned.matters)
        together = [one for one in group if (one.item.id, id_) not in cut]
        for one in group:
            own = id_ if one in together else matter_id(one.item.id)
            assigned.of_item[one.item.id] = own
            assigned.rules[one.item.id] = rules[one.item.id] if one in together[1:] else FIRST
        if together:
            assigned.matters[id_] = matter_of(id_, [one.item for one in together])
        for one in group:
            if one not in together:
                assigned.matters[matter_id(one.item.id)] = matter_of(matter_id(one.item.id), [one.item])
    return assigned


def _rules(several: Sequence[Sited]) -> dict[str, str]:
    """Item id → what it shares with another item of its petitioner, the place before the respondent."""
    often = Counter((one.petitioner, key) for one in several for key in set(one.keys))
    found = {}
    for one in several:
        shared = {_rule(key) for key in one.keys if often[one.petitioner, key] > 1}
        found[one.item.id] = next((rule for rule in (SAME_PLACE, SAME_RESPONDENT) if rule in shared), FIRST)
    return found


def _groups(several: Sequence[Sited]) -> list[list[Sited]]:
    """Items joined by a shared key, each group oldest first."""
    parent: dict[str, str] = {one.item.id: one.item.id for one in several}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    first: dict[tuple[str, Key], str] = {}
    for one in several:
        for key in one.keys:
            before = first.setdefault((one.petitioner, key), one.item.id)
            parent[root(one.item.id)] = root(before)
    groups: dict[str, list[Sited]] = {}
    for one in sorted(several, key=lambda s: _age(s.item)):
        groups.setdefault(root(one.item.id), []).append(one)
    return list(groups.values())


def _rule(key: Key) -> str:
    return SAME_PLACE if key[1].startswith("place:") else SAME_RESPONDENT


def _age(item: Item) -> tuple[str, str]:
    return (item.received_at.isoformat() if item.received_at else "~", item.id)


def _id_of(group: Sequence[Sited], taken: Collection[str]) -> str:
    """The matter that the oldest item which has one belongs to, unless an older group of a parted matter took it."""
    wanted = [*(one.matter for one in group if one.matter), *(matter_id(one.item.id) for one in group)]
    return next((id_ for id_ in wanted if id_ not in taken), wanted[-1])


def matter_of(id_: str, items: Sequence[Item]) -> Matter:
    """The matter as its items, oldest first, tell it."""
    days = [local_day(item.received_at) for item in items if item.received_at]
    last = items[-1]
    title = items[0].title_masked or " ".join(items[0].content_masked.split())
    return Matter(
        id=id_,
        title=title[:40],
        issue_code=items[0].issue_code,
        region_code=items[0].region_code,
        first_received_on=min(days, default=None),
        last_received_on=max(days, default=None),
        item_count=len(items),
        state=last.state,
        responsible_unit=next((item.unit_id for item in reversed(items) if item.unit_id), ""),
    )


def part_of(assigned: Assigned, ids: Iterable[str]) -> list[Link]:
    """The part_of links of the items `ids`, with the rule that joined them."""
    return [
        Link(
            source=id_,
            kind="part_of",
            target=assigned.of_item[id_],
            score=1.0,
            evidence=(Evidence(record=id_, field="matter", score=1.0, rule=assigned.rules[id_]),),
        )
        for id_ in ids
    ]


def with_decisions(new: Mapping[str, Matter], stored: Mapping[str, Matter]) -> list[Matter]:
    """The matters with what was decided about them before (resolved, how, when) kept."""
    kept = []
    for id_, matter in new.items():
        before = stored.get(id_)
        if before is None:
            kept.append(matter)
            continue
        kept.append(
            Matter(
                **{name: getattr(before if name in _DECIDED else matter, name) for name in Matter.__dataclass_fields__}
            )
        )
    return kept


_DECIDED = frozenset({"resolved", "resolved_on", "resolution_type"})
