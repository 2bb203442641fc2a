"""Citations and the library they are read against, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from core.citations import Context, find_citations, resolve
from core.errors import InputError, NotFound
from core.petition import Link
from core.statute import ArticleText, Regulation, RegulationVersion, Status
from core.viewer import OFFICE
from records.audit import audit_rows
from records.citations import StoredCitation, cites_of_replies, retry, save_citations, unresolved
from records.database import Database
from records.items import save_items
from records.law import save_regulation
from records.law_aliases import add_alias, drop_alias
from records.law_shelf import law_shelf
from records.links import put_links
from tests.records.office import CLERK, NOW, an_item

TODAY = date(2026, 11, 22)


def _act(title: str, *, region: str = "", number: str = "") -> tuple[Regulation, RegulationVersion, list[ArticleText]]:
    id_ = f"regulation:{title}"
    texts = ["第一段。\n第二段：\n（一）甲；\n（二）乙。", "只有一段。"]
    return (
        Regulation(id=id_, title=title, region=region),
        RegulationVersion(
            regulation_id=id_,
            source="book",
            source_doc_id=title,
            title=title,
            document_no=number,
            effective=date(2020, 1, 1),
        ),
        [
            ArticleText(id=f"article:{title}:{n}", regulation_id=id_, number=n, sub=0, text=text, ordinal=n)
            for n, text in enumerate(texts, 1)
        ],
    )


ACTS = (
    _act("物业条例", number="国务院令第1号"),
    _act("甲省电梯条例", region="甲省"),
    _act("乙省电梯条例", region="乙省"),
    _act("劳动争议调解仲裁条例"),
)


@pytest.fixture
def shelved(any_database: Database) -> Database:
    with any_database.write() as tx:
        for act in ACTS:
            save_regulation(tx, *act, now=NOW)
    return any_database


def verdicts(database: Database, text: str, region: str = "") -> list[tuple[str, str]]:
    with database.read() as tx:
        shelf = law_shelf(tx)
        context = Context(region=region)
        found = resolve(find_citations(text, shelf.known, context), shelf, day=TODAY, context=context)
        return [(one.verdict, one.target) for one in found]


def test_the_same_verdicts_on_every_database(shelved: Database) -> None:
    text = (
        "物业条例第一条第二款第二项，《物业条例》第3条、第一条第三款、第二条第一项，国务院令第1号，"
        "《物业条列》第一条，《电梯条例》第一条，调解仲裁条例第一条，《房屋买卖合同》第一条"
    )
    assert verdicts(shelved, text) == [
        ("resolved", "article:物业条例:1"),
        ("no_such_article", ""),
        ("no_such_paragraph", "article:物业条例:1"),
        ("no_such_item", "article:物业条例:2"),
        ("resolved", "regulation:物业条例"),
        ("unknown_law", ""),
        ("ambiguous", ""),
        ("ambiguous", ""),
        ("not_law", ""),
    ]


def test_the_local_act_where_the_matter_lies(shelved: Database) -> None:
    assert verdicts(shelved, "《电梯条例》第一条", "甲省/子市/丑县") == [("resolved", "article:甲省电梯条例:1")]
    assert verdicts(shelved, "依据我省电梯条例第一条", "乙省") == [("resolved", "article:乙省电梯条例:1")]


def test_one_wrong_character_gives_candidates(shelved: Database) -> None:
    with shelved.read() as tx:
        (found,) = resolve(find_citations("《物业条列》第一条"), law_shelf(tx), day=TODAY)
        assert found.candidates == ("regulation:物业条例",)
        (found,) = resolve(find_citations("物业条例第一条第二项"), law_shelf(tx), day=TODAY)
        assert (found.verdict, found.paragraph_resolved, found.status) == ("resolved", 2, Status.IN_FORCE)


def test_an_alias_is_known_at_once_and_resolves_what_waited(shelved: Database) -> None:
    record = "item:a:1"
    waiting = StoredCitation(
        record=record, field="reply", start=0, end=8, quote="《小区规定》第一条", law_text="小区规定", number=1
    )
    assert verdicts(shelved, "小区规定第一条") == [("unknown_law", "")]
    with shelved.write() as tx:
        save_items(tx, [an_item("1")])
        save_citations(tx, [record], [waiting], now=NOW)
        assert add_alias(tx, CLERK, "小区规定", "物业条例", now=NOW) == ("regulation:物业条例", 1)
        (row,) = [row for row in audit_rows(tx) if row.action == "law_alias"]
    assert (row.person, row.object, row.reason) == (CLERK.name, "regulation:物业条例", "小区规定")
    assert verdicts(shelved, "小区规定第一条") == [("resolved", "article:物业条例:1")]
    with shelved.write() as tx:
        assert drop_alias(tx, "小区规定", "regulation:物业条例")
        with pytest.raises(NotFound):
            add_alias(tx, CLERK, "某条例", "没有的条例", now=NOW)
        with pytest.raises(InputError):
            add_alias(tx, CLERK, "某", "物业条例", now=NOW)
    assert verdicts(shelved, "小区规定第一条") == [("unknown_law", "")]


def test_many_acts_ask_once_for_the_names_that_are_waited_for(any_database: Database) -> None:
    waiting = [
        StoredCitation(record=f"item:a:{n}", field="reply", start=0, end=5, quote="《条例》", law_text=f"第{n}号条例")
        for n in range(1, 40)
    ]
    asked: list[str] = []
    with any_database.write() as tx:
        save_items(tx, [an_item(str(n)) for n in range(1, 40)])
        save_citations(tx, [one.record for one in waiting], waiting, now=NOW)
        save_regulation(tx, *_act("第7号条例"), now=NOW)
        sa.event.listen(tx, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for n in range(100, 140):
            save_regulation(tx, *_act(f"第{n}号条例"), now=NOW)
        assert retry(tx, [f"regulation:第{n}号条例" for n in range(100, 140)], now=NOW) == 0
        assert len(unresolved(tx)) == 38
    assert sum("DISTINCT citation" in one for one in asked) <= 1


def test_what_a_letter_cites_is_no_basis_of_the_reply(any_database: Database) -> None:
    def cited(record: str, field: str, number: int) -> StoredCitation:
        return StoredCitation(
            record=record, field=field, start=0, end=9, quote="《物业条例》", law_text="物业条例", number=number
        )

    both = [cited("item:a:1", "content", 1), cited("item:a:1", "reply", 2), cited("item:a:2", "content", 1)]
    by_hand = Link(source="item:a:2", kind="cites", target="article:物业条例:2", score=1.0)
    with any_database.write() as tx:
        save_regulation(tx, *ACTS[0], now=NOW)
        save_items(tx, [an_item("1"), an_item("2")])
        save_citations(tx, ["item:a:1", "item:a:2"], both, now=NOW)
        put_links(tx, [by_hand], now=NOW)
    with any_database.read() as tx:
        links = cites_of_replies(tx, OFFICE, ["item:a:1", "item:a:2"])
        assert [(one.source, one.target) for one in links] == [
            ("item:a:1", "article:物业条例:2"),
            ("item:a:2", "article:物业条例:2"),
        ]


def test_the_version_of_the_day_is_looked_at(shelved: Database) -> None:
    act, version, articles = ACTS[0]
    newer = replace(version, source_doc_id="neu", published=date(2026, 1, 1), effective=date(2026, 2, 1))
    with shelved.write() as tx:
        save_regulation(tx, act, newer, articles[:1], now=NOW)
    with shelved.read() as tx:
        found = find_citations("《物业条例》第二条")
        before, after = (resolve(found, law_shelf(tx), day=d)[0] for d in (date(2025, 1, 1), TODAY))
        assert (before.verdict, after.verdict, after.note) == ("resolved", "no_such_article", "另一版本有此条")


def test_a_letter_cites_the_act_of_its_region(shelved: Database) -> None:
    cited = [
        StoredCitation(
            record=f"item:a:{n}", field="reply", start=0, end=9, quote="《电梯条例》", law_text="电梯条例", number=1
        )
        for n in (1, 2)
    ]
    with shelved.write() as tx:
        save_items(tx, [replace(an_item("1"), region_text="乙省子市"), replace(an_item("2"), region_text="")])
        found = save_citations(tx, ["item:a:1", "item:a:2"], cited, now=NOW)
    assert [one.target for one in found] == ["article:乙省电梯条例:1", ""]


def test_a_letter_that_came_before_the_act_of_its_region_is_resolved_too(any_database: Database) -> None:
    cited = [
        StoredCitation(
            record=f"item:a:{n}", field="reply", start=0, end=9, quote="《电梯条例》", law_text=words, number=1
        )
        for n, words in enumerate(("电梯条例", "我省电梯条例", "电梯条例", "电梯条例"), 1)
    ]
    places = ["乙省子市", "乙省", "甲省", ""]
    letters = [replace(an_item(str(n)), region_text=place) for n, place in enumerate(places, 1)]
    with any_database.write() as tx:
        save_items(tx, letters)
        save_citations(tx, [one.id for one in letters], cited, now=NOW)
        save_regulation(tx, *ACTS[0], now=NOW)
        assert len(unresolved(tx)) == 4
        save_regulation(tx, *ACTS[2], now=NOW)
        assert [one.record for one in unresolved(tx)] == ["item:a:3", "item:a:4"]
        save_regulation(tx, *ACTS[1], now=NOW)
        assert [one.record for one in unresolved(tx)] == ["item:a:4"]
