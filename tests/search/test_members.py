"""Policy documents by plain words, with role and whether the package counts on the day."""

from datetime import date

from core.statute import Member, Package
from records.packages import save_package
from search.asking import Query
from search.members import find_members
from tests.search.office import NOW, new_office, settle


def test_members_are_found_with_their_role_and_dates(tmp_path):
    database, index = new_office(tmp_path)
    members = (
        Member(role="notice", title="关于停水补偿的通知", file="a.md"),
        Member(role="qa", title="问答", file="b.md"),
    )
    package = Package(
        id="package:water", title="供水政策包", effective=date(2024, 1, 1), repealed=date(2026, 1, 1), members=members
    )
    texts = {"a.md": "连续停水超过四十八小时的，供水单位应当补偿用户。", "b.md": "问：路灯坏了找谁？答：找城管。"}
    with database.write() as tx:
        save_package(tx, package, texts, now=NOW)
    settle(database, index)
    answer = find_members(database, index, Query(text="停水两天了有没有补偿"), as_of=date(2025, 5, 1))
    first = answer.hits[0]
    assert (first.member.title, first.in_force) == ("关于停水补偿的通知", True)
    assert "停水" in first.why.words and "通知" in first.why.sentence
    assert first.score == round(sum(first.why.parts.values()), 6)
    later = find_members(database, index, Query(text="停水补偿"), as_of=date(2026, 5, 1))
    assert not later.hits[0].in_force and "不在有效期内" in later.hits[0].why.sentence
    index.close()


def test_the_clause_that_bears_on_the_question_is_named(tmp_path):
    database, index = new_office(tmp_path)
    notice = (
        "关于冬季取暖补助的通知\n一、补助对象\n（一）农村低保户。\n（二）独居老人。\n"
        "二、补助标准\n每户每季四百元，电采暖用户另加一百元。\n三、其他\n自发布之日起执行。"
    )
    members = (Member(role="notice", title="取暖补助通知", file="a.md", document_no="青禾政办〔2022〕7号"),)
    package = Package(id="package:heat", title="取暖", effective=date(2022, 1, 1), members=members)
    with database.write() as tx:
        save_package(tx, package, {"a.md": notice}, now=NOW)
    settle(database, index)
    (hit,) = find_members(database, index, Query(text="电采暖每户补助多少钱"), as_of=date(2023, 1, 1)).hits
    assert (hit.member.title, hit.clause) == ("取暖补助通知", "二")
    assert hit.text == notice
    index.close()
