"""Articles of procedure by step: the one in force on the day of the step, and only steps that exist."""

from datetime import date

import pytest

from core.procedure import step_to, steps_on
from core.vocabulary import label

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "day", "first"),
    [
        ("registered", TODAY, "《信访工作条例》第二十二条第一款"),
        ("accepted", TODAY, "《信访工作条例》第二十三条第三款"),
        ("review_issued", TODAY, "《信访工作条例》第三十五条"),
        ("recheck_issued", date(2022, 5, 1), "《信访工作条例》第三十六条"),
        ("review_issued", date(2022, 4, 30), "《信访条例》第三十四条"),
        ("in_handling", date(2020, 1, 1), "《信访条例》第三十三条"),
    ],
)
def test_each_step_has_its_article_on_its_day(state, day, first):
    step = step_to(state, day)
    assert step is not None
    assert first in [clause.label for clause in step.clauses]


def test_every_state_is_one_the_field_knows():
    for step in steps_on(TODAY):
        assert step.clauses
        assert all(label("state", state) for state in step.states)


def test_no_article_is_claimed_before_there_was_one():
    assert all(not step.clauses for step in steps_on(date(1990, 1, 1)))
    assert step_to("received", TODAY) is None
