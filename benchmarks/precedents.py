"""`python -m benchmarks.precedents`: precedents over real replies; relevant = messages that got the same reply."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict

from benchmarks.offices import fresh_office, load, shared
from benchmarks.report import write_report
from benchmarks.similar_messages import average_precision
from core.ids import item_id
from core.settings import prepare_process
from core.viewer import OFFICE
from search.asking import Query
from search.precedents import rank_petitions

FILE = "teddy2020c/replies_dev.jsonl.gz"


def main() -> None:
    """Query = one message, relevant = the others of its `same_reply_group`, corpus = all messages with a reply."""
    with gzip.open(shared(FILE), "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["same_reply_group"]:
            groups[row["same_reply_group"]].append(str(row["id"]))
    with fresh_office() as office:
        load(office, shared(FILE))
        scores, found = [], []
        for group in groups.values():
            for one in group if len(group) > 1 else ():
                query = Query(like=item_id("replies_dev", one))
                ranked = rank_petitions(office.database, office.index, OFFICE, query, k=100)
                ids = [hit.item.source_id for hit in ranked]
                relevant = set(group) - {one}
                scores.append(average_precision(ids, relevant))
                found.append(len(relevant & set(ids[:10])) / min(10, len(relevant)))
    size = f"{len(scores)} queries over {len(rows):,} messages"
    write_report(
        "precedents",
        "Precedents, replies_dev",
        [
            ("MAP", size, f"{sum(scores) / len(scores):.3f}", "–"),
            ("recall_at_10", size, f"{sum(found) / len(found):.3f}", "–"),
        ],
    )


if __name__ == "__main__":
    prepare_process()
    main()
