import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.normal import clean, fold, normal, plain_letter


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_folding_keeps_chinese_commas_and_turns_digits_and_brackets():
    assert fold("（２０２１）Ａ栋：１，好。") == "(2021)A栋:1，好。"


def test_normal_forms_compare_equal():
    assert normal(" Ａ３区　清河苑 ") == normal("a3区清河苑") == "a3区清河苑"


def test_clean_drops_what_breaks_files_and_databases():
    assert clean("甲\x00乙\ud800丙\r\n丁\u200b\ufeff") == "甲乙丙\n丁"


@given(st.text(alphabet=st.characters()))
def test_clean_text_can_always_be_stored(text):
    clean(text).encode("utf-8")


@pytest.mark.parametrize(
    ("letter", "plain"),
    [
        ("尊敬的领导：您好！清河苑三期没有办证。恳请领导尽快处理，谢谢！", "清河苑三期没有办证。"),
        ("李书记，您好。村里的路坏了。此致敬礼！", "村里的路坏了。"),
        ("尊敬的县住建局局长：你们好，小区停水三天。望有关部门重视，盼复！", "小区停水三天。"),
        ("我们小区电梯坏了，请有关部门查处。请为我们老百姓做主！", "我们小区电梯坏了，"),
        ("网友“云在天”您好！您的留言已收悉。现将有关情况回复如下：经查，该路已修好。", "经查，该路已修好。"),
        ("清河苑××号楼漏水，电话[手机号]，谢谢", "清河苑 漏水，电话 ，"),
        ("详见 https://example.org/a?b=1夜间施工吵人。", "详见 夜间施工吵人。"),
    ],
)
def test_courtesy_goes_and_the_matter_stays(letter, plain):
    assert plain_letter(letter) == plain


def test_a_letter_of_courtesy_alone_is_kept():
    assert plain_letter("谢谢！") == "谢谢！"
    assert plain_letter("") == ""


@given(st.text(max_size=300))
def test_plain_letters_are_never_empty_unless_the_letter_is_blank(text):
    assert bool(plain_letter(text)) == bool(text.strip())
