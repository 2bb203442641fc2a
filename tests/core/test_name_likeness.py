"""Which spellings may stand for a known name, and which are names of their own."""

from __future__ import annotations

import pytest

from core.name_likeness import KnownNames, name_likeness, sounds_alike

KNOWN = KnownNames(
    [
        "清河苑",
        "县住建局",
        "枫林小区",
        "枫林一路",
        "锦澜二期",
        "桐梓坡路",
        "东塘街道",
        "时代广场",
        "乙县教育局",
        "A市民政局",
    ]
)


@pytest.mark.parametrize(
    ("spelling", "known", "rule"),
    [
        ("清荷苑", "清河苑", "音近"),
        ("县住健局", "县住建局", "音近"),
        ("桐子坡路", "桐梓坡路", "写成"),
        ("清苑河", "清河苑", "次序"),
        ("代时广场", "时代广场", "次序"),
        ("乙县教育", "乙县教育局", "少写"),
        ("锦澜小区", "锦澜二期", "多写"),
    ],
)
def test_near(spelling, known, rule):
    found = KNOWN.near(spelling)
    assert found[0].known == known
    assert rule in found[0].rule


@pytest.mark.parametrize("spelling", ["枫林二路", "锦澜三期", "东山街道", "枫林村", "B市民政局", "清河苑", "清", ""])
def test_names_of_their_own(spelling):
    assert KNOWN.near(spelling) == []


def test_sound():
    assert sounds_alike("建", "健")
    assert not sounds_alike("建", "育")
    assert not sounds_alike("建", "A")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("清河苑", "清河苑", 1.0, 1.0),
        ("清荷苑", "清河苑", 0.8, 0.99),
        ("清荷苑小区", "清河苑小区", 0.8, 0.99),
        ("锦澜", "锦澜小区", 0.0, 0.0),  # two characters are no name yet
        ("锦澜湾", "锦澜湾小区", 0.5, 0.8),
        ("枫林一路", "枫林二路", 0.0, 0.0),
        ("东塘街道", "东山街道", 0.0, 0.0),
    ],
)
def test_how_likely_two_names_mean_the_same(one: str, other: str, least: float, most: float) -> None:
    assert least <= name_likeness(one, other) <= most
    assert name_likeness(one, other) == name_likeness(other, one)
