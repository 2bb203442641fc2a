"""Figures against scikit-learn, by hand, and at their ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, average_precision_score, f1_score, ndcg_score
from sklearn.metrics.cluster import pair_confusion_matrix

from eval.bootstrap import interval, paired_difference
from eval.gold import Ask, Cluster
from eval.metrics import (
    average_precision,
    best_f05,
    best_point,
    ndcg_at,
    pair_agreement,
    pairs_precision,
    recall_at,
    reciprocal_rank,
)
from eval.outcomes import Guess, of_clusters, of_labels, of_pairs, of_ranking
from search.reliability import reliability


def test_figures_of_one_list_by_hand() -> None:
    ranked, relevant = ["x", "a", "y", "b"], {"a": 1.0, "b": 1.0, "c": 1.0}
    assert recall_at(ranked, relevant, 2) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranked, relevant, 10) == 0.5
    assert reciprocal_rank(ranked, relevant, 1) == 0.0
    assert average_precision(ranked, relevant) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert ndcg_at(["a", "b", "c"], relevant, 10) == pytest.approx(1.0)
    assert ndcg_at([], relevant, 10) == 0.0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=12).filter(any), st.integers(1, 12))
def test_ranked_lists_agree_with_scikit_learn(grades: list[int], k: int) -> None:
    ranked = [str(place) for place in range(len(grades))]
    falling = [[-place for place in range(len(grades))]]
    told = {str(place): float(grade) for place, grade in enumerate(grades)}
    assert ndcg_at(ranked, told, k) == pytest.approx(ndcg_score([grades], falling, k=k))
    truth = [grade > 0 for grade in grades]
    relevant = {id_ for id_, grade in told.items() if grade}
    assert average_precision(ranked, relevant) == pytest.approx(average_precision_score(truth, falling[0]))


def test_the_best_threshold_parts_same_from_not() -> None:
    scores, same = np.array([0.9, 0.8, 0.3, 0.7]), np.array([True, True, False, False])
    point = best_point(scores, same)
    assert (point.threshold, point.precision, point.recall, point.f05) == (0.8, 1.0, 1.0, 1.0)
    outcome = of_pairs([("1", "2")] * 4, scores, same)
    assert outcome.figure("f05").value == 1.0 and outcome.notes["threshold"] == 0.8


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=30))
def test_the_fast_best_threshold_is_the_best_threshold(pairs: list[tuple[int, bool]]) -> None:
    scores, same = np.array([s / 10 for s, _ in pairs]), np.array([b for _, b in pairs])
    if same.any():
        assert best_f05(scores, same) == pytest.approx(best_point(scores, same).f05)
        assert pairs_precision(scores, same) == pytest.approx(average_precision_score(same, scores))
    else:
        assert best_f05(scores, same) == 0.0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_partitions_agree_with_scikit_learn(rows: list[tuple[int, int]]) -> None:
    truth, guess = np.array([t for t, _ in rows]), np.array([g for _, g in rows])
    f1, ari = pair_agreement(truth, guess)
    (_, wrong), (missed, right) = pair_confusion_matrix(truth, guess)
    assert f1 == pytest.approx(2 * right / (2 * right + wrong + missed) if right else 0.0)
    assert ari == pytest.approx(adjusted_rand_score(truth, guess))


def test_clusters_with_a_lookalike_and_one_torn_apart() -> None:
    gold = [Cluster("停水", frozenset("abcd"), frozenset("z")), Cluster("停电", frozenset("ef"))]
    found = [frozenset("abz"), frozenset("cd"), frozenset("ef")]
    outcome = of_clusters(gold, found)
    value = {name: outcome.statistics[name](np.arange(2)) for name in outcome.statistics}
    assert value["match_f1"] == pytest.approx((2 * 2 / 6 + 1) / 2) or value["match_f1"] == pytest.approx(
        (4 / 7 + 1) / 2
    )
    assert value["pair_f1"] == pytest.approx(2 * 3 / (2 * 3 + 0 + 4))
    assert 0 < value["ari"] < 1
    assert of_clusters(gold, [one.members for one in gold]).figure("ari").value == 1.0
    assert of_clusters(gold, []).figure("match_f1").value == 0.0
    assert of_clusters(gold, [frozenset("abcdz")]).statistics["lookalikes"](np.arange(2)) == 1.0


def test_labels_agree_with_scikit_learn() -> None:
    truth, first = ["甲", "甲", "乙", "丙", "乙"], ["甲", "乙", "乙", "丁", "乙"]
    guesses = [Guess((label, "甲"), 0.8) for label in first]
    outcome = of_labels([str(n) for n in range(5)], truth, guesses, [""] * 5)
    expected = f1_score(truth, first, labels=["甲", "乙", "丙"], average="macro", zero_division=0.0)
    assert outcome.figure("macro_f1").value == pytest.approx(expected)
    assert outcome.figure("top_1").value == 0.6 and outcome.figure("top_3").value == 0.8
    assert outcome.figure("calibration").value == pytest.approx(0.2)
    (one,) = outcome.bins
    assert (one.low, one.count, one.share, one.right) == (0.8, 5, pytest.approx(0.8), 0.6)


def test_shares_that_keep_their_word_have_no_calibration_error() -> None:
    shares, right = np.array([0.75] * 4 + [0.0] * 2), np.array([1.0, 1, 1, 0, 0, 0])
    assert reliability(shares, right).error == pytest.approx(0.0)


def _asked(count: int) -> list[Ask]:
    return [Ask(id=str(n), text=str(n), relevant={"a": 1.0}, group=str(n % 3)) for n in range(count)]


def test_intervals_hold_the_figure_repeat_and_shrink_with_more_questions() -> None:
    lists = [["a"] if n % 2 else ["b", "a"] for n in range(60)]
    few, many = of_ranking(_asked(60)[:12], lists[:12]), of_ranking(_asked(60), lists)
    for outcome in (few, many):
        one = outcome.figure("mrr_10")
        assert one.low is not None and one.high is not None
        assert one.low <= one.value == 0.75 <= one.high
        assert outcome.figure("mrr_10") == one
    alone = [interval(o.statistics["mrr_10"], o.units) for o in (few, many)]
    assert alone[0].high - alone[0].low > alone[1].high - alone[1].low  # type: ignore[operator]


def test_a_difference_is_taken_question_by_question() -> None:
    before = of_ranking(_asked(40), [["a"] if n % 2 else ["b"] for n in range(40)])
    after = of_ranking(_asked(40), [["a"] if n % 2 or n == 0 else ["b"] for n in range(40)])
    less = after.less(before, "map")
    assert less.value == pytest.approx(1 / 40) and less.low == 0.0
    assert after.less(after, "map") == interval(lambda places: 0.0, 40)


def test_one_question_has_no_interval() -> None:
    one = of_ranking(_asked(1), [["a"]])
    assert one.figure("map").low is None
    assert paired_difference(lambda p: 0.0, lambda p: 1.0, 1).low is None
