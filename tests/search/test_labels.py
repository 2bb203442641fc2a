"""Learners: enough rows or a word why not, the office's own labels, shares that sum to one, evidence from the text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.errors import InputError
from core.petition import Item
from search.labels import IssueLearner, UnitLearner

TOPICS = {
    "物业管理": ("物业乱收停车费", "小区电梯坏了物业不修", "业主委员会选举"),
    "劳动关系": ("工地拖欠农民工工资", "公司不签劳动合同", "加班不给加班费"),
    "交通出行": ("公交车不准点", "路口红绿灯坏了", "道路坑洼不平"),
}


def items(count, *, labelled=True):
    found = []
    for n in range(count):
        label = list(TOPICS)[n % 3]
        text = f"{TOPICS[label][n // 3 % 3]}，{'希望尽快处理' if n % 2 else '没人管'}，第{n % 9}次反映"
        found.append(
            Item(
                id=f"item:t:{n}", source="t", source_id=str(n), content_masked=text,
                class_text=label if labelled else "", unit_text=f"{label}局" if labelled else "",
                region_text=f"街道{n % 4}", received_at=datetime(2026, 1 + n % 12, 1, tzinfo=UTC),
                extra={"来源": "热线" if n % 2 else "网络", "流水": str(n)},
            )
        )  # fmt: skip
    return found


def no_vectors(_):
    return None


def test_too_few_rows_are_told():
    with pytest.raises(InputError, match="只有 150 件") as told:
        IssueLearner(items(150), no_vectors)
    assert "200" in told.value.hint
    with pytest.raises(InputError, match="承办单位"):
        UnitLearner(items(300, labelled=False), no_vectors)


def test_classes_are_suggested_in_the_offices_words_with_evidence():
    learner = IssueLearner(items(240), no_vectors)
    letter = Item(id="", source="", source_id="", content_masked="我们小区的物业又乱收停车费了")
    found = learner.suggest([letter])[0]
    assert found[0].label == "物业管理" and found[0].share > 0.5
    assert sum(s.share for s in found) == pytest.approx(1.0, abs=0.01)
    assert "物业" in found[0].evidence


def test_units_are_learned_from_fields_alone():
    learner = UnitLearner(items(240), no_vectors, known=frozenset({"来源"}))
    question = Item(id="", source="t", source_id="", class_text="劳动关系", region_text="街道1", extra={"来源": "热线"})
    found = learner.suggest([question])[0]
    assert found[0].label == "劳动关系局" and "劳动关系" in found[0].evidence


def test_learning_twice_gives_the_same():
    one, other = (IssueLearner(items(240), no_vectors).suggest(items(9)) for _ in range(2))
    assert one == other


def test_a_machines_guess_is_not_learned_from():
    told = {"source": "t", "content_masked": "路灯坏了", "issue_code": "0301", "issue_confidence": 0.4}
    guessed = [Item(id=f"item:t:{n}", source_id=str(n), **told) for n in range(300)]
    with pytest.raises(InputError):
        IssueLearner(guessed, no_vectors)


def test_labels_with_one_row_each_are_told():
    rows = [replace(one, class_text=f"第{n}类", unit_text=f"第{n}局") for n, one in enumerate(items(240))]
    with pytest.raises(InputError, match="另有 240 件的问题分类不足 3 件"):
        IssueLearner(rows, no_vectors)
    with pytest.raises(InputError, match="不足 3 件"):
        UnitLearner(rows, no_vectors)


def test_a_single_class_is_told():
    with pytest.raises(InputError, match="都是同一种"):
        IssueLearner([replace(one, class_text="物业管理") for one in items(240)], no_vectors)


def test_an_empty_letter_gets_no_class():
    learner = IssueLearner(items(240), no_vectors)
    assert learner.suggest([Item(id="", source="", source_id="")]) == [[]]
    assert learner.suggest([]) == []


def test_shares_of_units_hold_on_rows_held_out():
    learner = UnitLearner(items(300), no_vectors, known=frozenset())
    found = learner.reliability
    assert found.rows == 300 and found.right > 0.9 and found.error < 0.1


def test_a_label_of_two_classes_speaks_for_each_side():
    rows = [one for one in items(600) if one.class_text != "交通出行"]
    learner = IssueLearner(rows, no_vectors)
    for text, label in (("物业乱收停车费", "物业管理"), ("工地拖欠农民工工资", "劳动关系")):
        found = learner.suggest([Item(id="", source="", source_id="", content_masked=text)])[0]
        assert found[0].label == label and found[0].evidence
