"""Items of different petitioners that may be one matter (domain 3.4, rule 2): for a person to decide, never merged.

Near texts of one class at one place within 90 days are candidates. A place where very many items stand is the
business of common issues (共性问题), not of single matters. What is compared is a function of what is stored, so
an import that was killed and run again finds the same candidates.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.dates import local_day
from core.normal import normal
from core.petition import Evidence, Item, Link
from core.viewer import WORKER
from ingest.linking.matters import is_wide
from records.item_reading import items as read_items
from records.link_counts import count_links
from records.link_reading import links_of
from records.transactions import Tx

LEAST_LIKENESS = 0.8
MOST_DAYS = 90
CROWD = 30
"""Items at one place above which no candidates are looked for there."""
_REMEMBERED = 10_000
_LONGEST = 300
"""Characters of a letter that are compared."""
_RULE = "不同信访人，同一地点、同类问题，文字相近"


@dataclass(slots=True)
class _Seen:
    """What is needed of an item to compare it; the pairs of characters only once something stands beside it."""

    item_id: str
    petitioner: str
    issue: str
    day: date | None
    text: str
    _pairs: frozenset[str] | None = None

    @property
    def pairs(self) -> frozenset[str]:
        """The pairs of neighbouring characters at the beginning of the letter."""
        if self._pairs is None:
            text = normal(self.text[:_LONGEST])
            self._pairs = frozenset(map(sys.intern, map(str.__add__, text, text[1:])))
        return self._pairs


@dataclass(slots=True)
class Neighbours:
    """What stands at each place, kept over the batches of one import; a place met first is read from the records."""

    _pools: dict[str, list[_Seen]] = field(default_factory=dict)
    _crowded: set[str] = field(default_factory=set)
    _size: int = 0

    def links(self, tx: Tx, several: Sequence[tuple[Item, Sequence[str]]], existing: frozenset[str]) -> list[Link]:
        """same_matter_candidate links of items given with their places; call it before their own links are stored.

        `existing` are the places that were there before these items, so that only those are looked up.
        """
        self._meet(tx, {place for _, places in several for place in places if not is_wide(place)}, existing)
        found: list[Link] = []
        for item, places in several:
            one = _seen(item)
            near: dict[str, Link] = {}
            for place in places:
                pool = self._pools.get(place)
                if pool is not None:
                    near.update((link.target, link) for link in _candidates(one, pool))
                    self._join(place, pool, one)
            found += near.values()
        if self._size > _REMEMBERED:
            self._pools.clear()
            self._size = 0
        return found

    def _meet(self, tx: Tx, places: set[str], existing: frozenset[str]) -> None:
        """Makes a pool for each place not met before, read from the records when it was there, unless crowded."""
        unmet = places - self._pools.keys() - self._crowded
        counts = count_links(tx, WORKER, unmet & existing)
        self._crowded |= {place for place in counts if counts[place].get(("located_at", "in"), 0) > CROWD}
        self._pools.update((place, []) for place in unmet - self._crowded)
        links = links_of(tx, WORKER, counts.keys() - self._crowded, ("located_at",), direction="in", limit=None)
        known: Mapping[str, Item] = read_items(tx, WORKER, sorted({link.source for link in links}))
        seen = {id_: _seen(item) for id_, item in known.items()}
        for link in links:
            if link.source in seen:
                self._pools[link.target].append(seen[link.source])
        self._size += len(links)

    def _join(self, place: str, pool: list[_Seen], one: _Seen) -> None:
        if all(other.item_id != one.item_id for other in pool):
            pool.append(one)
            self._size += 1
        if len(pool) > CROWD:
            self._crowded.add(place)
            self._size -= len(self._pools.pop(place))


def _seen(item: Item) -> _Seen:
    day = local_day(item.received_at) if item.received_at else None
    issue = item.issue_code[:4] if len(item.issue_code) >= 4 and not item.restricted else ""
    return _Seen(item.id, item.petitioner_ref, issue, day, item.letter)


def _candidates(one: _Seen, pool: Sequence[_Seen]) -> Iterator[Link]:
    for other in pool if one.issue else ():
        if other.issue != one.issue or other.item_id == one.item_id:
            continue
        if (one.petitioner and one.petitioner == other.petitioner) or _far(one.day, other.day):
            continue
        score = _likeness(one, other)
        if score >= LEAST_LIKENESS:
            proof = Evidence(record=one.item_id, field="content", score=score, rule=_RULE)
            yield Link(
                source=one.item_id, kind="same_matter_candidate", target=other.item_id, score=score, evidence=(proof,)
            )


def _far(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) > MOST_DAYS


def _likeness(one: _Seen, other: _Seen) -> float:
    """Shared pairs of characters over all of them, counted twice (Dice); 0 when lengths alone rule it out."""
    lengths = len(one.text), len(other.text)
    if 3 * min(lengths) < sum(lengths):
        return 0.0
    both = len(one.pairs) + len(other.pairs)
    return round(2 * len(one.pairs & other.pairs) / both, 4) if both else 0.0
