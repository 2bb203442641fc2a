"""Which issues come more often than expected (突增) or have stopped, with the interval that chance leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.office import Office
from core.viewer import Viewer
from issues.bursts import Counted, Outlook, Verdict, outlook, verdicts
from records.issue_counts import Reached, first_received, reached
from records.issue_uses import letters_by_class
from records.issues import StoredIssue, issues
from records.transactions import Tx

DAYS = 30
BASELINE = 365
LEAST_BASELINE = 60
"""Days of letters before the period without which nothing is expected."""
NOTHING = Reached()


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """An issue, how many letters came in the period, what was to be expected, and the verdict."""

    issue: StoredIssue
    seen: int
    sides: int
    outlook: Outlook | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """The days looked at, the days of the baseline, and each issue; those furthest above what is expected first."""

    first: date
    last: date
    base_first: date
    note: str
    rows: tuple[Burst, ...]


def bursts(office: Office, viewer: Viewer, *, level: str = "event", days: int = DAYS, as_of: date) -> Bursts:
    """Every issue of a level against its own year before, all letters and the season considered."""
    first = as_of - timedelta(days=days - 1)
    with office.database.read() as tx:
        begun = first_received(tx, viewer)
        base_first = max(first - timedelta(days=BASELINE), begun or first)
        known = issues(tx, viewer, level=level)
        counted = _counted(tx, viewer, known, first=first, last=as_of, base_first=base_first)
    short = (first - base_first).days < LEAST_BASELINE
    looked = [(one.seen, None if short else outlook(one)) for one in (counted[issue.id][0] for issue in known)]
    rows = [
        Burst(issue=issue, seen=seen, sides=counted[issue.id][1], outlook=found, verdict=verdict)
        for issue, (seen, found), verdict in zip(known, looked, verdicts(looked), strict=True)
    ]
    note = f"此前只有 {(first - base_first).days} 天的来信，无从比较。" if short else ""
    return Bursts(first=first, last=as_of, base_first=base_first, note=note, rows=tuple(sorted(rows, key=_place)))


def _counted(
    tx: Tx, viewer: Viewer, known: Sequence[StoredIssue], *, first: date, last: date, base_first: date
) -> Mapping[str, tuple[Counted, int]]:
    ids = [one.id for one in known]
    eve, year = first - timedelta(days=1), timedelta(days=BASELINE)
    now, before = reached(tx, viewer, ids, first, last), reached(tx, viewer, ids, base_first, eve)
    classes_now, classes_before = (
        letters_by_class(tx, viewer, first, last),
        letters_by_class(tx, viewer, base_first, eve),
    )
    whole_year = (first - base_first).days >= BASELINE
    classes_then = letters_by_class(tx, viewer, first - year, last - year) if whole_year else {}
    found = {}
    for one in known:
        code, seen = _class_of(one), now.get(one.id, NOTHING)
        counted = Counted(
            seen=seen.letters,
            before=before.get(one.id, NOTHING).letters,
            all_now=sum(classes_now.values()),
            all_before=sum(classes_before.values()),
            class_then=classes_then.get(code, 0),
            class_before=classes_before.get(code, 0),
            all_then=sum(classes_then.values()) if code else 0,
        )
        found[one.id] = (counted, seen.sides)
    return found


def _class_of(one: StoredIssue) -> str:
    classes = one.facts.get("breakdown", {}).get("classes", ())
    return str(classes[0]["id"])[:4] if classes else ""


def _place(one: Burst) -> tuple[int, float, str]:
    order = {"more": 0, "fewer": 1, "usual": 2, "unknown": 3}
    chance = min(one.outlook.chance_more, one.outlook.chance_fewer) if one.outlook else 1.0
    return order[one.verdict], chance, one.issue.id
