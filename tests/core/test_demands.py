"""One letter, several demands: told apart only where the writer does so."""

import pytest

from core.demands import split_demands


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("小区停水三天了，请尽快解决。", 1),
        ("诉求如下：1、请退还多收的物业费；2、要求公开公共收益；3、希望更换物业。", 3),
        ("一是要求补发工资。二是请求缴纳社保。", 2),
        ("路灯坏了，请维修。另外，门口垃圾堆积，希望清理。", 2),
        ("第一季度物价上涨2.5元，是否合理？", 1),
        ("", 1),
    ],
)
def test_demands_are_counted(text: str, count: int) -> None:
    assert len(split_demands(text)) == count


def test_spans_point_into_the_raw_text() -> None:
    text = "我们反映两件事。1、请退还押金； 2、请修电梯。"
    for demand in split_demands(text):
        assert text[demand.start : demand.end] == demand.text
