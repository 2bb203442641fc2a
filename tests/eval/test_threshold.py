"""The bench: pairs in a fixed order over all groups, weights that make the sample speak for all, the curve."""

from __future__ import annotations

from eval.threshold import Labelled, Neighbours, best, columns_of, curve, difference, f05_at, group_of, to_label

SHARES = {(f"item:a:{n:03d}", f"item:a:{n + 1:03d}"): round(0.3 + 0.6 * (n % 97) / 97, 6) for n in range(300)}
NEAR = Neighbours(SHARES)


def _truth(pair: tuple[str, str]) -> bool:
    return SHARES[pair] >= 0.6


def test_pairs_come_in_one_order_from_every_group_and_never_twice() -> None:
    first = to_label(NEAR, [], most=50)
    assert first == to_label(NEAR, [], most=50) and len(set(first)) == 50
    counts = {number: sum(group_of(SHARES[pair]) == number for pair in first) for number in NEAR.groups}
    assert max(counts.values()) - min(counts.values()) <= 1
    assert not set(first) & set(to_label(NEAR, first, most=50))
    assert len(to_label(NEAR, [], most=1000)) == 300


def test_the_curve_is_best_where_the_labels_change() -> None:
    said = {pair: _truth(pair) for pair in to_label(NEAR, [], most=60)}
    rows = columns_of(NEAR, said)
    points = curve(rows)
    found = best(points)
    assert found is not None and 0.58 <= found.threshold <= 0.62 and found.f05.value > 0.95
    assert all(one.f05.low is not None and one.f05.low <= one.f05.value + 1e-9 for one in points)
    assert points == curve(rows), "drawn with a fixed seed"
    assert difference(rows, found.threshold, 0.86).value < 0 < difference(rows, 0.3, found.threshold).value
    assert f05_at(rows, found.threshold) > f05_at(rows, 0.4)


def test_a_label_stands_for_its_whole_group() -> None:
    near = Neighbours({("a", "b"): 0.31, ("a", "c"): 0.32, ("a", "d"): 0.33, ("b", "c"): 0.71})
    rows = columns_of(near, {("a", "b"): False, ("b", "c"): True, ("x", "y"): True})
    assert rows.weights.tolist() == [3.0, 1.0] and rows.same.tolist() == [0.0, 1.0]


def test_labels_of_one_kind_give_no_curve() -> None:
    rows = columns_of(NEAR, {pair: True for pair in list(SHARES)[:5]})
    assert isinstance(rows, Labelled) and curve(rows) == [] and best([]) is None
