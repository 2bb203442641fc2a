import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import Dictionary, _Slow, content_words, index_terms, pieces, words


def test_words_are_lower_case_and_without_marks_or_placeholders():
    assert words("业主KTV扰民，电话[手机号]！") == ["业主", "ktv", "扰民", "电话"]


def test_office_words_stay_whole():
    office = Dictionary.of(["清河苑三期", "自规局", "x"])
    assert "清河苑三期" in words("住在清河苑三期的业主", office)
    assert office.words == frozenset({"清河苑三期", "自规局"})


def test_the_version_depends_on_the_words_alone():
    assert Dictionary.of(["清河苑", "柳溪村"]).version == Dictionary.of(["柳溪村", "清河苑"]).version
    assert Dictionary.of(["清河苑"]).version != Dictionary.of(["柳溪村"]).version


def test_index_terms_add_character_pairs():
    terms = index_terms("不动产证")
    assert {"不动", "动产", "产证"} <= set(terms)


def test_content_words_leave_out_grammar_and_letter_phrases():
    found = content_words("尊敬的领导，我们小区的电梯坏了2019，请处理")
    assert "电梯" in found
    assert not {"领导", "尊敬", "我们", "处理", "2019"} & set(found)


@given(st.text(max_size=80))
def test_pieces_give_the_text_back(text):
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("text", ["", " ", "！？", "[手机号]"])
def test_nothing_comes_of_nothing(text):
    assert words(text) == [] == index_terms(text)


def test_jieba_gives_the_same_pieces_where_rjieba_is_missing():
    slow, text = _Slow(), "柳溪村的村民反映自来水水质差，请尽快处理"
    assert slow.cut(text) == pieces(text)
    assert slow.has_word("自来水") and not slow.has_word("柳溪汇苑")
    assert ("自来水", "l") in slow.tag("自来水水质")
