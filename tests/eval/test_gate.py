"""The gate: when a change of search passes, when it needs a person's reason, when there is nothing to go by."""

from __future__ import annotations

import numpy as np
import pytest

from eval.bootstrap import Interval
from eval.gate import LEAST_UNITS, Weighed, decision_label, rows_json, standing, weigh
from eval.gold import Ask, GoldSet
from eval.outcomes import Outcome


def outcome(values: list[float], *names: str) -> Outcome:
    row = np.array(values)
    return Outcome(units=len(values), statistics={name: lambda places: float(row[places].mean()) for name in names})


RANKED = ("recall_10", "mrr_10", "map")


def measured(before: list[float], after: list[float], name: str = "office:similar") -> Weighed:
    gold = GoldSet(name=name, kind="ranking", asks=[Ask(id=str(n), text=str(n), relevant={}) for n in before])
    return Weighed(gold, outcome(before, *RANKED), outcome(after, *RANKED))


def test_the_same_figures_pass_and_better_ones_are_named() -> None:
    assert weigh([measured([0.5] * 40, [0.5] * 40)]).decision == "passed"
    verdict = weigh([measured([0.5] * 40, [0.6] * 40), measured([0.5] * 40, [0.5] * 40, "office:rules")])
    assert verdict.decision == "passed"
    assert "变好的有 office:similar" in verdict.sentence and "office:rules" not in verdict.sentence


def test_a_small_loss_that_is_sure_does_not_pass() -> None:
    verdict = weigh([measured([0.5] * 200, [0.495] * 200)])
    assert verdict.decision == "worse" and "office:similar" in verdict.sentence


def test_a_large_loss_that_is_not_sure_does_not_pass_either() -> None:
    before, after = [0.0, 1.0] * 10, [1.0, 1.0] * 4 + [0.0, 0.0] * 6
    one = measured(before, after)
    less = one.after.less(one.before, "map")
    assert less.low is not None and less.high is not None and less.low < 0 < less.high
    assert weigh([one]).decision == "worse"


def test_a_small_loss_that_may_be_chance_passes() -> None:
    before = [0.5] * 99 + [1.0]
    assert weigh([measured(before, [0.5] * 99 + [0.5])]).decision == "passed"


def test_one_worse_set_is_enough() -> None:
    both = [measured([0.5] * 40, [0.9] * 40), measured([0.5] * 40, [0.3] * 40, "office:rules")]
    verdict = weigh(both)
    assert verdict.decision == "worse" and "在 office:rules 上变差了" in verdict.sentence
    assert verdict.datasets["office:rules"] == {"digest": both[1].gold.digest, "size": 40}


def test_few_questions_are_shown_and_decide_nothing() -> None:
    few = measured([0.9] * (LEAST_UNITS - 1), [0.1] * (LEAST_UNITS - 1))
    verdict = weigh([few])
    assert verdict.decision == "unproven" and "无从比较" in verdict.sentence
    assert {row["standing_label"] for row in rows_json(verdict)} == {"太少，不作数"}
    assert weigh([few, measured([0.5] * 40, [0.5] * 40, "office:rules")]).decision == "passed"
    assert weigh([]).decision == "unproven"


@pytest.mark.parametrize(
    ("metric", "less", "expected"),
    [
        ("lookalikes", Interval(1.0, 0.0, 3.0), "worse"),
        ("lookalikes", Interval(-1.0, -3.0, 0.0), "better"),
        ("lookalikes", Interval(0.0, 0.0, 0.0), "same"),
        ("calibration", Interval(0.02, -0.01, 0.05), "worse"),
        ("calibration", Interval(-0.02, -0.03, -0.01), "better"),
        ("map", Interval(-0.009, -0.03, 0.01), "same"),
        ("map", Interval(-0.011, -0.03, 0.01), "worse"),
        ("map", Interval(-0.001, -0.002, -0.0005), "worse"),
        ("map", Interval(0.05, -0.01, 0.1), "same"),
    ],
)
def test_how_a_figure_stands(metric: str, less: Interval, expected: str) -> None:
    assert standing(metric, less, 50) == expected


def test_words_for_decisions() -> None:
    assert decision_label("passed") == "可以启用"
    assert decision_label("worse") == "变差了"
