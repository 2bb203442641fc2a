"""Filters of law by level, maker, region, status and start; local rules before national ones."""

from datetime import date

import pytest

from core.errors import InputError
from core.statute import ArticleText, Regulation, RegulationVersion, Status
from core.viewer import OFFICE
from records.law import save_regulation
from search.asking import Query
from search.filters import Filter
from search.statutes import find_articles, find_for_item
from tests.search.office import NOW, keep, new_office, petition, settle

DAY = date(2026, 3, 1)
ACTS = [
    ("静音法", "law", "全国人民代表大会常务委员会", "", date(2022, 6, 5), None),
    ("浙江省静音条例", "local_regulation", "浙江省人民代表大会常务委员会", "浙江省", date(2023, 1, 1), None),
    ("杭州市静音办法", "local_government_rule", "杭州市人民政府", "杭州市", date(2024, 1, 1), None),
    ("江苏省静音条例", "local_regulation", "江苏省人民代表大会常务委员会", "江苏省", date(2021, 1, 1), None),
    ("旧静音规定", "department_rule", "住房和城乡建设部", "", date(2000, 1, 1), date(2020, 1, 1)),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    database, index = new_office(tmp_path_factory.mktemp("filter"))
    with database.write() as tx:
        for title, kind, issuer, region, begun, ended in ACTS:
            act = Regulation(id=f"regulation:{title}", title=title, kind=kind, issuer=issuer, region=region)
            version = RegulationVersion(
                regulation_id=act.id, source="book", source_doc_id=title, title=title, published=begun,
                effective=begun, ended=ended, end_kind="repealed" if ended else "",
            )  # fmt: skip
            text = ArticleText(
                id=f"article:{title}:1", regulation_id=act.id, number=1, sub=0, ordinal=1,
                text="夜间施工产生噪声的须公告居民。",
            )  # fmt: skip
            save_regulation(tx, act, version, [text], now=NOW)
    keep(database, [petition(1, "噪声", "夜间施工噪声很大。")], [])
    settle(database, index)
    yield database, index
    index.close()
    database.close()


def titles(office, **wanted):
    found = find_articles(*office, Query(text="夜间施工噪声"), as_of=DAY, wanted=Filter(**wanted))
    return [hit.version.title for hit in found.hits]


def test_levels_makers_and_statuses(office):
    assert len(titles(office)) == 5
    assert titles(office, levels=("法律",)) == ["静音法"]
    assert set(titles(office, levels=("local_regulation",))) == {"浙江省静音条例", "江苏省静音条例"}
    assert titles(office, issuers=("住房和城乡建设部",)) == ["旧静音规定"]
    assert titles(office, levels=("宪法",)) == []
    assert titles(office, standing=(Status.REPEALED.value,)) == ["旧静音规定"]
    assert "旧静音规定" not in titles(office, standing=("现行有效",))


def test_days_between_which_a_version_began(office):
    assert set(titles(office, begun_from=date(2023, 1, 1))) == {"浙江省静音条例", "杭州市静音办法"}
    assert titles(office, begun_to=date(2010, 1, 1)) == ["旧静音规定"]


def test_local_before_national_where_it_applies(office):
    found = titles(office, applies_in="浙江省杭州市", standing=("现行有效",))
    assert found == ["杭州市静音办法", "浙江省静音条例", "静音法"]


def test_order_by_level_and_by_start(office):
    assert titles(office, sort="level")[0] == "静音法"
    assert titles(office, sort="date")[0] == "杭州市静音办法"


def test_unknown_words(office):
    for wanted in ({"levels": ("大法",)}, {"standing": ("还行",)}, {"sort": "随便"}):
        with pytest.raises(InputError, match="不认识"):
            titles(office, **wanted)


def test_a_case_is_asked_with_filters_too(office):
    found = find_for_item(*office, OFFICE, "item:test:1", wanted=Filter(as_of=DAY, levels=("法律",)))
    assert [hit.version.title for hit in found.hits] == ["静音法"]
    with pytest.raises(InputError, match="哪一天"):
        find_for_item(*office, OFFICE, "item:test:1", wanted=Filter())
