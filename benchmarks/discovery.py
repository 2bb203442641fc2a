"""`python -m benchmarks.discovery [--large] [--home DIR]`: how long discovery takes over many petitions."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from benchmarks.large_offices import fill
from benchmarks.offices import fresh_office, load, shared
from benchmarks.report import peak_memory_mb, write_report
from casework.office import Office, open_office
from core.settings import Settings
from core.viewer import WORKER
from issues import discovery
from issues.confirmed import read_decided
from issues.reading import read_letters

REAL = tuple(
    f"teddy2020c/{name}.jsonl.gz" for name in ("hot_messages", "messages_unlabelled", "classified_dev", "replies_dev")
)
LARGE = 100_000
AS_OF = date(2026, 11, 22)


class Clock:
    """Seconds of each part, by the wall and of the processors."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, float, float]] = []

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measures what runs inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.parts.append((name, time.perf_counter() - wall, time.process_time() - cpu))

    def rows(self, size: str, budget: str) -> list[tuple[str, str, str, str]]:
        """The parts and their sum as rows of a report."""
        wall, cpu = sum(part[1] for part in self.parts), sum(part[2] for part in self.parts)
        told = [(name, size, f"{w:.1f} s ({c:.1f} s of processors)", "") for name, w, c in self.parts]
        return [*told, ("discovery in all", size, f"{wall:.1f} s ({cpu:.1f} s of processors)", budget)]


def measured(office: Office, budget: str) -> list[tuple[str, str, str, str]]:
    """Reading, vectors and finding over everything in the office; run twice, and both answers must be the same."""
    clock = Clock()
    with clock.part("reading letters"), office.database.read() as tx:
        reading, decided = read_letters(tx, WORKER), read_decided(tx, WORKER)
    with clock.part("reading vectors"):
        vectors = office.index.vectors([letter.id for letter in reading.letters])
    with clock.part("finding and describing"):
        found = discovery.find_issues(reading, vectors, decided, as_of=AS_OF)
    size = f"{found.letters:,} petitions"
    again = discovery.find_issues(reading, vectors, decided, as_of=AS_OF)
    return [
        *clock.rows(size, budget),
        ("events, patterns", size, f"{len(found.events):,}, {len(found.patterns):,}", ""),
        ("two runs give the same", size, "yes" if found == again else "no", "yes"),
        ("memory of the process at most", size, f"{peak_memory_mb():,.0f} MB", "≤ 3,000 MB"),
    ]


def main() -> None:
    """10,000 real petitions, with `--large` 100,000 generated ones with made vectors; a filled office may be named."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--home", type=Path)
    told = asked.parse_args()
    with _office(told.home, large=told.large) as office:
        rows = measured(office, "≤ 180 s" if told.large else "≤ 10 s")
    title = "generated" if told.large else "real"
    write_report(f"discovery_{title}", f"Common issues over {title} petitions", rows)


@contextmanager
def _office(home: Path | None, *, large: bool) -> Iterator[Office]:
    """The office in `home`, or a fresh one with the petitions in it."""
    if home is not None:
        with closing(open_office(Settings(home=home, today=AS_OF.isoformat()))) as office:
            yield office
        return
    with fresh_office() as office:
        if large:
            fill(office, LARGE)
        for name in () if large else REAL:
            load(office, shared(name))
        yield office


if __name__ == "__main__":
    main()
