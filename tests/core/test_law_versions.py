"""Versions of an act: folded copies, ends by clauses and later versions, facts, persons, contradictions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.law_conflicts import conflicts_in
from core.law_versions import Copy, DateCheck, Known, RepealClause, VersionFact, editions
from core.statute import RegulationVersion, Status

ACT = "regulation:河道法"
NOBODY = Known()


def a_copy(number: int, published: str = "", effective: str = "", words: str = "a", **more: object) -> Copy:
    version = RegulationVersion(
        regulation_id=ACT,
        source=f"s{number}",
        source_doc_id=str(number),
        title="河道法",
        published=date.fromisoformat(published) if published else None,
        effective=date.fromisoformat(effective) if effective else None,
    )
    return Copy(number=number, version=replace(version, **more), words_hash=words, articles=3)


def clause(on: str, **more: str) -> RepealClause:
    told = {"by_regulation": "regulation:水法典", "by_source": "x", "by_doc": "1", "by_title": "水法典"} | more
    return RepealClause(regulation_id=ACT, on=date.fromisoformat(on), **told)


def found(copies: list[Copy], known: Known = NOBODY) -> list[str]:
    return [conflict.kind for conflict in conflicts_in(ACT, editions(copies, known), known, claims(copies))]


def claims(copies: list[Copy]) -> dict[int, RegulationVersion]:
    return {one.number: one.version for one in copies}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("2020-01-01", "2020-03-01", "a"), ("2020-01-01", "2020-03-01", "b"), True),
        (("2020-01-01", "2020-03-01", "a"), ("2020-01-01", "", "b"), True),
        (("2020-01-01", "2020-03-01", "a"), ("2020-01-12", "2020-03-01", "b"), True),
        (("2020-01-01", "2020-03-01", "a"), ("2020-01-12", "2020-06-01", "a"), True),
        (("2020-01-01", "2020-03-01", "a"), ("", "2020-03-01", "b"), True),
        (("2020-01-01", "2020-03-01", "a"), ("", "", "a"), True),
        (("2020-01-01", "2020-03-01", "a"), ("", "", "b"), False),
        (("2020-01-01", "2020-03-01", "a"), ("2019-01-01", "2020-03-01", "a"), False),
        (("2020-01-01", "2020-03-01", "a"), ("2021-01-01", "2021-03-01", "a"), False),
    ],
)
def test_two_files_of_one_version_are_folded(
    one: tuple[str, str, str], other: tuple[str, str, str], *, same: bool
) -> None:
    assert (len(editions([a_copy(1, *one), a_copy(2, *other)], NOBODY)) == 1) is same


def test_the_better_source_is_shown_and_takes_what_it_lacks_from_the_others() -> None:
    digest = a_copy(3, "2020-01-01", "2020-03-01", "d", text_kind="digest", document_no="国务院令第1号")
    full = a_copy(1, "2020-01-01", "", "f")
    (edition,) = editions([digest, full], NOBODY)
    assert edition.best.number == 1
    assert (edition.version.effective, edition.version.document_no) == (date(2020, 3, 1), "国务院令第1号")
    assert [one.version.text_kind for one in edition.copies] == ["full", "digest"]
    later = a_copy(4, "2020-01-01", "2020-03-01", "g")
    assert editions([full, later], NOBODY)[0].best.number == 4
    checked = replace(full, version=replace(full.version, checked_on=date(2026, 1, 1)))
    assert editions([checked, later], NOBODY)[0].best.number == 1


def test_a_clause_ends_what_began_before_it_and_leaves_a_new_enactment_alone() -> None:
    old, new = a_copy(1, "2000-01-01", "2000-03-01"), a_copy(2, "2024-01-01", "2024-03-01", "b")
    known = Known(clauses=(clause("2020-01-01"), clause("2022-01-01", by_regulation="regulation:又一法")))
    first, second = (one.version for one in editions([old, new], known))
    assert (first.ended, first.ended_by, first.end_kind) == (date(2020, 1, 1), "水法典", "repealed")
    assert second.ended is None
    assert [first.status_on(day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == [
        Status.IN_FORCE,
        Status.REPEALED,
    ]


def test_a_list_of_repeals_that_names_another_number_is_about_another_version() -> None:
    copy = a_copy(1, "2016-08-29", "2016-10-01", document_no="法释〔2016〕19号")
    listed = clause("2019-07-20", quote="| 3 | 关于公布文书的规定 | 法释〔2013〕26号 |", place="废止目录")
    assert editions([copy], Known(clauses=(listed,)))[0].version.ended is None


def test_an_end_that_a_source_does_not_date_gives_way_to_what_is_known() -> None:
    guess = a_copy(1, "2000-01-01", "2000-03-01", ended=date(2000, 3, 1), end_kind="repealed")
    assert editions([guess], NOBODY)[0].version.status_on(date(2010, 1, 1)) is Status.REPEALED
    assert editions([guess], Known(clauses=(clause("2020-01-01"),)))[0].version.ended == date(2020, 1, 1)
    later = a_copy(2, "2024-01-01", "2024-03-01", "b")
    assert editions([guess, later], NOBODY)[0].version.ended == date(2024, 3, 1)


def test_a_person_goes_before_the_facts_and_the_facts_before_the_source() -> None:
    copy = a_copy(1, "2020-01-01", "2020-03-01")
    fact = VersionFact(
        regulation_id=ACT, published=date(2020, 1, 1), effective=date(2020, 4, 1), checked_on=date(2026, 1, 1)
    )
    (by_fact,) = editions([copy], Known(facts=(fact,)))
    assert (by_fact.version.effective, by_fact.version.checked_by) == (date(2020, 4, 1), "")
    check = DateCheck(
        regulation_id=ACT,
        published=date(2020, 1, 1),
        effective=date(2020, 5, 1),
        person="王审核",
        at=datetime(2026, 5, 1, 9, tzinfo=UTC),
    )
    known = Known(facts=(fact,), checks=(check,))
    (by_person,) = editions([copy], known)
    assert (by_person.version.effective, by_person.version.checked_by) == (date(2020, 5, 1), "王审核")
    assert found([copy], known) == ["person_differs"]


def test_contradictions_are_told() -> None:
    one = a_copy(1, "2020-01-01", "2020-03-01")
    assert found([one]) == []
    assert found([a_copy(1, "2020-03-01", "2020-01-01")]) == ["before_published"]
    assert found([a_copy(1, "2020-01-01", "2020-03-01", ended=date(2019, 1, 1))]) == ["ends_before_start"]
    assert found([one, a_copy(2, "2020-01-01", "2020-04-01")]) == ["dates_differ"]
    assert found([one, a_copy(2, "2020-01-01", "2020-03-01", "b")]) == ["texts_differ"]
    assert found([one, a_copy(2, "2020-01-01", "2020-03-01", "b", text_kind="digest")]) == []
    assert found([a_copy(1, "2019-06-01", "2020-03-01"), one]) == ["two_current"]
    ends = a_copy(1, "2020-01-01", "2020-03-01", ended=date(2025, 1, 1), end_kind="repealed")
    assert found([ends], Known(clauses=(clause("2024-01-01"),))) == ["ends_differ"]


def test_a_checked_version_without_an_end_is_not_ended_by_a_guess() -> None:
    guess = a_copy(1, "2018-12-29", "2018-12-29", ended=date(2018, 12, 29), end_kind="amended")
    fact = VersionFact(regulation_id=ACT, published=date(2018, 12, 29), effective=date(2019, 1, 1))
    (unchecked,) = editions([guess], Known(facts=(fact,)))
    assert unchecked.version.status_on(date(2020, 1, 1)) is Status.AMENDED
    assert found([guess], Known(facts=(fact,))) == []
    (sure,) = editions([guess], Known(facts=(replace(fact, checked_on=date(2026, 1, 1)),)))
    assert sure.version.status_on(date(2020, 1, 1)) is Status.IN_FORCE


def test_what_a_fact_has_settled_is_no_contradiction() -> None:
    fact = VersionFact(regulation_id=ACT, published=date(2020, 1, 1), effective=date(2020, 4, 1))
    copies = [a_copy(1, "2020-01-01", "2020-01-01"), a_copy(2, "2020-01-01", "2020-04-01")]
    assert found(copies) == ["dates_differ"]
    assert found(copies, Known(facts=(fact,))) == []
