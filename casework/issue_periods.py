"""This period against the last (本期与上期) of common issues, with all letters of both periods beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from core.periods import Pair, Span, pair_of
from core.viewer import Viewer
from records.issue_counts import Reached, first_received, reached
from records.issues import issues
from records.item_finding import ItemFilter, count_items
from records.transactions import Tx

NOTHING = Reached()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which period is compared: a kind of `core.periods`, or own days."""

    kind: str = "month"
    first: date | None = None
    last: date | None = None

    def pair(self, as_of: date) -> Pair:
        """The two periods. Raises InputError as `pair_of` does."""
        return pair_of(self.kind, as_of, first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class Change:
    """Letters and sides of one issue in this period and the last, with its share of all letters then."""

    this: Reached
    last: Reached
    this_share: float
    last_share: float

    @property
    def more(self) -> int:
        """Letters more than in the last period; negative when fewer."""
        return self.this.letters - self.last.letters


@dataclass(frozen=True, slots=True)
class Compared:
    """The two periods, all letters of each, what to heed, and the change of each issue by id."""

    pair: Pair
    this_letters: int
    last_letters: int
    note: str
    changes: Mapping[str, Change]


def compare_issues(office: Office, viewer: Viewer, ids: Sequence[str], chosen: Chosen, *, today: date) -> Compared:
    """The change of the issues `ids`; figures of days for which the office holds no letters are marked as such."""
    pair = chosen.pair(today)
    with office.database.read() as tx:
        totals = [_letters(tx, viewer, span) for span in (pair.this, pair.last)]
        this, last = (reached(tx, viewer, ids, span.first, span.last) for span in (pair.this, pair.last))
        begun = first_received(tx, viewer)
    changes = {
        id_: Change(
            this.get(id_, NOTHING),
            last.get(id_, NOTHING),
            this.get(id_, NOTHING).letters / max(totals[0], 1),
            last.get(id_, NOTHING).letters / max(totals[1], 1),
        )
        for id_ in ids
    }
    return Compared(pair, totals[0], totals[1], _note(pair, begun), changes)


def _letters(tx: Tx, viewer: Viewer, span: Span) -> int:
    return count_items(tx, viewer, ItemFilter(received_from=span.first, received_to=span.last))


def _note(pair: Pair, begun: date | None) -> str:
    if begun is None or begun > pair.last.last:
        return "上期没有来信数据，不可比。"
    if begun > pair.last.first:
        return f"上期数据不全（最早一件收于 {begun}），升降仅供参考。"
    return ""


def changed_most(
    office: Office, viewer: Viewer, chosen: Chosen, *, level: str, today: date
) -> tuple[Compared, list[tuple[str, str]]]:
    """The change of every issue of a level, and (id, label) of those with letters in either, most growth first."""
    with office.database.read() as tx:
        labels = {one.id: one.label for one in issues(tx, viewer, level=level)}
    found = compare_issues(office, viewer, list(labels), chosen, today=today)
    moved = [id_ for id_, change in found.changes.items() if change.this.letters or change.last.letters]
    ordered = sorted(moved, key=lambda id_: (-found.changes[id_].more, -found.changes[id_].this.letters, id_))
    return found, [(id_, labels[id_]) for id_ in ordered]
