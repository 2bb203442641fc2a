"""`python -m benchmarks.search_latency [SIZE] [--home DIR]`: search over generated letters, encoder included.

Up to 10,000 letters everything is encoded; beyond, vectors are made (`benchmarks.generated_vectors`). `hybrid` is the
search of the index alone: question encoded, words, vectors and filter; `precedents` is the whole answer of the page:
that, the records of the candidates, their order, copies folded, and why. Each question is timed by itself.
"""

from __future__ import annotations

import random
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from benchmarks.generated import letters, place_of, write_letters
from benchmarks.large_offices import fill, how_filled
from benchmarks.offices import fresh_office, load
from benchmarks.report import peak_memory_mb, percentile, write_report
from casework.office import Office, open_office
from core.settings import Settings
from core.viewer import OFFICE
from search.asking import Query
from search.filters import Filter
from search.precedents import find_precedents

QUESTIONS = 100
SHORT = 64
ENCODED = 10_000
K = 10
HYBRID = "≤ 50 ms at 100,000; ≤ 150 ms at 10^6"
Row = tuple[str, str, str, str]


def main() -> None:
    """Questions of up to 64 characters and whole pasted letters over generated letters, or over an office that holds
    them already."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("size", type=int, nargs="?", default=ENCODED)
    asked.add_argument("--home", type=Path)
    told = asked.parse_args()
    with _office(told.size, told.home) as (office, how):
        chance = random.Random(3)
        texts = [row["诉求内容"] for row in letters(QUESTIONS, seed=5)]
        short = [text[: chance.randrange(8, SHORT)] for text in texts]
        long = [f"{text}{text[::-1]}{text}" for text in texts[: QUESTIONS // 2]]
        size = f"{office.index.state().documents:,} letters"
        disk = sum(f.stat().st_size for f in Path(office.settings.index).rglob("*") if f.is_file()) / 2**20
        rows = [
            how,
            *_timed("hybrid, question ≤ 64 characters", size, _hybrid(office), short, HYBRID),
            *_timed("precedents, question ≤ 64 characters", size, _precedents(office), short, "≤ 50 ms at 100,000"),
            *_timed("precedents, pasted letter", size, _precedents(office), long, "≤ 500 ms at 100,000"),
            ("filters that gave 10 hits, or all there are", size, _complete(office, short), "all"),
            ("peak memory of the one process", size, f"{peak_memory_mb():,.0f} MB", "≤ 4 GB at 10^6"),
            ("index on disk", size, f"{disk:,.0f} MB", "–"),
        ]
    write_report(f"search_latency_{told.size}", f"Search over {told.size:,} letters", rows)


@contextmanager
def _office(size: int, home: Path | None) -> Iterator[tuple[Office, Row]]:
    """The office in `home`, or a fresh one with the letters in it, and a row that says how it was filled."""
    number, made = f"{size:,} letters", how_filled(size) if size > ENCODED else "all encoded"
    if home is not None:
        with closing(open_office(Settings(home=home, today="2026-11-22"))) as office:
            yield office, ("filled before", number, made, "–")
        return
    with fresh_office() as office:
        begun = time.perf_counter()
        if size > ENCODED:
            fill(office, size)
        else:
            load(office, write_letters(office.home / "letters.csv", size))
        built = time.perf_counter() - begun
        yield office, ("built", number, f"{built:,.0f} s ({size / built:,.0f} /s); {made}", "15 min at 100,000")


def _hybrid(office: Office) -> Callable[[str], object]:
    return lambda text: office.index.search(office.index.question(text), OFFICE, k=K)


def _precedents(office: Office) -> Callable[[str], object]:
    return lambda text: find_precedents(office.database, office.index, OFFICE, Query(text=text), k=K)


def _timed(name: str, size: str, ask: Callable[[str], object], texts: list[str], budget: str) -> list[Row]:
    for text in texts[:3]:
        ask(text)
    wall, processor = [], []
    for text in texts:
        begun, used = time.perf_counter(), time.process_time()
        ask(text)
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    found = []
    for share, limit in ((0.5, "–"), (0.95, budget)):
        clock, cpu = percentile(wall, share) * 1000, percentile(processor, share) * 1000
        found.append((f"{name}, p{share * 100:.0f}", size, f"{clock:.0f} ms ({cpu:.0f} ms of processors)", limit))
    return found


def _complete(office: Office, texts: list[str]) -> str:
    """How many of some wide and narrow filters gave as many hits as a plain count of the table lets expect."""
    table, good, every = office.index.snapshot().table, 0, 0
    for text, wanted in zip(texts, _filters(), strict=False):
        there = int(table.bitmap(table.coded(wanted, OFFICE)).sum())
        hits = office.index.search(office.index.question(text), OFFICE, wanted=wanted, k=K)
        every, good = every + 1, good + (len(hits) == min(K, there))
    return f"{good} of {every}"


def _filters() -> Iterator[Filter]:
    """Places a few letters name, days, weeks, ends, and several of these together."""
    for number, row in enumerate(letters(60, seed=1)):
        day = date.fromisoformat(row["信访日期"])
        place = (f"place:{place_of(row['标题'])}",)
        yield (
            Filter(place=place),
            Filter(date_from=day, date_to=day),
            Filter(date_from=day, date_to=day, concluded=number % 2 == 0),
            Filter(place=place, outcome=("support",)),
            Filter(outcome=("partial_support",), date_from=day),
        )[number % 5]


if __name__ == "__main__":
    main()
