import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.numerals import to_chinese, to_number


@given(st.integers(1, 9999))
def test_every_article_number_survives_both_ways(number):
    assert to_number(to_chinese(number)) == number


@given(st.integers(0, 9999))
def test_arabic_and_full_width_digits_are_numbers(number):
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert to_number(str(number)) == to_number(wide) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("二十", 20),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("一百一十", 110),
        ("一百十五", 115),
        ("一千二百四十二", 1242),
        ("两千零一", 2001),
        ("廿三", 23),
        ("卅", 30),
        ("二〇二二", 2022),
        ("九千九百九十九", 9999),
        ("三十万", 300000),
    ],
)
def test_spellings(text, number):
    assert to_number(text) == number


@pytest.mark.parametrize("text", ["1百", "", "百", "十十", "三千五千", "零十", "abc", "一百二三"])
def test_mixed_or_broken_numbers_are_refused_with_a_hint(text):
    with pytest.raises(InputError) as caught:
        to_number(text)
    assert "第103条" in caught.value.hint


@pytest.mark.parametrize("number", [0, -1, 10000])
def test_numbers_outside_the_range_of_articles_are_refused(number):
    with pytest.raises(InputError):
        to_chinese(number)


def test_ten_to_nineteen_are_written_short():
    assert [to_chinese(n) for n in (10, 11, 19, 20, 110, 1010)] == [
        "十",
        "十一",
        "十九",
        "二十",
        "一百一十",
        "一千零一十",
    ]
