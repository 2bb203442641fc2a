"""`python -m benchmarks.events`: events found among real messages against the known ones, and the time it takes."""

from __future__ import annotations

import json
import time

from benchmarks.offices import fresh_office, load, shared
from benchmarks.report import write_report
from core.viewer import WORKER
from issues.discovery import discover
from records.item_finding import EVERYTHING


def f1(one: set[str], other: set[str]) -> float:
    """The harmonic mean of precision and recall of two sets."""
    return 2 * len(one & other) / (len(one) + len(other))


def main() -> None:
    """Best match of each known issue among the events, qualified or not, and look-alikes inside the best matches."""
    gold = [json.loads(line) for line in shared("teddy2020c/hot_issues_dev.jsonl").read_text("utf-8").splitlines()]
    with fresh_office() as office:
        load(office, shared("teddy2020c/hot_messages.jsonl.gz"))
        begun = time.perf_counter()
        found = discover(office.database, office.index, WORKER, EVERYTHING, as_of=office.today())
        seconds = time.perf_counter() - begun
    events = [{item.rpartition(":")[2] for item in event.item_ids} for event in found.events]
    wanted = [({str(i) for i in row["ids"]}, {str(i) for i in row["lookalikes"]}) for row in gold]
    best = [max(events, key=lambda event, ids=ids: f1(event, ids)) for ids, _ in wanted]
    mean = sum(f1(event, ids) for event, (ids, _) in zip(best, wanted, strict=True)) / len(wanted)
    inside = sum(len(event & alike) for event, (_, alike) in zip(best, wanted, strict=True))
    size = f"{len(wanted)} known issues, {found.letters:,} messages"
    rows = [
        ("mean best-match F1 of events", size, f"{mean:.3f}", "≥ 0.88"),
        ("look-alikes inside", size, str(inside), "0"),
        ("discovery, vectors at hand", f"{found.letters:,} messages", f"{seconds:.1f} s", "≤ 10 s at 10,000"),
    ]
    write_report("events", "Common issues, hot_issues_dev", rows)


if __name__ == "__main__":
    main()
