"""Events among real messages: those of the labelled issues are found, and none of their look-alikes is inside.

Every message with a label and every third of the others; the whole set is a benchmark (`benchmarks.events`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from issues import events as events_module
from issues.events import Edges, find_events, near_pairs
from issues.likeness import Likeness, compare_letters
from search.encoder import OnnxEncoder
from tests.issues.letters import best_f1, office_of, read_with_vectors, source_id

EVERY = 3
pytestmark = [pytest.mark.slow, pytest.mark.data, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def gold(shared_data: Path) -> list[dict[str, list[int]]]:
    lines = (shared_data / "teddy2020c" / "hot_issues_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sampled(file: Path, labelled: set[str]) -> Iterator[str]:
    """The lines of the labelled messages and of every third other one."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % EVERY == 0 or str(json.loads(line)["id"]) in labelled:
                yield line


@pytest.fixture(scope="module")
def messages(
    shared_data: Path, gold, tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder
) -> tuple[list[str], Likeness, Edges]:
    folder = tmp_path_factory.mktemp("hot")
    labelled = {str(one) for issue in gold for one in (*issue["ids"], *issue["lookalikes"])}
    file = folder / "messages.jsonl"
    file.write_text("".join(sampled(shared_data / "teddy2020c" / "hot_messages.jsonl.gz", labelled)), encoding="utf-8")
    database = office_of(folder, [file])
    reading, vectors = read_with_vectors(database, encoder)
    database.close()
    likeness = compare_letters(reading.letters, vectors)
    return [source_id(letter.id) for letter in reading.letters], likeness, near_pairs(likeness)


def scored(messages, gold, threshold: float, monkeypatch: pytest.MonkeyPatch) -> tuple[float, int]:
    """Mean best-match F1 and how many look-alikes lie inside the best matches."""
    ids, likeness, edges = messages
    monkeypatch.setattr(events_module, "EVENT_THRESHOLD", threshold)
    found: Sequence[set[str]] = [{ids[row] for row in c.rows} for c in find_events(likeness, edges).clusters]
    best = [best_f1(found, {str(i) for i in issue["ids"]}) for issue in gold]
    inside = sum(len(g & {str(i) for i in issue["lookalikes"]}) for (_, g), issue in zip(best, gold, strict=True))
    return float(np.mean([score for score, _ in best])), inside


def test_labelled_events_are_found_without_look_alikes(messages, gold, monkeypatch):
    score, inside = scored(messages, gold, events_module.EVENT_THRESHOLD, monkeypatch)
    assert score >= 0.88
    assert inside == 0


@pytest.mark.parametrize("factor", [0.9, 1.1])
def test_a_tenth_more_or_less_does_not_tip_the_result(messages, gold, monkeypatch, factor):
    score, inside = scored(messages, gold, events_module.EVENT_THRESHOLD * factor, monkeypatch)
    assert score >= 0.88
    assert inside <= 3
