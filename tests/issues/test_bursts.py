"""More than expected is told with an interval; small numbers and the season do not shout."""

from __future__ import annotations

import random

import pytest

from issues.bursts import Counted, outlook, verdicts


def test_a_steady_issue_is_within_its_interval():
    found = outlook(Counted(seen=10, before=120, all_now=100, all_before=1200))
    assert found is not None
    assert found.expected == pytest.approx(10.04, abs=0.01)
    assert found.low <= 10 <= found.high
    assert verdicts([(10, found)]) == ["usual"]


def test_a_real_burst_is_told_and_a_small_one_is_not():
    large = outlook(Counted(seen=30, before=60, all_now=100, all_before=1200))
    small = outlook(Counted(seen=3, before=1, all_now=100, all_before=1200))
    assert verdicts([(30, large), (3, small)]) == ["more", "usual"]


def test_more_letters_in_all_are_no_burst_of_one_issue():
    found = outlook(Counted(seen=20, before=120, all_now=200, all_before=1200))
    assert found is not None and found.expected > 19
    assert verdicts([(20, found)]) == ["usual"]


def test_what_comes_every_winter_is_no_burst():
    year_ago = {"class_then": 60, "class_before": 120, "all_then": 100}
    for seen, told in ((40, "more"), (20, "usual")):
        found = outlook(Counted(seen=seen, before=100, all_now=100, all_before=1200, **year_ago))
        assert found is not None and found.season > 2
        assert verdicts([(seen, found)]) == [told]
    assert verdicts([(20, outlook(Counted(seen=20, before=100, all_now=100, all_before=1200)))]) == ["more"]


def test_among_many_issues_a_rare_sight_is_no_alarm():
    rare = outlook(Counted(seen=5, before=10, all_now=100, all_before=1200))
    quiet = outlook(Counted(seen=1, before=12, all_now=100, all_before=1200))
    assert rare is not None and rare.chance_more < 0.01
    assert verdicts([(5, rare)]) == ["more"]
    assert set(verdicts([(5, rare)] + [(1, quiet)] * 200)) == {"usual"}


def test_nothing_before_gives_no_verdict():
    assert outlook(Counted(seen=5, before=0, all_now=10, all_before=0)) is None
    assert verdicts([(5, None)]) == ["unknown"]


def test_an_issue_that_stopped_is_told():
    found = outlook(Counted(seen=1, before=240, all_now=100, all_before=1200))
    assert verdicts([(1, found)]) == ["fewer"]


def test_chance_alone_hardly_ever_alarms():
    chance = random.Random(3)
    looked = []
    for _ in range(400):
        before = sum(chance.random() < 0.05 for _ in range(1200))
        seen = sum(chance.random() < 0.05 for _ in range(100))
        looked.append((seen, outlook(Counted(seen=seen, before=before, all_now=100, all_before=1200))))
    assert verdicts(looked).count("more") + verdicts(looked).count("fewer") <= 2
