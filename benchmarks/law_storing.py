"""`python -m benchmarks.law_storing FOLDER`: every statute of the data composed, taken apart and stored."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.law_round_trip import composed, statutes
from benchmarks.report import peak_memory_mb, write_report
from core.law_tree import articles_of, parse
from ingest.articles import ingest_articles
from records.database import open_database


def main(folder: Path) -> None:
    """Writes how long parsing and storing take, apart and together."""
    began = time.perf_counter()
    parsed = sum(len(articles_of(parse(composed(one, "a")), everywhere=True)) for one in statutes(folder))
    parsing = time.perf_counter() - began
    began, stored = time.perf_counter(), 0
    with TemporaryDirectory() as place:
        database = open_database(f"sqlite:///{Path(place) / 'office.db'}")
        for articles, laws in (("articles", "laws"), ("local_articles", "local_laws")):
            report = ingest_articles(
                database,
                folder / f"{articles}.jsonl.gz",
                regulations=folder / f"{laws}.jsonl.gz",
                quarantine=Path(place),
                now=datetime.now(UTC),
            )
            stored += report.articles
        database.close()
    storing = time.perf_counter() - began
    size = f"{stored:,} articles"
    rows = [
        ("parsed", f"{parsed:,} articles", f"{parsing:.0f} s", "–"),
        ("stored with versions, links and clauses", size, f"{storing:.0f} s", "–"),
        ("parsed and stored", size, f"{parsing + storing:.0f} s", "≤ 300 s"),
        ("peak memory", size, f"{peak_memory_mb():,.0f} MB", "–"),
    ]
    write_report("law_storing", "Statutes parsed and stored", rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
