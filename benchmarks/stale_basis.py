"""`python -m benchmarks.stale_basis [SIZE]`: the sweep over many replies, the citator, old and new articles aligned.

The law is the national statutes; the replies are generated, each citing one to three real articles by title and
number, the acts that were changed or ended more often than the others.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from benchmarks.generated import letters
from benchmarks.offices import fresh_office, load, shared
from benchmarks.report import peak_memory_mb, write_report
from casework.citator import cited_by
from casework.drafts import save_draft
from casework.law_comparison import aligned, chosen_version
from casework.office import Office
from casework.stale_basis import listed, sweep
from core.citations import article_label
from core.ids import item_id
from core.viewer import OFFICE, Viewer
from ingest.articles import ingest_articles
from records.law import NumberedVersion, articles_of, numbered_versions, regulations

T = TypeVar("T")
CHANGED_ACTS = 150
OTHER_ACTS = 150
DRAFTS = 40


def main(size: int) -> None:
    """Loads law and replies into a fresh office and measures there."""
    with fresh_office() as office:
        ingest_articles(
            office.database,
            shared("statutes/articles.jsonl.gz"),
            regulations=shared("statutes/laws.jsonl.gz"),
            quarantine=office.home / "quarantine",
            now=office.now(),
        )
        load(office, _replies(office, office.home / "replies.csv", size), find=False)
        person = Viewer(name="起草人")
        for number in range(DRAFTS):
            text = "根据《治安管理处罚法》第五十八条、《噪声污染防治法》第四十三条处理。"
            save_draft(office, person, item_id("replies", f"G{number:07d}"), text, now=office.now())
        measure(office, size)


def measure(office: Office, size: int) -> None:
    """Sweeps twice, asks the citator, aligns the largest acts, and writes the table."""
    rows, of_all = [], f"{size:,} replies"
    for name in ("sweep for stale bases", "the same again"):
        begun = time.process_time()
        done, seconds = _timed(lambda: sweep(office, today=office.today()))
        busy = time.process_time() - begun
        rows.append((name, of_all, f"{seconds:.1f} s ({busy:.1f} s of one core)", "≤ 60 s at 100,000"))
    page, first_page = _timed(lambda: listed(office, OFFICE, limit=50))
    found = ", ".join(f"{kind} {count:,}" for kind, count in done.found.items())
    rows.append(("findings", f"{done.looked_at:,} uses", found, "–"))
    on_top = sum(one.finding.kind == "draft" for one in page)
    rows.append(("open drafts on the first page of 50", f"{DRAFTS} drafts", f"{on_top}", "all"))
    rows.append(("first page with old and new text", "50 findings", f"{first_page * 1000:.0f} ms", "–"))
    used, asked = _timed(lambda: cited_by(office, OFFICE, "regulation:民法典"))
    users = f"{used.counts.replies:,} replies"
    rows.append(("who uses an act with all its articles", users, f"{asked * 1000:.0f} ms", "–"))
    rows += _alignments(office)
    rows.append(("peak memory", of_all, f"{peak_memory_mb():,.0f} MB", "–"))
    write_report("stale_basis", "Stale bases, citator, alignment", rows)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def _alignments(office: Office) -> list[tuple[str, str, str, str]]:
    rows = []
    pairs = (
        ("信访条例", "信访工作条例"),
        ("噪声污染防治法", "生态环境法典"),
        ("合同法", "民法典"),
        ("生态环境法典", "生态环境法典"),
    )
    for old, new in pairs:
        with office.database.read() as tx:
            left, right = (chosen_version(tx, name, today=office.today()) for name in (old, new))
            size = " × ".join(str(len(articles_of(tx, one.version.regulation_id, one.number))) for one in (left, right))
            _, seconds = _timed(lambda left=left, right=right: aligned(tx, left, right))  # type: ignore[misc]
        rows.append((f"{old} → {new}", f"{size} articles", f"{seconds:.2f} s", "seconds"))
    return rows


def _replies(office: Office, file: Path, size: int) -> Path:
    """A csv of letters with replies that cite articles of the stored law."""
    chance = random.Random(11)
    pool = _citable(office)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer: csv.DictWriter[str] | None = None
        for row in letters(size):
            received = date.fromisoformat(row["信访日期"]) - timedelta(days=chance.randrange(3000))
            cites = "、".join(chance.choice(pool) for _ in range(chance.randrange(1, 4)))
            told = {
                "信访日期": received.isoformat(),
                "答复意见": f"您反映的问题收悉。经调查，根据{cites}的规定，已责成有关单位依法处理，请您监督。",
                "答复日期": (received + timedelta(days=chance.randrange(5, 60))).isoformat(),
            }
            if writer is None:
                writer = csv.DictWriter(stream, list(row | told))
                writer.writeheader()
            writer.writerow(row | told)
    return file


def _citable(office: Office) -> list[str]:
    """Citations as a reply writes them, of acts with several or ended versions and of others."""
    today = office.today()
    with office.database.read() as tx:
        versions = numbered_versions(tx, [one.id for one in regulations(tx)])

        def moved_on(several: list[NumberedVersion]) -> bool:
            return len(several) > 1 or several[0].version.status_on(today).name != "IN_FORCE"

        changed = [id_ for id_, several in sorted(versions.items()) if moved_on(several)]
        others = [id_ for id_, several in sorted(versions.items()) if not moved_on(several)]
        chance = random.Random(7)
        acts = chance.sample(changed, min(CHANGED_ACTS, len(changed))) + chance.sample(others, OTHER_ACTS)
        found = []
        for id_ in [*acts, "regulation:噪声污染防治法", "regulation:治安管理处罚法", "regulation:民法典"]:
            title = id_.removeprefix("regulation:")
            for one in articles_of(tx, id_, versions[id_][0].number)[:40]:
                found.append(f"《{title}》{article_label(one.number, one.sub)}")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
