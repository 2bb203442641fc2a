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
