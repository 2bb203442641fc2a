from __future__ import annotations

import pytest

from core.errors import InputError
from ingest.columns import checked_mapping, guess_mapping, is_known_column


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            [
                "信访件编号",
                "信访形式",
                "登记日期",
                "信访人",
                "联系电话",
                "概况",
                "投诉内容",
                "限办截止时间",
                "办理机构",
                "信访件状态",
            ],
            "item_no channel registered_at person_name person_phone title content due_on unit state",
        ),
        (
            [
                "留言编号",
                "留言用户",
                "留言主题",
                "留言时间",
                "留言详情",
                "一级分类",
                "反对数",
                "点赞数",
                "答复意见",
                "答复时间",
            ],
            "item_no person_account title received_at content issue down_votes up_votes reply replied_at",
        ),
        (["工单编号*", "诉求内容（必填）", "受理 日期：", "满意度评价"], "item_no content received_at rating"),
        (["id", "user", "title", "time", "text", "label"], "item_no person_account title received_at content issue"),
        (
            ["rec_id", "create_time", "property", "type", "main_type", "sub_type", "unit"],
            "item_no received_at purpose issue issue issue unit",
        ),
    ],
)
def test_headers_are_recognised(headers: list[str], expected: str) -> None:
    assert list(guess_mapping(headers).fields.values()) == expected.split()


def test_the_better_of_two_columns_takes_the_field() -> None:
    mapping = guess_mapping(["id", "信访编号", "text", "时间", "信访日期"])
    assert mapping.fields == {"信访编号": "item_no", "text": "content", "信访日期": "received_at"}


def test_without_any_text_the_columns_at_hand_are_named() -> None:
    with pytest.raises(InputError, match="认不出哪一列是主题或内容（现有列：甲、乙）"):
        guess_mapping(["甲", "乙"])


def test_a_chosen_mapping_is_checked() -> None:
    with pytest.raises(InputError, match="不认识的字段：颜色"):
        checked_mapping({"a": "颜色"}, ["a"], name="省平台")
    with pytest.raises(InputError, match="不在这个文件中"):
        checked_mapping({"a": "content"}, ["b"], name="省平台")
    assert checked_mapping({"b": "content", "x": "title"}, ["b"], name="省平台").fields == {"b": "content"}


def test_sentences_are_no_headers() -> None:
    assert not is_known_column("关于小区停车管理的问题已经反映多次")
    assert is_known_column(" 信访日期 ")
