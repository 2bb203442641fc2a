"""`python -m benchmarks.similar_messages`: mean average precision of similar-message search over real messages."""

from __future__ import annotations

import json
import time

from benchmarks.offices import fresh_office, load, shared
from benchmarks.report import percentile, write_report
from core.ids import item_id
from core.settings import prepare_process
from core.viewer import OFFICE
from search.asking import Query
from search.precedents import rank_petitions

DEPTH = 200
SOURCE = "hot_messages"


def average_precision(ranked: list[str], relevant: set[str]) -> float:
    """Mean of the precision at each relevant id; ids not found count as 0."""
    found, total = 0, 0.0
    for place, one in enumerate(ranked, start=1):
        if one in relevant:
            found += 1
            total += found / place
    return total / len(relevant)


def main() -> None:
    """Query = one message by id, relevant = the other messages of its issue, corpus = all messages."""
    gold = [json.loads(line) for line in shared("teddy2020c/hot_issues_dev.jsonl").read_text("utf-8").splitlines()]
    with fresh_office() as office:
        load(office, shared("teddy2020c/hot_messages.jsonl.gz"))
        scores, seconds = [], []
        for issue in gold:
            for one in issue["ids"] if len(issue["ids"]) > 1 else ():
                begun = time.perf_counter()
                query = Query(like=item_id(SOURCE, str(one)))
                hits = rank_petitions(office.database, office.index, OFFICE, query, k=DEPTH)
                seconds.append(time.perf_counter() - begun)
                relevant = {str(i) for i in issue["ids"]} - {str(one)}
                scores.append(average_precision([hit.item.source_id for hit in hits], relevant))
    size = f"{len(scores)} queries over 4,326 messages"
    write_report(
        "similar_messages",
        "Similar messages, hot_issues_dev",
        [
            ("MAP", size, f"{sum(scores) / len(scores):.4f}", "≥ 0.955"),
            ("query p95", size, f"{percentile(seconds, 0.95) * 1000:.0f} ms", "–"),
        ],
    )


if __name__ == "__main__":
    prepare_process()
    main()
