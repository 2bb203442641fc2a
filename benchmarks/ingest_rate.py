"""`python -m benchmarks.ingest_rate [SIZE]`: letters a second read in and linked, with and without vectors."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace

from benchmarks.generated import letters, write_letters
from benchmarks.offices import fresh_office, load
from benchmarks.report import peak_memory_mb, write_report
from casework.office import Office
from casework.worker import work
from core.ids import item_id
from core.viewer import OFFICE
from records.items import item, save_items
from search.asking import Query
from search.precedents import rank_petitions

WITH_VECTORS = 3000


def main(size: int) -> None:
    """Reads `size` letters without vectors, a part of them with, and types one in while a bulk import runs."""
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
    rows.append(("peak memory", f"{size:,} letters", f"{peak_memory_mb():,.0f} MB", "–"))
    write_report("ingest_rate", "Reading letters in", rows)


def _found_after(office: Office) -> float:
    """Seconds from saving one letter to finding it, while 10,000 others are read in and indexed."""
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(office,), kwargs={"stop": stop})
    office.forget_index()
    worker.start()
    file = write_letters(office.home / "more.csv", 10_000, seed=7)
    bulk = threading.Thread(target=load, args=(office, file), kwargs={"find": False})
    bulk.start()
    time.sleep(3)
    typed = next(iter(letters(1, seed=99)))["标题"] + "翠微桥头柳絮岗亭"
    with office.database.read() as tx:
        model = item(tx, OFFICE, item_id("letters", "G0000001"))
    new = replace(
        model, id="item:typed:1", source="typed", source_id="1", title=typed, title_masked=typed, content_hash=""
    )
    begun = time.perf_counter()
    with office.database.write() as tx:
        save_items(tx, [new], lane="interactive")
    while True:
        hits = rank_petitions(office.database, office.index, OFFICE, Query(text="翠微桥头柳絮岗亭"), k=1)
        if hits and hits[0].item.id == new.id:
            break
        time.sleep(0.02)
    found = time.perf_counter() - begun
    bulk.join()
    stop.set()
    worker.join()
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
