"""Places by form. All estates, roads and villages here are invented."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.phrases import Phrases
from core.place_book import PlaceBook
from core.places import find_places, names_of


def stems(text: str, kind: str = "") -> list[str]:
    return [p.stem for p in find_places(text) if not kind or p.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "我是云汀新城小区的业主",
        "云汀新城三期漏水",
        "投诉A市A2区云汀新城小区旁搅拌站噪音",
        "关于云汀新城二期交房的问题",
        "住在云汀新城",
        "位于清河县城关镇云汀新城附近",
        "反映云汀新城物业乱收费",
        "A2区云汀新城噪音扰民",
        "请问云汀新城什么时候办证",
    ],
)
def test_letters_about_one_estate_give_one_stem(text):
    assert "云汀新城" in stems(text)


@pytest.mark.parametrize(
    ("text", "kind", "stem"),
    [
        ("A3区柳溪街道茶坪村五组", "village", "茶坪村"),
        ("A3区柳溪街道茶坪村五组", "town", "柳溪街道"),
        ("柳溪街道办事处不管", "town", "柳溪街道"),
        ("家住柳溪社区", "community", "柳溪社区"),
        ("A5区桐花中路与石桥大道交汇处", "road", "桐花中路"),
        ("A5区桐花中路与石桥大道交汇处", "road", "石桥大道"),
        ("A7县望山小学门口", "school", "望山小学"),
        ("A7县青石农贸市场脏乱", "market", "青石农贸市场"),
        ("A2区向家垸小学何时建成", "school", "向家垸小学"),
        ("咨询A1区青石公园改造", "site", "青石公园"),
        ("A市合安枫丹丽苑精装修质量差", "estate", "合安枫丹丽苑"),
        ("A4区星汉壹品业主投诉", "estate", "星汉壹品"),
    ],
)
def test_kinds_of_places(text, kind, stem):
    assert stem in stems(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "我们小区的道路坏了",
        "农村的公路铁路都没修",
        "整个社区没人管",
        "老旧小区改造",
        "走投无路的业主",
        "新农村建设好",
        "政府和法院不管",
        "城中村改造项目",
        "附近小区居民",
        "必经之路被堵",
    ],
)
def test_general_words_name_no_place(text):
    assert find_places(text) == []


def test_the_phase_stays_in_the_name_and_leaves_the_stem():
    (found,) = find_places("云汀新城第3期漏水")
    assert (found.name, found.stem, found.part) == ("云汀新城三期", "云汀新城", "三期")


def test_the_region_before_a_place_is_kept_apart():
    (found,) = find_places("A市A2区云汀新城小区")
    assert (found.region, found.stem) == ("A市A2区", "云汀新城") or found.region == "A2区"


def test_spans_hold_the_place():
    text = "投诉：住在（云汀新城小区三期）的业主，在Ａ５区桐花路。"
    for place in find_places(text):
        assert place.stem[:2] in text[place.start : place.end].lower()


def test_a_gazetteer_finds_bare_names():
    assert stems("云汀的电梯坏了") == []
    assert [p.stem for p in find_places("星汉汇的电梯坏了", ["星汉汇"])] == ["星汉汇"]
    assert [p.name for p in find_places("星汉汇二期电梯坏了", Phrases(["星汉汇"]))] == ["星汉汇二期"]


def test_a_book_of_places_learns_from_many_letters():
    letters = ["A2区星汉汇小区停水", "星汉汇小区停电", "住在柳溪星汉汇小区", "桐花路坏了", "A5区桐花路堵车"]
    book = PlaceBook.of([find_places(t) for t in letters])
    assert "星汉汇" in book.stems
    assert [p.stem for p in find_places("星汉汇的老板欠款", book.phrases)] == ["星汉汇"]
    assert book.stem("柳溪星汉汇") == "星汉汇"
    assert book.stem("没见过的地方") == "没见过的地方"


def test_names_come_once():
    assert names_of(find_places("A2区云汀新城小区停水，云汀新城小区停电")) == ["云汀新城"]


@given(st.text(alphabet=st.sampled_from(list("A1区市县镇村路小区城苑云汀新三期的在，（和项目业主街道")), max_size=40))
def test_noise_never_breaks_the_finder(text):
    places = find_places(text)
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert all(0 <= p.start < p.end <= len(text) and p.stem for p in places)


@pytest.mark.parametrize(
    ("text", "roads"),
    [
        ("云溪县东六路下穿云永高速在月底能否通车", ["东六路", "云永高速"]),
        ("建议云永高速东六线调头车道尽快启动", ["云永高速", "东六线"]),
        ("107国道和省道207线坑洼不平", ["107国道", "省道207线"]),
        ("西北一线城市都有，沿东一路走五百米", []),
    ],
)
def test_roads_named_by_direction_and_number_or_by_class_and_number(text, roads):
    assert [p.stem for p in find_places(text) if p.kind == "road"] == roads
