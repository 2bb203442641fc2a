"""`python -m benchmarks.search_latency [SIZE]`: hybrid search over generated letters, encoder included, and memory."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from benchmarks.generated import letters, write_letters
from benchmarks.offices import fresh_office, load
from benchmarks.report import peak_memory_mb, percentile, write_report
from casework.office import Office
from core.settings import prepare_process
from core.viewer import OFFICE
from search.asking import Query
from search.precedents import find_precedents

QUESTIONS = 100
SHORT = 64


def main(size: int) -> None:
    """Times questions of up to 64 characters and whole pasted letters over `size` letters."""
    with fresh_office() as office:
        begun = time.perf_counter()
        load(office, write_letters(office.home / "letters.csv", size))
        built = time.perf_counter() - begun
        chance = random.Random(3)
        texts = [row["诉求内容"] for row in letters(QUESTIONS, seed=5)]
        short = [text[: chance.randrange(8, SHORT)] for text in texts]
        long = [f"{text}{text[::-1]}{text}" for text in texts[: QUESTIONS // 2]]
        figures = {"short": _times(office, short), "letter": _times(office, long)}
        disk = sum(f.stat().st_size for f in Path(office.settings.index).rglob("*") if f.is_file()) / 2**20
    number = f"{size:,} letters"
    rows = [
        ("built, vectors included", number, f"{built:,.0f} s ({size / built:,.0f} /s)", "15 min at 100,000"),
        ("question ≤ 64 characters, p50", number, f"{percentile(figures['short'], 0.5) * 1000:.0f} ms", "–"),
        (
            "question ≤ 64 characters, p95",
            number,
            f"{percentile(figures['short'], 0.95) * 1000:.0f} ms",
            "≤ 50 ms at 100,000",
        ),
        ("pasted letter, p95", number, f"{percentile(figures['letter'], 0.95) * 1000:.0f} ms", "≤ 500 ms at 100,000"),
        ("peak memory of the one process that read, indexed and searched", number, f"{peak_memory_mb():,.0f} MB", "–"),
        ("index on disk", number, f"{disk:,.0f} MB", "–"),
    ]
    write_report(f"search_latency_{size}", f"Search over {size:,} letters", rows)


def _times(office: Office, texts: list[str]) -> list[float]:
    for text in texts[:3]:
        find_precedents(office.database, office.index, OFFICE, Query(text=text))
    seconds = []
    for text in texts:
        begun = time.perf_counter()
        find_precedents(office.database, office.index, OFFICE, Query(text=text))
        seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    prepare_process()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
