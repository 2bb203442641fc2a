"""What was planted in the demo office is found: fifteen events, six patterns, no look-alike inside an event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from core.privacy import find_personal
from issues.common_issue import CommonIssue, Discovery
from issues.confirmed import Decided
from issues.discovery import find_issues
from search.encoder import OnnxEncoder
from tests.conftest import PROJECT
from tests.issues.letters import best_f1, office_of, read_with_vectors, source_id

DEMO = PROJECT / "data" / "demo"
TODAY = date(2026, 11, 22)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def truth() -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in (DEMO / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def reading_and_vectors(tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder):
    database = office_of(tmp_path_factory.mktemp("demo"), [DEMO / "petitions.csv"], DEMO / "office.yaml")
    yield read_with_vectors(database, encoder)
    database.close()


@pytest.fixture(scope="module")
def found(reading_and_vectors) -> Discovery:
    reading, vectors = reading_and_vectors
    return find_issues(reading, vectors, Decided(), as_of=TODAY)


def groups(issues: tuple[CommonIssue, ...]) -> list[set[str]]:
    return [{source_id(item) for item in issue.item_ids} for issue in issues]


def planted(truth: list[Mapping[str, Any]], kind: str, seen: set[str]) -> list[tuple[str, set[str], set[str]]]:
    rows = [row for row in truth if row["kind"] == kind]
    return [(r["label"], set(r["members"]) & seen, {x["id"] for x in r["lookalikes"]}) for r in rows]


@pytest.fixture(scope="module")
def seen(reading_and_vectors) -> set[str]:
    return {source_id(letter.id) for letter in reading_and_vectors[0].letters}


def test_all_planted_events_are_found_without_look_alikes(found, truth, seen):
    wanted = planted(truth, "event", seen)
    assert len(wanted) == 15
    for label, members, lookalikes in wanted:
        score, best = best_f1(groups(found.events), members)
        assert score >= 0.9, f"{label}: {score:.3f}"
        assert not best & lookalikes, label


def test_all_planted_patterns_are_found(found, truth, seen):
    wanted = planted(truth, "pattern", seen)
    assert len(wanted) == 6
    for label, members, _ in wanted:
        assert best_f1(groups(found.patterns), members)[0] >= 0.9, label


def test_events_lie_beneath_their_pattern_and_copies_elsewhere_too(found, truth, seen):
    by_id = {pattern.id: pattern for pattern in found.patterns}
    copies, joined = 0, 0
    for row in (row for row in truth if row["kind"] == "event"):
        _, best = best_f1(groups(found.events), set(row["members"]) & seen)
        event = found.events[groups(found.events).index(best)]
        above = {source_id(item) for item in by_id[event.parent].item_ids}
        elsewhere = {x["id"] for x in row["lookalikes"] if x["why"] == "同文异地"} & seen
        assert event.id in by_id[event.parent].children
        copies, joined = copies + len(elsewhere), joined + len(elsewhere & above)
    assert copies and joined >= 0.85 * copies


def test_one_person_writing_ten_times_is_an_event_but_no_common_issue(found, truth, seen):
    row = next(row for row in truth if row["kind"] == "one_sided")
    score, best = best_f1(groups(found.events), set(row["members"]) & seen)
    assert score >= 0.8
    event = found.events[groups(found.events).index(best)]
    assert not event.qualified
    assert "不足 3 方" in event.why_not


def test_planted_events_are_qualified_and_say_why_each_member_belongs(found, truth, seen):
    for label, members, _ in planted(truth, "event", seen):
        _, best = best_f1(groups(found.events), members)
        event = found.events[groups(found.events).index(best)]
        assert event.qualified, f"{label}: {event.why_not}"
        assert all(member.reason and 0 < member.score <= 1 for member in event.members)
        assert event.breakdown.units and event.breakdown.places and event.breakdown.cells


def test_labels_are_short_chinese_and_free_of_personal_data(found):
    for issue in found.issues:
        assert 4 <= len(issue.label) <= 12, issue.label
        assert not find_personal(issue.label), issue.label
        assert "×" not in issue.label and "某" not in issue.label


def test_accusations_never_enter(found, truth):
    accused = {row["item"] for row in truth if row["kind"] == "accusation" and row["verdict"] == "clear"}
    inside = set().union(*groups(found.issues))
    kept_out = {source_id(apart.item_id) for issue in found.issues for apart in issue.lookalikes}
    assert not accused & (inside | kept_out)


def test_the_same_letters_give_the_same_answer(found, reading_and_vectors):
    reading, vectors = reading_and_vectors
    assert find_issues(reading, vectors, Decided(), as_of=TODAY) == found
