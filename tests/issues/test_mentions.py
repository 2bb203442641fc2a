"""Names found in many texts at once are those that looking for each name in each text finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from issues import mentions
from issues.mentions import Mentions

_LETTERS = st.text(alphabet="东六路口星沙\n1a😀", max_size=12)


@given(st.lists(_LETTERS, max_size=8), st.lists(_LETTERS, max_size=6))
def test_every_name_is_found_where_it_stands_and_nowhere_else(names: list[str], texts: list[str]) -> None:
    wanted = {name for name in names if len(name) >= 2}
    assert Mentions(names).in_each(texts) == [{name for name in wanted if name in text} for text in texts]


def test_more_texts_than_are_looked_through_at_once() -> None:
    texts = ["星沙东六路" if number % 2 else "别处" for number in range(2 * mentions._TOGETHER + 1)]
    found = Mentions(["东六路", "星沙东六路"]).in_each(texts)
    assert found == [{"东六路", "星沙东六路"} if number % 2 else set() for number in range(len(texts))]
