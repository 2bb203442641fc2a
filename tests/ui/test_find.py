"""Where the global search box leads."""

from __future__ import annotations

import pytest

from core.viewer import OFFICE
from ui.services_find import Destination, destination


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("1", Destination("case", "item:a:1")),
        ("item:a:2", Destination("case", "item:a:2")),
        ("secret", Destination("search")),
        ("《示例条例》第二条", Destination("law")),
        ("示令〔2020〕1号", Destination("law")),
        ("示例条例", Destination("law")),
        ("清河苑", Destination("graph", "place:清河苑")),
        ("清河苑电梯又停了怎么办", Destination("search")),
        ("清河苑" * 30, Destination("search")),
        ("清河苑\n电梯", Destination("search")),
        ("%", Destination("search")),
    ],
)
def test_a_number_a_citation_or_a_name_leads_to_its_page(office, text, leads):
    assert destination(OFFICE, text) == leads
