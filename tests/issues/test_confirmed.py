"""What people decided is a fixed point; ids of candidates live on."""

from __future__ import annotations

from core.ids import common_issue_id
from issues.confirmed import Decided, Known, Placed, place

EVERYONE = [f"item:t:{n}" for n in range(20)]


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"item:t:{n}" for n in numbers)


def known(id_: str, *numbers: int, state: str = "candidate", **fields: object) -> Known:
    values: dict[str, object] = {"level": "event", "label": "停水", "named": False, "members": frozenset(ids(*numbers))}
    return Known(id=id_, state=state, **(values | fields))  # type: ignore[arg-type]


def placed(
    groups: list[tuple[str, ...]], *stored: Known, apart: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, Placed]:
    found = place(groups, Decided(stored, apart), "event", EVERYONE)
    return {one.id: one for one in found}


def test_a_confirmed_issue_keeps_its_members_and_new_ones_wait():
    found = placed([ids(1, 2, 3, 4, 5)], known("issue:a", 1, 2, 3, state="confirmed"))
    assert found["issue:a"].items == ids(1, 2, 3)
    assert found["issue:a"].arrivals == ids(4, 5)
    assert len(found) == 1


def test_a_confirmed_issue_stays_when_nothing_is_found_any_more():
    assert placed([], known("issue:a", 1, 2, 3, state="confirmed"))["issue:a"].items == ids(1, 2, 3)


def test_a_dismissed_issue_takes_no_arrivals():
    found = placed([ids(1, 2, 3, 4, 5)], known("issue:a", 1, 2, 3, state="dismissed"))
    assert found["issue:a"].arrivals == ()
    assert any(one.items == ids(4, 5) for one in found.values())


def test_a_candidate_that_grows_keeps_its_id():
    assert placed([ids(1, 2, 3, 4, 5, 6)], known("issue:a", 1, 2, 3))["issue:a"].items == ids(1, 2, 3, 4, 5, 6)


def test_of_two_parts_the_larger_keeps_the_id():
    found = placed([ids(1, 2, 3), ids(4, 5)], known("issue:a", 1, 2, 3, 4, 5))
    assert found["issue:a"].items == ids(1, 2, 3)
    assert len(found) == 2


def test_the_smaller_part_never_gets_the_id_of_the_whole():
    whole = common_issue_id("event:item:t:1")
    found = placed([ids(1, 2), ids(3, 4, 5)], known(whole, 1, 2, 3, 4, 5))
    assert found[whole].items == ids(3, 4, 5)
    assert len(found) == 2


def test_an_issue_with_an_owner_stays_when_nothing_is_found_any_more():
    assert placed([], known("issue:a", 1, 2, 3, owned=True))["issue:a"].items == ids(1, 2, 3)


def test_put_in_and_kept_out_by_a_person():
    one = known("issue:a", 1, 2, 3, 9, put_in=frozenset(ids(9)), kept_out={"item:t:2": "另一栋楼"})
    found = placed([ids(1, 2, 3), ids(8, 9)], one)
    assert found["issue:a"].items == ids(1, 3, 9)
    assert all("item:t:9" not in other.items for id_, other in found.items() if id_ != "issue:a")


def test_two_items_said_not_to_be_the_same_are_parted():
    (one,) = placed([ids(1, 2, 3)], apart=frozenset({ids(1, 3)})).values()
    assert one.items == ids(1, 2)


def test_the_order_of_groups_does_not_matter():
    stored = (known("issue:a", 1, 2, 3), known("issue:b", 4, 5, state="confirmed"))
    groups = [ids(1, 2), ids(3, 6, 7), ids(4, 8)]
    assert placed(groups, *stored) == placed(groups[::-1], *stored)
