"""Law on both databases: versions, status on a day, facts that override, packages, citations that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.errors import NotFound
from core.statute import ArticleText, Member, Package, Regulation, RegulationVersion, Status
from core.viewer import OFFICE
from records.citations import StoredCitation, citations_of, cited_by, save_citations, unresolved
from records.database import Database
from records.items import save_items
from records.law import (
    VersionFact,
    article_by_source_id,
    article_history,
    article_on,
    articles_of,
    articles_on,
    current_version,
    drop_version,
    find_regulations,
    numbered_versions,
    put_facts,
    regulation,
    regulation_names,
    save_regulation,
    versions,
)
from records.links import links_of
from records.marks import take_marks
from records.packages import member_texts, package, packages, packages_with, save_package
from tests.records.office import CLERK, NOW, an_item

NOISE = Regulation(id="regulation:噪声法", title="中华人民共和国噪声法", short_titles=("噪声法", "噪音法"))


def _version(published: date, effective: date, **more: str) -> RegulationVersion:
    doc_id = more.pop("source_doc_id", f"d{published.year}")
    return RegulationVersion(
        regulation_id=NOISE.id,
        source="book",
        source_doc_id=doc_id,
        title=f"噪声法（{published.year}）",
        published=published,
        effective=effective,
        **more,
    )


def _articles(*numbers: int, text: str = "要旨") -> list[ArticleText]:
    return [
        ArticleText(
            id=f"article:噪声法:{n}",
            regulation_id=NOISE.id,
            number=n,
            sub=0,
            text=f"{text}{n}",
            ordinal=n,
            source_id=f"s{n}",
        )
        for n in numbers
    ]


OLD = _version(date(2012, 1, 1), date(2012, 6, 1), document_no="主席令[2012]第 7 号")
NEW = _version(date(2025, 6, 27), date(2026, 1, 1))


@pytest.fixture
def library(any_database: Database) -> Database:
    """One act in two versions; article 9 is in the old one alone, 10 in the new one alone."""
    with any_database.write() as tx:
        assert save_regulation(tx, NOISE, OLD, _articles(1, 2, 9), now=NOW) == "new"
        assert save_regulation(tx, NOISE, NEW, _articles(1, 2, 10, text="新"), now=NOW) == "new"
    return any_database


def test_saving_again_changes_nothing(library: Database) -> None:
    with library.write() as tx:
        assert save_regulation(tx, NOISE, OLD, _articles(1, 2, 9), now=NOW) == "same"
        assert save_regulation(tx, NOISE, OLD, _articles(1, 2, text="改"), now=NOW) == "changed"
        numbers = [one.number for one in numbered_versions(tx, [NOISE.id])[NOISE.id]]
        assert numbers == [1, 2]
        assert [one.text for one in articles_of(tx, NOISE.id, 1)] == ["改1", "改2"]
        assert "article:噪声法:9" in {one.entity for one in take_marks(tx, "vectors")}


def test_one_version_counts_on_a_day(library: Database) -> None:
    days = {date(2012, 5, 31): None, date(2025, 12, 31): OLD.title, date(2026, 1, 1): NEW.title}
    with library.read() as tx:
        for day, title in days.items():
            found = current_version(tx, NOISE.id, day)
            assert (found.title if found else None) == title
        old = versions(tx, NOISE.id)[0]
        assert (old.ended, old.ended_by, old.end_kind) == (date(2026, 1, 1), NEW.title, "amended")


@pytest.mark.parametrize(
    ("number", "day", "text", "status"),
    [
        (1, date(2025, 12, 31), "要旨1", Status.IN_FORCE),
        (1, date(2026, 1, 1), "新1", Status.IN_FORCE),
        (9, date(2026, 1, 1), "要旨9", Status.AMENDED),
        (10, date(2025, 12, 31), "新10", Status.NOT_YET),
        (1, date(2011, 1, 1), "要旨1", Status.NOT_YET),
    ],
)
def test_an_article_on_a_day(library: Database, number: int, day: date, text: str, status: Status) -> None:
    with library.read() as tx:
        found = article_on(tx, f"article:噪声法:{number}", day)
    assert found is not None
    assert (found[0].text, found[2]) == (text, status)


def test_a_checked_fact_overrides_the_source(library: Database) -> None:
    facts = [
        VersionFact(regulation_id=NOISE.id, ended=date(2026, 8, 15), ended_by="生态环境法典", end_kind="repealed"),
        VersionFact(
            regulation_id=NOISE.id,
            published=NEW.published,
            effective=date(2026, 2, 1),
            checked_on=date(2026, 3, 1),
        ),
    ]
    with library.write() as tx:
        put_facts(tx, facts)
        put_facts(tx, facts)
    with library.read() as tx:
        assert current_version(tx, NOISE.id, date(2026, 1, 31)) == versions(tx, NOISE.id)[0]
        assert current_version(tx, NOISE.id, date(2026, 8, 15)) is None
        found = article_on(tx, "article:噪声法:1", date(2026, 8, 15))
        assert found is not None and found[2] is Status.REPEALED and found[1].ended_by == "生态环境法典"
        assert versions(tx, NOISE.id)[1].checked_on == date(2026, 3, 1)


def test_a_full_text_goes_before_a_digest_of_the_same_day(library: Database) -> None:
    digest = replace(NEW, source="house", source_doc_id="", text_kind="digest")
    with library.write() as tx:
        save_regulation(tx, NOISE, digest, _articles(1, text="摘"), now=NOW)
        found = article_on(tx, "article:噪声法:1", date(2026, 3, 1))
    assert found is not None and found[0].text == "新1"


def test_finding_by_title_short_title_and_document_number(library: Database) -> None:
    with library.read() as tx:
        for text in ("《噪声法》", "中华人民共和国噪声法", "噪音法", "主席令〔2012〕7号", "主席令［2012］7号"):
            assert [one.id for one in find_regulations(tx, text)] == [NOISE.id], text
        assert find_regulations(tx, "没有这部法") == find_regulations(tx, "") == []
        assert regulation_names(tx)["噪音法"] == [NOISE.id]
        assert regulation(tx, NOISE.id) == NOISE
        with pytest.raises(NotFound):
            regulation(tx, "regulation:无")


def test_history_source_ids_and_dropping(library: Database) -> None:
    with library.write() as tx:
        assert [text.text for text, _ in article_history(tx, "article:噪声法:2")] == ["要旨2", "新2"]
        assert [text.id for text, _ in article_by_source_id(tx, "s9")] == ["article:噪声法:9"]
        drop_version(tx, NOISE.id, 2)
        assert articles_on(tx, ["article:噪声法:10"], date(2026, 3, 1)) == {}
        assert article_on(tx, "article:噪声法:2", date(2026, 3, 1)) is not None


def _citation(record: str, law: str, number: int | None, start: int = 0) -> StoredCitation:
    quote = f"《{law}》第{number}条"
    return StoredCitation(
        record=record, field="reply", start=start, end=start + 9, quote=quote, law_text=law, number=number
    )


def test_citations_wait_for_their_law(any_database: Database) -> None:
    record = "item:a:1"
    wanted = [
        _citation(record, "噪声法", 2),
        _citation(record, "噪声法", 77, 20),
        _citation(record, "别的法", None, 40),
    ]
    with any_database.write() as tx:
        save_items(tx, [an_item("1"), an_item("2", restricted="accusation")])
        found = save_citations(tx, [record], wanted, now=NOW)
        save_citations(tx, ["item:a:2"], [_citation("item:a:2", "噪声法", 2)], now=NOW)
        assert {one.verdict for one in found} == {"unknown_law"}
        save_regulation(tx, NOISE, OLD, _articles(1, 2), now=NOW)
    with any_database.read() as tx:
        assert [one.law_text for one in unresolved(tx)] == ["噪声法", "别的法"]
        assert [one.record for one in cited_by(tx, CLERK, "article:噪声法:2")] == [record]
        assert [one.target for one in citations_of(tx, CLERK, [record])[record]] == ["article:噪声法:2", "", ""]
        assert [one.target for one in links_of(tx, OFFICE, [record], ("cites",))] == ["article:噪声法:2"]
    with any_database.write() as tx:
        verdicts = [one.verdict for one in save_citations(tx, [record], wanted[1:], now=NOW)]
        assert verdicts == ["no_such_article", "unknown_law"]
        assert cited_by(tx, CLERK, "article:噪声法:2") == []


def test_a_name_that_two_acts_share_stays_open(library: Database) -> None:
    with library.write() as tx:
        other = Regulation(id="regulation:噪声办法", title="噪声办法", short_titles=("噪声法",))
        save_regulation(tx, other, replace(OLD, regulation_id=other.id), [], now=NOW)
        save_items(tx, [an_item("1")])
        assert save_citations(tx, ["item:a:1"], [_citation("item:a:1", "噪声法", 2)], now=NOW)[0].verdict == "ambiguous"


def test_packages(library: Database) -> None:
    members = (
        Member(role="regulation", title="噪声法", file="a.md", regulation_id=NOISE.id, text_kind="digest"),
        Member(role="qa", title="问答", file="b.md", public=False, document_no="〔2026〕1号"),
    )
    one = Package(
        id="package:noise", title="噪声政策包", effective=date(2026, 1, 1), members=members, replaces=("package:old",)
    )
    with library.write() as tx:
        assert save_package(tx, one, {"a.md": "甲", "b.md": "乙"}, now=NOW) == "new"
        assert save_package(tx, one, {"a.md": "甲", "b.md": "乙"}, now=NOW) == "same"
        assert save_package(tx, one, {"a.md": "甲", "b.md": "丙"}, now=NOW) == "changed"
    with library.read() as tx:
        assert package(tx, one.id) == one
        assert packages(tx) == [one]
        assert [text for _, text in member_texts(tx, one.id)] == ["甲", "丙"]
        assert packages_with(tx, NOISE.id) == [one.id]
        assert {link.kind for link in links_of(tx, OFFICE, [one.id])} == {"contains", "replaces"}
        with pytest.raises(NotFound):
            package(tx, "package:none")
