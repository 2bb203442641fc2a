"""Parts of a score add up to it as shown, whatever rounding does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.cards import adding_up


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_parts_add_up_as_shown(values):
    parts = {f"part {number}": value for number, value in enumerate(values)}
    total = sum(values)
    shown = adding_up(parts, total)
    assert f"{sum(shown.values()):.2f}" == f"{round(total * 100) / 100:.2f}"
    assert all(abs(shown[name] - parts[name]) < 0.0101 for name in parts)
