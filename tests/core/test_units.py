import pytest

from core.taxonomy import classes
from core.units import find_units, issue_units, likely_units, unit_of, unit_table


def test_the_table_has_every_unit_with_its_aliases():
    assert len(unit_table()) == 46
    assert unit_table()["ZJ"].id == "unit:ZJ"
    assert {"住建局", "房管局"} <= set(unit_table()["ZJ"].aliases)
    assert "国土局" in unit_table()["ZRZY"].aliases


def test_no_alias_belongs_to_two_units():
    owners: dict[str, str] = {}
    for code, unit in unit_table().items():
        for alias in (unit.name, *unit.aliases):
            assert owners.setdefault(alias, code) == code, alias


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("向清河县住建局反映", [("unit:ZJ", "清河县", "住建局")]),
        ("某某县住房和城乡建设局", [("unit:ZJ", "县", "住房和城乡建设局")]),
        ("A市A3区石榴坪街道办事处不作为", [("unit:XZ", "石榴坪", "街道办事处")]),
        ("A7县人社局和劳动监察大队", [("unit:RSJ", "A7县", "人社局"), ("unit:RSJ", "", "劳动监察大队")]),
        ("请教育局管", [("unit:JYJ", "", "教育局")]),
        ("柳溪镇人民政府", [("unit:XZ", "柳溪", "镇人民政府")]),
        ("区城乡规划局", [("unit:ZRZY", "区", "城乡规划局")]),
        ("对方法院判决", []),
        ("没有单位", []),
    ],
)
def test_units_named_in_text(text, expected):
    found = find_units(text)
    assert [(m.unit_id, m.region, m.alias) for m in found] == expected
    for mention in found:
        assert text[mention.start : mention.end] == mention.quote == mention.name


def test_the_longest_alias_wins():
    assert [m.alias for m in find_units("找城市管理和综合执法局")] == ["城市管理和综合执法局"]


def test_aliases_of_the_office_count_too():
    assert [m.unit_id for m in find_units("找河长制办公室", [("河长制办公室", "unit:SLJ")])] == ["unit:SLJ"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("县住建局", "ZJ"), ("柳溪街道", "XZ"), ("清河社区", "CJ"), ("经济开发区", "KFQ"), ("某某公司", None), ("", None)],
)
def test_whole_cells(cell, code):
    found = unit_of(cell)
    assert (found.code if found else None) == code


def test_the_mapping_speaks_of_known_classes_and_units():
    for rule in issue_units():
        assert rule.issue in classes()
        assert set(rule.units) <= set(unit_table())


def test_likely_units_come_from_the_nearest_class():
    assert likely_units("010909")[0].units[0] == "ZRZY"
    assert likely_units("010201")[0].issue == "0102"
    assert likely_units("0203") == ()
    assert ("土地管理法", ("45", "47", "48")) in likely_units("030301")[0].laws
