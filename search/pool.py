"""Candidates of one request: by the whole letter and by each of its demands, the better of the two counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from core.viewer import Viewer
from search.asking import Asked
from search.demands import AskedDemand
from search.filters import Filter
from search.index import SearchIndex
from search.ranking import DEPTH, Match
from search.shelf import Snapshot

OF_A_DEMAND = 40
"""Candidates a demand may bring beyond those of the whole letter."""
DISCOUNT = 0.95
"""A match with one demand of a letter counts a little less than one with all of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with the figures of the question that found it best: the whole letter, or `by` one demand.

    `demands` are all demands it is above the floor of; `share` scales the legs, so that parts still add up.
    """

    match: Match
    by: AskedDemand | None = None
    demands: tuple[AskedDemand, ...] = ()
    similar: bool = False

    @property
    def share(self) -> float:
        """What the legs are multiplied with."""
        return 1.0 if self.by is None else DISCOUNT


class Pool:
    """Searches one generation of the index, each filter once."""

    def __init__(self, index: SearchIndex, viewer: Viewer, ready: Asked, demands: Sequence[AskedDemand] = ()) -> None:
        self.snapshot: Snapshot = index.snapshot()
        self._index, self._viewer, self._ready, self._demands = index, viewer, ready, tuple(demands)
        self._whole: dict[Filter, list[Found]] = {}

    def take(self, wanted: Filter, depth: int) -> list[Found]:
        """The `depth` best, best first, and behind them what else answers to a demand.

        Concluded and open ones are taken from one search where it holds enough of them.
        """
        if wanted.concluded is not None:
            whole = replace(wanted, concluded=None)
            if whole not in self._whole:
                self._whole[whole] = self._search(whole, DEPTH)
            flag = "1" if wanted.concluded else "0"
            every = self._whole[whole]
            has = self.snapshot.table.with_value("concluded", flag, [one.match.number for one in every])
            of_kind = list(compress(every, has))
            if len(of_kind) >= depth or len(every) < DEPTH:
                return of_kind[:depth] + [one for one in of_kind[depth:] if one.demands]
        return self._search(wanted, depth)

    def _search(self, wanted: Filter, depth: int) -> list[Found]:
        tuning, asked = self._index.tuning.petitions, self._ready.question
        whole = self._index.search(asked, self._viewer, wanted=wanted, k=depth, snapshot=self.snapshot)
        found = {match.id: Found(match, similar=tuning.similar(match, asked)) for match in whole}
        for demand in self._demands:
            few = min(depth, OF_A_DEMAND)
            asks = demand.question
            for match in self._index.search(asks, self._viewer, wanted=wanted, k=few, snapshot=self.snapshot):
                if tuning.similar(match, asks):
                    found[match.id] = _better(found.get(match.id), match, demand)
        every = sorted(found.values(), key=lambda one: (-one.share * one.match.score, one.match.id))
        return every[:depth] + [one for one in every[depth:] if one.demands]


def _better(before: Found | None, match: Match, demand: AskedDemand) -> Found:
    demands = (*before.demands, demand) if before else (demand,)
    if before is not None and before.share * before.match.score >= DISCOUNT * match.score:
        return replace(before, demands=demands, similar=True)
    return Found(match, demand, demands, similar=True)
