"""`python -m benchmarks.ingest_rate [SIZE]`: letters a second read in and linked, with and without vectors."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.generated import letters, write_letters
from benchmarks.offices import fresh_office, load
from benchmarks.report import peak_memory_mb, write_report
from casework.jobs import submit
from casework.office import Office
from core.ids import item_id
from core.viewer import OFFICE, Viewer
from records.items import item, save_items
from records.marks import backlog
from search.asking import Query
from search.precedents import rank_petitions

WITH_VECTORS = 3000
ENCODED, CHARACTERS = 1000, 150
UNDER_WAY = 300
"""Letters that wait for their words: the import is under way."""


def main(size: int) -> None:
    """Reads `size` letters without vectors, a part of them with, types one in under way, and encodes alone."""
    rows = []
    with fresh_office() as office:
        file = write_letters(office.home / "letters.csv", size)
        report = load(office, file, find=False)
        rate = report.new / report.seconds
        rows.append(("read in and linked, without vectors", f"{size:,} letters", f"{rate:,.0f} /s", "≥ 2,000 /s"))
        again = load(office, file, find=False)
        rows.append(("same file again", f"{size:,} letters", f"{again.same:,} same, {again.new} new", "all the same"))
    with fresh_office() as office:
        begun = time.perf_counter()
        load(office, write_letters(office.home / "letters.csv", WITH_VECTORS))
        rate = WITH_VECTORS / (time.perf_counter() - begun)
        rows.append(("read in, words and vectors", f"{WITH_VECTORS:,} letters", f"{rate:,.0f} /s", "≥ 150 /s"))
        rows.append(
            ("typed in during a bulk import, found after", "1 letter", f"{_found_after(office):.2f} s", "≤ 2 s")
        )
    rows.append(("encoder alone, letters of 150 characters", f"{ENCODED:,} letters", _encoding_rate(), "≥ 250 /s"))
    rows.append(("peak memory", f"{size:,} letters", f"{peak_memory_mb():,.0f} MB", "–"))
    write_report("ingest_rate", "Reading letters in", rows)


def _encoding_rate() -> str:
    """Letters a second through the product's encoder alone, on all cores, each cut at `CHARACTERS`."""
    with fresh_office() as office:
        if office.encoder is None:
            raise SystemExit("this benchmark needs the encoder; see `python cli.py doctor`")
        texts = [f"{row['标题']}\n{row['诉求内容']}"[:CHARACTERS] for row in letters(ENCODED, seed=11)]
        office.encoder.encode_passages(texts[:20])
        begun = time.perf_counter()
        office.encoder.encode_passages(texts)
        return f"{ENCODED / (time.perf_counter() - begun):,.0f} /s"


def _found_after(office: Office) -> float:
    """Seconds from saving one letter to finding it, while the worker, a process of its own, reads in 10,000 others."""
    file = write_letters(office.home / "more.csv", 10_000, seed=7)
    typed = next(iter(letters(1, seed=99)))["标题"] + "翠微桥头柳絮岗亭"
    with office.database.read() as tx:
        model = item(tx, OFFICE, item_id("letters", "G0000001"))
    new = replace(
        model, id="item:typed:1", source="typed", source_id="1", title=typed, title_masked=typed, content_hash=""
    )
    office.forget_index()
    with _worker(office):
        submit(office, Viewer(name="办理"), "ingest_petitions", {"files": [str(file)]})
        while _waiting(office) < UNDER_WAY:
            time.sleep(0.1)
        begun = time.perf_counter()
        with office.database.write() as tx:
            save_items(tx, [new], lane="interactive")
        while not _found(office, new.id):
            time.sleep(0.02)
        found = time.perf_counter() - begun
        if not _waiting(office):
            raise SystemExit("the import was over too early to tell")
    return found


@contextmanager
def _worker(office: Office) -> Iterator[None]:
    command = [sys.executable, "cli.py", "work", "--home", str(office.home)]
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parent.parent, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _waiting(office: Office) -> int:
    with office.database.read() as tx:
        return backlog(tx)["words"]


def _found(office: Office, id_: str) -> bool:
    hits = rank_petitions(office.database, office.index, OFFICE, Query(text="翠微桥头柳絮岗亭"), k=1)
    return bool(hits) and hits[0].item.id == id_


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
