"""Clauses are cited in two ways and read back from either."""

from __future__ import annotations

import pytest

from core.clause_labels import clause_citation, formal_label, read_clause_citation, read_label


@pytest.mark.parametrize(
    ("label", "formal"),
    [
        ("二", "第二部分"),
        ("二（三）", "第二部分第（三）项"),
        ("二（三）1", "第二部分第（三）项第1目"),
        ("5.2.1", "第5.2.1条"),
        ("正文第三段", "第三自然段"),
        ("附件（二）", "附件第（二）项"),
    ],
)
def test_labels_are_written_out_and_read_back(label: str, formal: str) -> None:
    assert formal_label(label) == formal
    assert read_label(formal) == label
    assert read_label(label) == label


def test_other_ways_of_writing() -> None:
    assert read_label("第二部分(三)") == "二（三）"
    assert read_label("二、（三）") == "二（三）"
    assert read_label("第二条第（三）项") == "二（三）"
    assert read_label("第一章（三）") == "第一章（三）"
    assert read_label("说明如下") == ""


def test_a_citation_with_a_clause() -> None:
    text = clause_citation("关于取暖补助的通知", "青禾政办〔2022〕7号", "二（三）")
    assert text == "《关于取暖补助的通知》（青禾政办〔2022〕7号）第二部分第（三）项"
    assert read_clause_citation(text) == ("关于取暖补助的通知", "青禾政办〔2022〕7号", "二（三）")
    assert read_clause_citation("《关于取暖补助的通知》二（三）") == ("关于取暖补助的通知", "", "二（三）")
    assert read_clause_citation("《关于取暖补助的通知》") is None
    assert read_clause_citation("取暖") is None
