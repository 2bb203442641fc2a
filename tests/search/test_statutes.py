"""Articles for plain words: the wording of the day, its status, what is named comes first, votes of like cases."""

from datetime import date

import pytest

from core.petition import Link
from core.statute import ArticleText, Package, Regulation, RegulationVersion, Status
from core.viewer import OFFICE
from records.law import save_regulation
from records.packages import save_package
from search.asking import Query
from search.filters import Filter
from search.precedents import find_precedents
from search.sources import wordings
from search.statutes import articles_for_item, articles_in_like_cases, find_articles
from tests.search.office import NOW, keep, new_office, petition, settle

NOISE = Regulation(id="regulation:静音法", title="中华人民共和国静音法", short_titles=("静音法",), kind="法律")
WATER = Regulation(id="regulation:供水办法", title="供水办法", kind="行政法规")


def version(act, doc_id, begun, ended=None):
    return RegulationVersion(
        regulation_id=act.id, source="book", source_doc_id=doc_id, title=act.title, published=begun, effective=begun,
        ended=ended, end_kind="repealed" if ended else "",
    )  # fmt: skip


def article(act, number, text):
    short = act.id.partition(":")[2]
    return ArticleText(
        id=f"article:{short}:{number}", regulation_id=act.id, number=number, sub=0, text=text, ordinal=number,
        source_id=f"s{number}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    database, index = new_office(tmp_path_factory.mktemp("law"))
    with database.write() as tx:
        old = [article(NOISE, 1, "夜间施工须经许可。"), article(NOISE, 2, "旧的处罚办法。")]
        save_regulation(tx, NOISE, version(NOISE, "1", date(2010, 1, 1)), old, now=NOW)
        new = [article(NOISE, 1, "夜间施工产生噪声的，须公告附近居民。"), article(NOISE, 3, "违反的处以罚款。")]
        save_regulation(tx, NOISE, version(NOISE, "2", date(2022, 6, 5)), new, now=NOW)
        water = [
            article(WATER, 7, "供水单位停水应当提前二十四小时通知用户。"),
            article(WATER, 8, "二次供水水泵由物业维护。"),
        ]
        save_regulation(tx, WATER, version(WATER, "3", date(2000, 1, 1), date(2026, 6, 1)), water, now=NOW)
    items = [
        petition(1, "停水", "小区停水三天，物业不修水泵。", state="concluded", outcome="support"),
        petition(2, "停水又停水", "小区停水五天，物业不修水泵。", state="concluded"),
    ]
    cites = [Link(source=one.id, kind="cites", target="article:供水办法:8", score=1.0) for one in items]
    keep(database, items, cites)
    with database.write() as tx:
        save_package(tx, Package(id="package:x", title="供水政策包"), {}, now=NOW)
    settle(database, index)
    yield database, index
    index.close()
    database.close()


def asked(office, text, day=date(2026, 3, 1), **how):
    return find_articles(*office, Query(text=text), as_of=day, **how)


def test_the_wording_of_the_day_is_found_with_its_status(office):
    now = asked(office, "工地晚上施工噪声吵得睡不着").hits[0]
    assert (now.article.id, now.status) == ("article:静音法:1", Status.IN_FORCE)
    assert "公告附近居民" in now.article.text and "现行有效" in now.why.sentence
    before = asked(office, "夜间施工", date(2015, 1, 1)).hits[0]
    assert before.article.text == "夜间施工须经许可。"
    assert asked(office, "夜间施工", date(2009, 1, 1)).hits[0].status is Status.NOT_YET


def test_what_ended_is_shown_and_called_so(office):
    hit = asked(office, "停水提前通知", date(2026, 6, 1)).hits[0]
    assert (hit.article.id, hit.status) == ("article:供水办法:7", Status.REPEALED)


def test_what_applies_stands_before_what_ended(office):
    both = "停水二十四小时前应当通知用户，夜间施工产生噪声须公告附近居民"
    while_valid = [hit for hit in asked(office, both).hits if hit.similar]
    afterwards = [hit for hit in asked(office, both, date(2026, 7, 1)).hits if hit.similar]
    assert while_valid[0].article.id == "article:供水办法:7"
    assert [hit.article.id for hit in afterwards[:2]] == ["article:静音法:1", "article:供水办法:7"]
    assert afterwards[1].score > afterwards[0].score and afterwards[1].status is Status.REPEALED


def test_each_article_comes_once(office):
    hits = asked(office, "夜间施工 罚款 停水", k=50).hits
    assert len({hit.article.id for hit in hits}) == len(hits)
    assert all(hit.score == round(sum(hit.why.parts.values()), 6) for hit in hits)


def test_named_articles_come_first(office):
    hits = asked(office, "根据《静音法》第三条，停水应当提前多久通知？").hits
    assert hits[0].article.id == "article:静音法:3" and hits[0].why.parts == {"named": 1.0}
    assert hits[0].label == "《静音法》第三条" and len({h.article.id for h in hits}) == len(hits)


def test_filters_by_act(office):
    hits = asked(office, "停水", wanted=Filter(regulation=("regulation:静音法",))).hits
    assert hits and {h.article.regulation_id for h in hits} == {"regulation:静音法"}


def test_articles_for_a_petition_and_votes_of_like_cases(office):
    assert articles_for_item(*office, OFFICE, "item:test:1", as_of=date(2026, 3, 1)).hits
    hits = find_precedents(*office, OFFICE, Query(text="小区停水，物业不修水泵")).hits
    votes = articles_in_like_cases(office[0], OFFICE, hits)
    assert [(v.article_id, v.petitions) for v in votes] == [("article:供水办法:8", 2)]


def test_wordings_share_out_all_days():
    def one(number, begun):
        return number, article(NOISE, 1, str(number)), version(NOISE, str(number), begun)

    several = [one(1, date(2000, 1, 1)), one(2, date(2010, 1, 1)), one(3, date(2010, 1, 1)), one(4, date(2020, 1, 1))]
    found = [(number, start, end) for number, _, _, start, end in wordings(several)]
    assert found == [
        (1, date.min, date(2010, 1, 1)),
        (3, date(2010, 1, 1), date(2020, 1, 1)),
        (4, date(2020, 1, 1), None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "静音法3",
        "静音法第3条",
        "《静音法》第三条第一款",
        "〈静音法〉第３条",
        "静音法 第 三 条",
        "中华人民共和国静音法3条",
    ],
)
def test_a_citation_in_any_writing_is_answered_first(office, text):
    assert asked(office, text).hits[0].article.id == "article:静音法:3"


def test_a_named_edition_is_answered_in_its_own_words(office):
    hit = asked(office, "静音法（2010年）第一条").hits[0]
    assert (hit.article.text, hit.status) == ("夜间施工须经许可。", Status.AMENDED)


def test_an_old_number_and_an_act_alone(office):
    old = asked(office, "《静音法》第二条").hits[0]
    assert (old.article.id, old.status) == ("article:静音法:2", Status.AMENDED)
    assert [hit.article.number for hit in asked(office, "《静音法》").hits[:2]] == [1, 3]


def test_for_a_letter_the_articles_of_one_act_leave_room_for_others(office):
    found = articles_for_item(*office, OFFICE, "item:test:1", as_of=date(2026, 3, 1))
    acts: dict[str, list[float]] = {}
    for hit in found.hits:
        acts.setdefault(hit.article.regulation_id, []).append(hit.why.parts.get("again", 0.0))
        assert hit.score == round(sum(hit.why.parts.values()), 6)
    assert all(steps == [-0.03 * n for n in range(len(steps))] for steps in acts.values())
    assert any(len(steps) > 1 for steps in acts.values())
    assert not any("again" in hit.why.parts for hit in asked(office, "停水通知").hits)
