"""Discovery of common issues (共性问题) over any selection of petitions: the same letters give the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.viewer import Viewer
from issues.breakdown import breakdown_of
from issues.common_issue import CommonIssue, Discovery, Level, Lookalike, Member
from issues.confirmed import Decided, Placed, place, read_decided
from issues.events import Events, find_events, near_pairs
from issues.labels import forget_phrases, label_members
from issues.letters import Letter
from issues.likeness import Likeness, compare_letters
from issues.lookalikes import find_lookalikes
from issues.patterns import find_patterns
from issues.qualification import qualify
from issues.ranking import weights_of
from issues.reading import Reading, read_letters
from issues.reasons import common_to, forget_words, member_of, repeated_sides
from issues.trends import trend_of
from records.database import Database
from records.items import EVERYTHING, ItemFilter
from search.index import SearchIndex

_EXAMPLES = 3


def discover(
    database: Database, index: SearchIndex, viewer: Viewer, selection: ItemFilter = EVERYTHING, *, as_of: date
) -> Discovery:
    """Events and patterns among the petitions of `selection` that the viewer may see; accusations never enter.

    `as_of` ends the trend. Petitions without a vector yet take part with their wording alone.
    """
    with database.read() as tx:
        reading = read_letters(tx, viewer, selection)
        decided = read_decided(tx, viewer)
    return find_issues(reading, index.vectors([letter.id for letter in reading.letters]), decided, as_of=as_of)


def find_issues(reading: Reading, vectors: NDArray[np.float32], decided: Decided, *, as_of: date) -> Discovery:
    """The same from letters and their vectors, shape (n, 512); pure."""
    letters = reading.letters
    if not letters:
        return Discovery((), ())
    likeness = compare_letters(letters, vectors)
    edges = near_pairs(likeness)
    events = find_events(likeness, edges)
    patterns = find_patterns(letters, likeness, events)
    apart = find_lookalikes(letters, likeness, events, edges)
    book = _Book(reading, likeness, decided, as_of)
    event_scores = {int(r): float(s) for c in events.clusters for r, s in zip(c.rows, c.scores, strict=True)}
    found_events = book.issues("event", [c.rows for c in events.clusters], event_scores)
    pattern_scores = {int(r): float(s) for p in patterns for r, s in zip(p.rows, p.scores, strict=True)}
    found_patterns = book.issues("pattern", [p.rows for p in patterns], pattern_scores)
    forget_phrases()
    forget_words()
    with_apart = _add_lookalikes(found_events, book, events, apart)
    return Discovery(*_related(with_apart, found_patterns), letters=len(letters))


@dataclass(frozen=True)
class _Book:
    """What every issue of one discovery is described from."""

    reading: Reading
    likeness: Likeness
    decided: Decided
    as_of: date

    @property
    def letters(self) -> tuple[Letter, ...]:
        return self.reading.letters

    def row_of(self) -> Mapping[str, int]:
        return {letter.id: row for row, letter in enumerate(self.letters)}

    def issues(
        self, level: Level, groups: Sequence[NDArray[np.int64]], scores: Mapping[int, float]
    ) -> list[CommonIssue]:
        """The groups of rows as issues with ids, members, reasons and figures."""
        items = [[self.letters[row].id for row in rows] for rows in groups]
        row_of = self.row_of()
        placed = place(items, self.decided, level, row_of)
        return [self._issue(level, one, row_of, scores) for one in placed]

    def _issue(self, level: Level, one: Placed, row_of: Mapping[str, int], scores: Mapping[int, float]) -> CommonIssue:
        members = [self.letters[row_of[item]] for item in one.items]
        trend = trend_of(members, self.as_of)
        verdict = qualify(members)
        listed = self._members(one, row_of, scores)
        known = one.known
        kept_label = known.label if known and (known.named or known.fixed) else ""
        headlines = {letter.id: letter.headline for letter in members}
        return CommonIssue(
            id=one.id,
            level=level,
            label=kept_label or label_members(members, placed=level == "event"),
            members=listed,
            lookalikes=_kept_out(one),
            arrivals=self._arrivals(one, row_of, scores),
            state=known.state if known else "candidate",
            qualified=verdict.qualified,
            why_not=verdict.why_not,
            sides=len({letter.petitioner_side for letter in members}),
            matters=len({letter.matter or letter.petitioner_side for letter in members}),
            examples=tuple(dict.fromkeys(headlines[m.item_id] for m in listed))[:_EXAMPLES],
            trend=trend,
            breakdown=breakdown_of(members, self.reading.labels),
            weights=weights_of(members, trend),
        )

    def _members(self, one: Placed, row_of: Mapping[str, int], scores: Mapping[int, float]) -> tuple[Member, ...]:
        letters = [self.letters[row_of[item]] for item in one.items]
        common, again = common_to(letters), repeated_sides(letters)
        put_in = one.known.put_in if one.known else frozenset()
        found = [
            Member(letter.id, "经办人认定属于本事项", 1.0)
            if letter.id in put_in
            else member_of(letter, scores.get(row_of[letter.id], 0.0), common, again=letter.id in again)
            for letter in letters
        ]
        return tuple(sorted(found, key=lambda member: (-member.score, member.item_id)))

    def _arrivals(self, one: Placed, row_of: Mapping[str, int], scores: Mapping[int, float]) -> tuple[Member, ...]:
        if not one.arrivals:
            return ()
        common = common_to([self.letters[row_of[item]] for item in one.items])
        found = [member_of(self.letters[row_of[i]], scores.get(row_of[i], 0.0), common) for i in one.arrivals]
        return tuple(sorted(found, key=lambda member: (-member.score, member.item_id)))


def _kept_out(one: Placed) -> tuple[Lookalike, ...]:
    reasons = one.known.kept_out if one.known else {}
    return tuple(Lookalike(item, f"经办人排除：{reasons[item]}", "person") for item in sorted(reasons))


def _add_lookalikes(
    found: Sequence[CommonIssue], book: _Book, events: Events, apart: Sequence[tuple[Lookalike, ...]]
) -> list[CommonIssue]:
    """The events with the look-alikes of the cluster most of their members come from."""
    row_of, belongs = book.row_of(), events.of_row(len(book.letters))
    answer = []
    for one in found:
        counts = Counter(int(belongs[row_of[item]]) for item in one.item_ids if belongs[row_of[item]] >= 0)
        number = min(counts, key=lambda n: (-counts[n], n)) if counts else -1
        inside = {*one.item_ids, *(a.item_id for a in one.lookalikes), *(a.item_id for a in one.arrivals)}
        near = tuple(a for a in (apart[number] if number >= 0 else ()) if a.item_id not in inside)
        answer.append(replace(one, lookalikes=(*one.lookalikes, *near)))
    return answer


def _related(
    events: Sequence[CommonIssue], patterns: Sequence[CommonIssue]
) -> tuple[tuple[CommonIssue, ...], tuple[CommonIssue, ...]]:
    """Events with the pattern most of their members are in, patterns with their events; highest rank first."""
    pattern_of = {item: one.id for one in patterns for item in one.item_ids}
    joined = []
    for event in events:
        counts = Counter(pattern_of[item] for item in event.item_ids if item in pattern_of)
        parent = min(counts, key=lambda id_: (-counts[id_], id_)) if counts else ""
        joined.append(replace(event, parent=parent))
    ordered = sorted(joined, key=lambda one: (-one.rank, one.id))
    above = [replace(p, children=tuple(e.id for e in ordered if e.parent == p.id)) for p in patterns]
    return tuple(ordered), tuple(sorted(above, key=lambda one: (-one.rank, one.id)))
