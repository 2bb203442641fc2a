"""Items of different petitioners that may be one matter; matters against one respondent (domain 3.4, rules 2, 3).

A near text about the same class at the same place within 90 days is a candidate for a person to decide, never
merged. Matters of one class against one respondent are only related; they feed the search for common issues.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.dates import local_day
from core.normal import normal, plain_letter
from core.petition import Evidence, Item, Link
from core.viewer import WORKER
from ingest.linking.matters import is_wide
from records.item_reading import items as read_items
from records.link_reading import links_of
from records.transactions import Tx

LEAST_LIKENESS = 0.8
MOST_DAYS = 90
_REMEMBERED = 30
"""Latest items of one class kept in mind at one place or respondent."""


@dataclass(frozen=True, slots=True)
class _Seen:
    item_id: str
    petitioner: str
    matter: str
    day: date | None
    pairs: frozenset[str]


Sites = tuple[Item, Sequence[str]]


@dataclass(slots=True)
class Neighbours:
    """What was read at each place and respondent during one import; a site met first is filled from the records."""

    _pools: dict[str, dict[str, deque[_Seen]]] = field(default_factory=dict)

    def links(self, tx: Tx, several: Sequence[Sites], existing: frozenset[str]) -> list[Link]:
        """same_matter_candidate and related_matter links of items given with their places and respondents.

        `existing` are the sites that were there before this batch, so that only those are looked up.
        """
        fresh = {item.id for item, _ in several}
        found: dict[tuple[str, str, str], Link] = {}
        for item, targets in several:
            if item.restricted or len(item.issue_code) < 4:
                continue
            one = _seen(item)
            for target in targets:
                if is_wide(target):
                    continue
                pool = self._pool(tx, target, existing, fresh).setdefault(
                    item.issue_code[:4], deque(maxlen=_REMEMBERED)
                )
                links = _candidates(one, pool) if target.startswith("place:") else _related(one, pool, target)
                found.update(((link.source, link.kind, link.target), link) for link in links)
                if all(other.item_id != one.item_id for other in pool):
                    pool.append(one)
        return list(found.values())

    def _pool(self, tx: Tx, target: str, existing: frozenset[str], fresh: Iterable[str]) -> dict[str, deque[_Seen]]:
        if target not in self._pools:
            self._pools[target] = _stored(tx, target, fresh) if target in existing else {}
        return self._pools[target]


def _stored(tx: Tx, target: str, fresh: Iterable[str]) -> dict[str, deque[_Seen]]:
    kind = "located_at" if target.startswith("place:") else "complains_about"
    ids = {link.source for link in links_of(tx, WORKER, [target], (kind,), direction="in", limit=4 * _REMEMBERED)}
    known: Mapping[str, Item] = read_items(tx, WORKER, sorted(ids - set(fresh)))
    pools: dict[str, deque[_Seen]] = {}
    for item in sorted(known.values(), key=lambda i: (i.received_at.isoformat() if i.received_at else "", i.id)):
        if not item.restricted and len(item.issue_code) >= 4:
            pools.setdefault(item.issue_code[:4], deque(maxlen=_REMEMBERED)).append(_seen(item))
    return pools


def _seen(item: Item) -> _Seen:
    text = normal(plain_letter(item.letter))
    pairs = frozenset(map(str.__add__, text, text[1:]))
    day = local_day(item.received_at) if item.received_at else None
    return _Seen(item.id, item.petitioner_ref, item.matter_id, day, pairs)


def _candidates(one: _Seen, pool: Iterable[_Seen]) -> Iterator[Link]:
    for other in pool:
        if other.item_id == one.item_id or other.matter == one.matter or _far(one.day, other.day):
            continue
        if one.petitioner and one.petitioner == other.petitioner:
            continue
        score = _likeness(one.pairs, other.pairs)
        if score >= LEAST_LIKENESS:
            rule = "不同信访人，同一地点、同类问题，文字相近"
            proof = Evidence(record=one.item_id, field="content", score=score, rule=rule)
            yield Link(
                source=one.item_id, kind="same_matter_candidate", target=other.item_id, score=score, evidence=(proof,)
            )


def _far(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) > MOST_DAYS


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pairs of characters over all of them, counted twice (Dice); 0 when lengths alone rule it out."""
    both = len(one) + len(other)
    if not both or 2 * min(len(one), len(other)) < LEAST_LIKENESS * both:
        return 0.0
    return round(2 * len(one & other) / both, 4)


def _related(one: _Seen, pool: Iterable[_Seen], target: str) -> Iterator[Link]:
    """One link to the first matter there, so that a thousand matters give a thousand links and not a million."""
    first = next((other for other in pool if other.matter and other.matter != one.matter), None)
    if first is not None and one.matter:
        proof = Evidence(
            record=one.item_id, field="respondent", quote=target.partition(":")[2], rule="同一被反映单位、同类问题"
        )
        yield Link(source=one.matter, kind="related_matter", target=first.matter, score=0.5, evidence=(proof,))
