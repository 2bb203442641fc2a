"""Dates of acts on both databases: clauses of acts loaded in any order, folded copies, checks by named persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.law_versions import DateCheck, Reading, RepealClause, Told, VersionFact
from core.statute import ArticleText, Regulation, RegulationVersion, Status
from records.audit import audit_rows
from records.database import Database
from records.law import (
    article_histories,
    article_on,
    current_version,
    drop_version,
    find_regulations,
    put_facts,
    save_regulation,
    versions,
)
from records.law_coverage import coverage, drop_required, put_required, required_titles
from records.law_dates import facts_of, put_check, save_clauses, settle_facts
from records.law_sheet import act_sheet, law_conflicts, law_overrides
from records.marks import clear_marks, take_marks
from records.transactions import Tx
from tests.records.office import CLERK, NOW

OLD, NEW = "噪声法", "环境法典"


def save(tx: Tx, title: str, published: str, effective: str, **more: object) -> RegulationVersion:
    told = more.pop("told", Told())
    text = str(more.pop("text", "条文"))
    act = Regulation(id=f"regulation:{title}", title=title, kind=str(more.pop("kind", "law")))
    version = RegulationVersion(
        regulation_id=act.id,
        source=str(more.pop("source", "book")),
        source_doc_id=str(more.pop("doc", published)),
        title=title,
        published=date.fromisoformat(published),
        effective=date.fromisoformat(effective),
        **more,  # type: ignore[arg-type]
    )
    numbers = (1, 2) if version.text_kind == "full" else (2, 3)
    articles = [
        ArticleText(id=f"article:{title}:{n}", regulation_id=act.id, number=n, sub=0, text=f"{text}{n}", ordinal=n)
        for n in numbers
    ]
    save_regulation(tx, act, version, articles, now=NOW, told=told)  # type: ignore[arg-type]
    return version


def ends(title: str, on: str, *, follows: bool = True) -> Told:
    clause = RepealClause(
        regulation_id=f"regulation:{title}",
        by_regulation=f"regulation:{NEW}",
        by_source="book",
        by_doc="2026-03-12",
        by_title=NEW,
        on=date.fromisoformat(on),
        follows=follows,
        quote=f"《{title}》同时废止",
        place="第三条",
    )
    return Told(clauses=(clause,))


def old(tx: Tx) -> RegulationVersion:
    return save(tx, OLD, "2021-12-24", "2022-06-05")


def new(tx: Tx, effective: str = "2026-08-15", **more: object) -> RegulationVersion:
    return save(tx, NEW, "2026-03-12", effective, **({"told": ends(OLD, effective)} | more))


@pytest.mark.parametrize("new_first", [False, True])
def test_a_clause_ends_acts_loaded_before_and_after(any_database: Database, *, new_first: bool) -> None:
    with any_database.write() as tx:
        for one in (new, old) if new_first else (old, new):
            one(tx)
    with any_database.read() as tx:
        (version,) = versions(tx, f"regulation:{OLD}")
        assert (version.ended, version.ended_by, version.end_kind) == (date(2026, 8, 15), NEW, "repealed")
        assert version.status_on(date(2026, 8, 14)) is Status.IN_FORCE
        assert version.status_on(date(2026, 8, 15)) is Status.REPEALED
        assert current_version(tx, f"regulation:{OLD}", date(2026, 8, 15)) is None


def test_reloading_or_withdrawing_the_act_that_ends_another(any_database: Database) -> None:
    with any_database.write() as tx:
        old(tx)
        new(tx)
        clear_marks(tx, "words", take_marks(tx, "words"))
        new(tx, "2026-10-01")
        assert versions(tx, f"regulation:{OLD}")[0].ended == date(2026, 10, 1)
        assert f"article:{OLD}:1" in {one.entity for one in take_marks(tx, "words")}
        drop_version(tx, f"regulation:{NEW}", 1)
        assert versions(tx, f"regulation:{OLD}")[0].ended is None
        new(tx, told=Told())
        assert versions(tx, f"regulation:{OLD}")[0].ended is None


def test_a_checked_start_moves_the_end_of_what_the_act_ends(any_database: Database) -> None:
    fact = VersionFact(regulation_id=f"regulation:{NEW}", published=date(2026, 3, 12), effective=date(2026, 9, 1))
    with any_database.write() as tx:
        old(tx)
        new(tx)
        put_facts(tx, [fact])
        assert versions(tx, f"regulation:{OLD}")[0].ended == date(2026, 9, 1)
        new(tx, told=ends(OLD, "2026-08-15", follows=False))
        assert versions(tx, f"regulation:{OLD}")[0].ended == date(2026, 8, 15)


def test_a_decision_without_articles_ends_acts(any_database: Database) -> None:
    clause = replace(ends(OLD, "2022-08-01").clauses[0], by_regulation="regulation:决定", by_doc="d1")
    holder = (clause.by_regulation, clause.by_source, clause.by_doc)
    with any_database.write() as tx:
        save_clauses(tx, holder, [clause])
        old(tx)
        assert versions(tx, f"regulation:{OLD}")[0].ended == date(2022, 8, 1)
        save_clauses(tx, holder, [])
        assert versions(tx, f"regulation:{OLD}")[0].ended is None


def test_two_files_of_one_version_are_one(any_database: Database) -> None:
    with any_database.write() as tx:
        save(
            tx,
            OLD,
            "2021-12-24",
            "2022-06-05",
            source="package",
            text_kind="digest",
            text="要旨",
            document_no="主席令7号",
        )
        old(tx)
    with any_database.read() as tx:
        (version,) = versions(tx, f"regulation:{OLD}")
        assert (version.text_kind, version.document_no) == ("full", "主席令7号")
        texts = [article_on(tx, f"article:{OLD}:{n}", date(2025, 1, 1)) for n in (1, 2, 3)]
        assert [one[0].text if one else None for one in texts] == ["条文1", "条文2", None]
        assert [number for number, _, _ in article_histories(tx, [f"article:{OLD}:2"])[f"article:{OLD}:2"]] == [2]
        sheet = act_sheet(tx, f"regulation:{OLD}")
        assert [len(one.copies) for one in sheet.versions] == [2] and sheet.conflicts == ()


def test_digests_of_two_packages_show_the_articles_of_both(any_database: Database) -> None:
    with any_database.write() as tx:
        save(tx, OLD, "2021-12-24", "2022-06-05", source="one", text_kind="digest")
        act = Regulation(id=f"regulation:{OLD}", title=OLD)
        version = replace(versions(tx, act.id)[0], source="two", source_doc_id="two")
        text = ArticleText(id=f"article:{OLD}:9", regulation_id=act.id, number=9, sub=0, text="要旨9", ordinal=9)
        save_regulation(tx, act, version, [text], now=NOW)
        assert len(versions(tx, act.id)) == 1
        assert all(article_on(tx, f"article:{OLD}:{n}", date(2025, 1, 1)) for n in (2, 3, 9))


def test_a_named_person_checks_a_date(any_database: Database) -> None:
    check = DateCheck(
        regulation_id=f"regulation:{OLD}",
        published=date(2021, 12, 24),
        effective=date(2022, 7, 1),
        person=CLERK.name,
        at=NOW,
        note="公报 2022 年第 1 号",
    )
    with any_database.write() as tx:
        old(tx)
        put_check(tx, CLERK, check)
        (version,) = versions(tx, f"regulation:{OLD}")
        assert (version.effective, version.checked_by, version.checked_on) == (
            date(2022, 7, 1),
            CLERK.name,
            NOW.date(),
        )
        assert [(row.person, row.action) for row in audit_rows(tx)][-1] == (CLERK.name, "check_law_date")


def test_a_person_takes_a_wrong_end_away(any_database: Database) -> None:
    check = DateCheck(
        regulation_id=f"regulation:{OLD}",
        published=date(2021, 12, 24),
        end_kind="not_ended",
        person=CLERK.name,
        at=NOW,
        note="来源误标",
    )
    with any_database.write() as tx:
        save(tx, OLD, "2021-12-24", "2022-06-05", ended=date(2024, 1, 1), end_kind="repealed")
        assert versions(tx, f"regulation:{OLD}")[0].status_on(date(2025, 1, 1)) is Status.REPEALED
        put_check(tx, CLERK, check)
        assert versions(tx, f"regulation:{OLD}")[0].status_on(date(2025, 1, 1)) is Status.IN_FORCE


def test_evidence_overrides_and_contradictions(any_database: Database) -> None:
    told = Told(
        readings=(
            Reading(field="effective", value="2022-06-05", origin="source"),
            Reading(field="effective", value="2022-06-05", origin="text", quote="自2022年6月5日起施行", place="第90条"),
        )
    )
    fact = VersionFact(
        regulation_id=f"regulation:{OLD}",
        published=date(2021, 12, 24),
        effective=date(2022, 6, 6),
        checked_on=date(2026, 1, 1),
    )
    with any_database.write() as tx:
        save(tx, OLD, "2021-12-24", "2022-06-05", told=told)
        put_facts(tx, [fact])
        save(tx, OLD, "2021-12-24", "2022-06-05", source="other", text="别的文字")
        new(tx)
    with any_database.read() as tx:
        (sheet,) = act_sheet(tx, f"regulation:{OLD}").versions
        assert {(one.field, one.origin, one.used) for one in sheet.evidence} == {
            ("effective", "source", False),
            ("effective", "text", False),
            ("effective", "fact", True),
            ("ended", "clause", True),
        }
        (override,) = law_overrides(tx, [f"regulation:{OLD}"])
        assert (override.source_value, override.used_value, override.why) == ("2022-06-05", "2022-06-06", "项目核对")
        assert [one.kind for one in law_conflicts(tx, [f"regulation:{OLD}", f"regulation:{NEW}"])] == ["texts_differ"]


def test_what_the_library_holds_and_the_list_of_the_office(any_database: Database) -> None:
    with any_database.write() as tx:
        assert "是空的" in coverage(tx).sentence
        old(tx)
        save(tx, "物业条例", "2018-03-19", "2018-03-19", kind="administrative_regulation", text_kind="digest")
        held = coverage(tx)
        assert (held.acts, held.by_kind["law"], held.digests, held.local) == (1, 1, 1, 0)
        assert "没有行政法规" in held.sentence
        put_required(tx, CLERK, "清河县办法", "地方", now=NOW)
        assert [(one.title, one.person) for one in required_titles(tx)] == [("清河县办法", CLERK.name)]
        assert drop_required(tx, CLERK, "清河县办法", now=NOW) and not drop_required(tx, CLERK, "清河县办法", now=NOW)


def test_facts_that_the_project_takes_back_are_gone(any_database: Database) -> None:
    fact = VersionFact(regulation_id=f"regulation:{OLD}", effective=date(2022, 7, 1), note=OLD)
    older = VersionFact(regulation_id=f"regulation:{NEW}", ended=date(2030, 1, 1), end_kind="repealed", note="废止条款")
    with any_database.write() as tx:
        old(tx)
        put_facts(tx, [older])
        settle_facts(tx, [fact])
        assert versions(tx, f"regulation:{OLD}")[0].effective == date(2022, 7, 1)
        settle_facts(tx, [])
        assert versions(tx, f"regulation:{OLD}")[0].effective == date(2022, 6, 5)
        assert facts_of(tx, [f"regulation:{NEW}"])


def test_an_act_is_found_by_the_number_that_a_checked_fact_gives_it(any_database: Database) -> None:
    day = date(2020, 1, 1)
    with any_database.write() as tx:
        put_facts(tx, [VersionFact(regulation_id=f"regulation:{OLD}", published=day, document_no="国务院令第9724号")])
        save(tx, OLD, "2020-01-01", "2020-05-01")
    with any_database.read() as tx:
        assert [one.id for one in find_regulations(tx, "国务院令第 9724 号")] == [f"regulation:{OLD}"]
