"""Real case lists and real law, where the shared folder exists: all goes in, and a second load is all the same."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import pytest

from core.statute import Status
from core.viewer import OFFICE, WORKER
from ingest.articles import ingest_articles
from ingest.petitions import Desk, ingest_petitions
from records.items import ItemFilter, count_items, find_items, item
from records.law_on_a_day import article_on, versions
from records.links import links_of

pytestmark = [pytest.mark.data, pytest.mark.slow]


def test_messages_replies_labelled_rows_and_tickets_stay_apart(desk: Desk, shared_data: Path, now: datetime) -> None:
    folder = shared_data / "teddy2020c"
    files = [
        folder / "hot_messages.jsonl.gz",
        folder / "replies_dev.jsonl.gz",
        folder / "classified_dev.jsonl.gz",
        shared_data / "pingshan12345" / "tickets_dev.csv.gz",
    ]
    first = ingest_petitions(desk, files, now=now, processes=0)
    assert (first.new, first.changed) == (4326 + 1472 + 1840 + 4946, 0)
    assert first.quarantined == 1, "one number stands twice with different text among the labelled rows"
    second = ingest_petitions(desk, files, now=now, processes=0)
    assert (second.new, second.changed, second.same) == (0, 0, first.new)
    with desk.database.read() as tx:
        assert count_items(tx, WORKER, ItemFilter(sources=("hot_messages",))) == 4326
        ticket = item(tx, OFFICE, "item:tickets_dev:72693")
        assert ticket.title == "商业经营红线内噪声（马峦街道江岭社区）" and ticket.unit_text == "马峦办事处综合执法队"
        answered = find_items(tx, OFFICE, ItemFilter(sources=("replies_dev",), concluded=True), limit=None)
        assert len(answered) > 1400
        labelled = find_items(tx, WORKER, ItemFilter(sources=("classified_dev",)), limit=None)
        known = [one for one in labelled if one.issue_code]
        assert len(known) > 0.98 * len(labelled)


def test_one_changed_row_is_one_changed(desk: Desk, shared_data: Path, tmp_path: Path, now: datetime) -> None:
    with gzip.open(shared_data / "pingshan12345" / "tickets_dev.csv.gz", "rt", encoding="utf-8") as text:
        rows = list(csv.reader(text))[:801]
    for change in (False, True):
        if change:
            rows[400][3] = "建议"
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        file = tmp_path / "tickets_dev.csv.gz"
        file.write_bytes(gzip.compress(out.getvalue().encode("gb18030")))
        report = ingest_petitions(desk, [file], now=now, processes=0)
        assert (report.new, report.changed, report.same) == ((0, 1, 799) if change else (800, 0, 0))


def test_all_national_law_with_its_versions_and_the_replies_that_cite_it(
    desk: Desk, shared_data: Path, now: datetime
) -> None:
    folder = shared_data / "statutes"
    report = ingest_articles(
        desk.database,
        folder / "articles.jsonl.gz",
        regulations=folder / "laws.jsonl.gz",
        quarantine=desk.quarantine,
        now=now,
    )
    assert report.articles + report.quarantined + 1 == 87_140, "one article stands twice word for word"
    expected = [
        ("治安管理处罚法", 0, date(2025, 12, 31), Status.IN_FORCE),
        ("治安管理处罚法", 0, date(2026, 1, 1), Status.AMENDED),
        ("噪声污染防治法", 0, date(2026, 8, 14), Status.IN_FORCE),
        ("噪声污染防治法", 0, date(2026, 8, 15), Status.REPEALED),
        ("生态环境法典", 0, date(2026, 8, 14), Status.NOT_YET),
        ("信访条例", 0, date(2022, 4, 30), Status.IN_FORCE),
        ("信访条例", 0, date(2022, 5, 1), Status.REPEALED),
        ("供水条例", 0, date(2026, 5, 31), Status.NOT_YET),
        ("监狱法", -1, date(2026, 10, 31), Status.NOT_YET),
        ("监狱法", -1, date(2026, 11, 1), Status.IN_FORCE),
        ("合同法", 0, date(2021, 1, 1), Status.REPEALED),
    ]
    with desk.database.read() as tx:
        for title, which, day, status in expected:
            assert versions(tx, f"regulation:{title}")[which].status_on(day) is status, (title, day)
        starts = [v.effective for v in versions(tx, "regulation:民事诉讼法")]
        assert starts == [date(2017, 7, 1), date(2022, 1, 1), date(2024, 1, 1)]
        for number, day in ((200, date(2020, 1, 1)), (207, date(2022, 6, 1)), (211, date(2024, 6, 1))):
            found = article_on(tx, f"article:民事诉讼法:{number}", day)
            assert found and "应当再审" in found[0].text and found[2] is Status.IN_FORCE
    ingest_petitions(desk, [shared_data / "teddy2020c" / "replies_dev.jsonl.gz"], now=now, processes=0)
    with desk.database.read() as tx:
        ids = [one.id for one in find_items(tx, OFFICE, limit=None)]
        cites = links_of(tx, OFFICE, ids, ("cites",), direction="out", limit=None)
    assert len({link.source for link in cites}) >= 50, "62 replies cite a national law"
