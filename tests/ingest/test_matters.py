"""Which items of one petitioner are one matter, and what is said of why."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from core.ids import matter_id
from core.petition import Item
from ingest.linking.matters import FIRST, SAME_PLACE, SAME_RESPONDENT, Sited, assign_matters


def _sited(number: int, *targets: str, code: str = "1103", petitioner: str = "p:1") -> Sited:
    item = Item(
        id=f"item:a:{number}",
        source="a",
        source_id=str(number),
        issue_code=code,
        received_at=datetime(2026, 3, number, tzinfo=UTC),
    )
    return Sited(item, petitioner, "", targets)


SEVERAL = (
    _sited(1, "place:清溪苑"),
    _sited(2, "place:清溪苑", "respondent:云汀物业"),
    _sited(3, "respondent:云汀物业"),
    _sited(4, "respondent:禾泰置业"),
    _sited(5, "respondent:禾泰置业"),
    _sited(6, "place:清溪苑", petitioner="p:2"),
    _sited(7, "place:柳溪镇"),
    _sited(8, "place:柳溪镇"),
)


def test_each_item_says_what_it_shares_whatever_the_order():
    wanted = {
        "1": ("1", FIRST),
        "2": ("1", SAME_PLACE),
        "3": ("1", SAME_RESPONDENT),
        "4": ("4", FIRST),
        "5": ("4", SAME_RESPONDENT),
        "6": ("6", FIRST),
        "7": ("7", FIRST),
        "8": ("8", FIRST),
    }
    for several in itertools.islice(itertools.permutations(SEVERAL), 0, None, 997):
        found = assign_matters(several)
        told = {id_: (of, found.rules[id_]) for id_, of in found.of_item.items()}
        assert told == {f"item:a:{n}": (matter_id(f"item:a:{of}"), rule) for n, (of, rule) in wanted.items()}


def test_a_parted_item_is_a_matter_of_its_own():
    matter = assign_matters(SEVERAL).of_item["item:a:1"]
    found = assign_matters(SEVERAL, frozenset({("item:a:2", matter)}))
    assert found.of_item["item:a:2"] != matter and found.rules["item:a:2"] == FIRST
    assert found.of_item["item:a:3"] == matter and found.rules["item:a:3"] == SAME_RESPONDENT
