"""What a measure did (措施成效, N7): letters of the issue by month before and after, against what was to be expected.

Without the measure the issue would have kept its share of all letters; what came instead, and whether chance explains
the difference, is said with an interval. Share of members resolved, and new letters since (domain 6.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.office import Office
from core.petition import Measure
from core.viewer import Viewer
from issues.bursts import Counted, Outlook, Verdict, outlook, verdicts
from records.issue_counts import Reached, reached
from records.issue_uses import letters_by_class
from records.issues import issue
from records.link_reading import links_of
from records.measures import measures
from records.transactions import Tx
from records.units import unit_names

MONTHS = 6
MONTH = timedelta(days=30)
NOTHING = Reached()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Thirty days before or after the measure, and the letters of the issue in them; the last may be running."""

    first: date
    last: date
    letters: int
    after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One measure at an issue: the stretches around it, what was expected after it and what came."""

    measure: Measure
    unit: str
    stretches: tuple[Stretch, ...]
    before: int
    after: int
    outlook: Outlook | None
    verdict: Verdict


def effects(office: Office, viewer: Viewer, issue_id: str, *, as_of: date) -> list[Effect]:
    """The effect of each measure that addresses the issue, the latest first; empty where there is none yet."""
    with office.database.read() as tx:
        issue(tx, viewer, issue_id)
        taken = links_of(tx, viewer, [issue_id], ("addresses",), direction="in")
        known = measures(tx, [link.source for link in taken if link.source.startswith("measure:")])
        names = unit_names(tx, {one.unit_id for one in known})
        found = [_effect(tx, viewer, issue_id, one, as_of) for one in known if one.adopted_on <= as_of]
    told = [
        Effect(
            measure=one.measure,
            unit=names.get(one.measure.unit_id, ""),
            stretches=one.stretches,
            before=one.before,
            after=one.after,
            outlook=one.outlook,
            verdict=verdicts([(one.after, one.outlook)])[0],
        )
        for one in found
    ]
    return sorted(told, key=lambda one: (one.measure.adopted_on, one.measure.id), reverse=True)


def _effect(tx: Tx, viewer: Viewer, issue_id: str, taken: Measure, as_of: date) -> Effect:
    spans = _spans(taken.adopted_on, as_of)
    counts = [reached(tx, viewer, [issue_id], a, b).get(issue_id, NOTHING).letters for a, b, _ in spans]
    rows = tuple(
        Stretch(first=a, last=b, letters=n, after=after) for (a, b, after), n in zip(spans, counts, strict=True)
    )
    before = [row for row in rows if not row.after]
    after = [row for row in rows if row.after]
    return Effect(
        measure=taken,
        unit="",
        stretches=rows,
        before=sum(row.letters for row in before),
        after=sum(row.letters for row in after),
        outlook=_expected(tx, viewer, before, after),
        verdict="unknown",
    )


def _spans(adopted: date, as_of: date) -> list[tuple[date, date, bool]]:
    """Six times thirty days before the measure, and as many after it as have begun."""
    day = timedelta(days=1)
    before = [(adopted - MONTH * n, adopted - MONTH * (n - 1) - day, False) for n in range(MONTHS, 0, -1)]
    begun = [(adopted + MONTH * n, adopted + MONTH * (n + 1) - day, True) for n in range(MONTHS)]
    return before + [(a, min(b, as_of), after) for a, b, after in begun if a <= as_of]


def _expected(tx: Tx, viewer: Viewer, before: Sequence[Stretch], after: Sequence[Stretch]) -> Outlook | None:
    if not after:
        return None
    counted = Counted(
        seen=sum(row.letters for row in after),
        before=sum(row.letters for row in before),
        all_now=sum(letters_by_class(tx, viewer, after[0].first, after[-1].last).values()),
        all_before=sum(letters_by_class(tx, viewer, before[0].first, before[-1].last).values()),
    )
    return outlook(counted)
