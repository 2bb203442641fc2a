"""Elements are read from text whatever words it uses; what is denied or settled is not there."""

import pytest

from core.elements import element_named, elements, find_elements, group_of, groups
from core.errors import InputError
from core.tags import tags_of


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("我们小区停水三天，物业说没有交接，老人孩子没水喝。", {"小区", "断水", "物业", "未交接小区", "涉及老人"}),
        ("开发商还没办理移交，自来水断了", {"开发商", "未交接小区", "断水"}),
        ("包工头跑了，欠我们的工钱一直要不到", {"农民工", "跑路", "拖欠工资"}),
        ("房子未经竣工验收就交付", {"未验收"}),
        ("消防验收没有通过，电梯无证运行", {"未验收", "无证", "电梯"}),
        ("半夜工地施工吵得睡不着", {"夜间", "工地", "影响睡眠"}),
        ("没有签订书面劳动合同，也不给交社保", {"未签合同", "未缴社保"}),
        ("房产证一直办不下来", {"房产证", "未办证"}),
        ("３６户业主联名反映", {"群众联名", "业主"}),
    ],
)
def test_elements_are_found(text: str, there: set[str]) -> None:
    assert there <= set(find_elements(text))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("这里从不停电", "断电"),
        ("没有出现停水现象", "断水"),
        ("停水问题已解决，感谢", "断水"),
        ("这栋楼没有电梯", "断电"),
        ("幼儿园门口的路", "涉及儿童"),
        ("农民工工资", "村民"),
        ("避免发生火灾", "火灾"),
        ("存在火灾隐患", "火灾"),
    ],
)
def test_what_is_denied_or_means_something_else_is_no_element(text: str, absent: str) -> None:
    assert absent not in find_elements(text)


def test_the_dictionary_has_its_groups_and_a_readable_size() -> None:
    assert groups() == ("人群", "对象", "行为", "状态", "时间", "后果")
    assert 80 <= len(elements()) <= 150
    assert group_of("断水") == "状态" and group_of("没有这个") == ""


def test_an_element_is_meant_by_its_name_or_a_word_of_it() -> None:
    assert element_named("断水") == element_named(" 停水 ") == "断水"
    with pytest.raises(InputError, match="没有要素“外星人”"):
        element_named("外星人")


def test_tags_come_from_columns_of_the_source_masked_and_once() -> None:
    columns = {"热词": "办证难、首次登记，办证难", "标签": "重点项目", "备注": "不是标签", "关键词": "13912345678"}
    assert tags_of(columns) == ("办证难", "首次登记", "重点项目")
