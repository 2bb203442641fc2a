"""What a review or re-check did to a reply, read from the time line or from the source's own columns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.petition import HandlingEvent
from core.rulings import last_ruling, result_of


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("维持原处理意见", "uphold"),
        ("不予撤销，维持原意见", "uphold"),
        ("撤销原处理意见", "revoke"),
        ("撤销原处理意见，责令县住建局重新办理", "redo"),
        ("变更第二项处理意见", "change"),
        ("已送达", ""),
        ("", ""),
    ],
)
def test_result(text, result):
    assert result_of(text) == result


def _step(event: str, day: int, note: str) -> HandlingEvent:
    return HandlingEvent(item_id="item:a:1", at=datetime(2026, 3, day, tzinfo=UTC), event=event, note=note)


def test_the_last_word_counts():
    upheld = _step("issue_review", 2, "维持原处理意见")
    revoked = _step("issue_recheck", 20, "撤销原处理意见和复查意见")
    assert last_ruling([revoked, upheld], {}).label == "复核撤销（2026-03-20）"
    assert last_ruling([revoked, upheld], {}).fallen
    assert not last_ruling([upheld], {}).fallen
    assert last_ruling([_step("reply", 1, "撤销")], {}) is None


@pytest.mark.parametrize(
    ("columns", "label"),
    [
        ({"复查结果": "撤销"}, "复查撤销"),
        ({"复查意见": "撤销", "复核结论": "维持复查意见"}, "复核维持"),
        ({"备注": "该件经复查机关决定变更原答复"}, "复查变更"),
        ({"备注": "信访人申请复查，维持"}, ""),
        ({"是否复查": "是"}, ""),
    ],
)
def test_columns_of_the_source(columns, label):
    found = last_ruling([], columns)
    assert (found.label if found else "") == label
