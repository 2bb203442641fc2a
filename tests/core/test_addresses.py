"""House numbers are looked for only where one may begin, and none is missed for it."""

from hypothesis import given
from hypothesis import strategies as st

from core import addresses
from core.addresses import find_house_numbers


@given(st.text(alphabet="0123１AbZ-~、至到一二十百附门牌号楼栋幢院座单元室户路里 共之.，", max_size=40))
def test_nothing_is_missed_where_beginnings_are_sought_first(text: str) -> None:
    assert [m.span() for m in addresses._chains(text)] == [m.span() for m in addresses._CHAIN.finditer(text)]


def test_several_numbers_in_one_text() -> None:
    text = "青禾苑3栋2单元501室和附5号，幸福路12号，共3栋"
    assert [text[a:b] for _, a, b, _ in find_house_numbers(text)] == ["3栋2单元501室", "12号"]
