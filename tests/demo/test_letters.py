from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

from core.taxonomy import class_by_label, path_of
from data.demo.situations import load_situations

TODAY = date(2026, 11, 22)


def of_kind(truth, kind):
    return [row for row in truth if row["kind"] == kind]


def day(text):
    return datetime.fromisoformat(text).date() if "-" in text else datetime.strptime(text, "%Y/%m/%d %H:%M:%S").date()


def test_there_are_2400_letters_over_24_months(letters):
    assert len(letters) == 2400
    assert len({row["信访编号"] for row in letters}) == 2400
    days = [day(row["信访日期"]) for row in letters]
    assert min(days) >= date(2024, 12, 1) and max(days) <= TODAY
    assert len({(d.year, d.month) for d in days}) == 24


def test_sixty_situations_from_twelve_first_level_classes(truth):
    told = of_kind(truth, "letter")
    assert len({row["situation"] for row in told}) >= 60
    assert len({row["class"][:2] for row in told}) >= 12
    assert min(Counter(row["situation"] for row in told if not row["situation"].startswith("accuse")).values()) >= 5


def test_situations_carry_codes_of_the_taxonomy():
    for situation in load_situations().values():
        found = class_by_label(situation.path)
        assert found is not None and found.code == situation.code, (situation.id, path_of(situation.code))


def test_letters_have_60_to_600_characters_and_name_their_place(letters):
    lengths = sorted(len(row["诉求内容"]) for row in letters)
    assert lengths[0] >= 60 and lengths[-1] <= 600
    assert lengths[240] < 90 < 130 < lengths[1200] < 240 < lengths[2160]


def test_titles_and_letters_hold_no_unfilled_fragment(letters):
    for row in letters:
        for field in ("标题", "诉求内容", "答复意见"):
            assert not set("{}<>|") & set(row[field]), row


def test_unrelated_letters_do_not_share_most_sentences(letters, truth):
    related = {m: row["id"] for row in of_kind(truth, "repeat") for m in row["members"]}
    copies = {x["id"] for row in of_kind(truth, "event") for x in row["lookalikes"]}
    sentences = {
        row["信访编号"]: {s for s in row["诉求内容"].replace("！", "。").split("。") if len(s) >= 8} for row in letters
    }
    where = defaultdict(list)
    for number, told in sentences.items():
        for sentence in told:
            where[sentence].append(number)
    shared: Counter[tuple[str, str]] = Counter()
    for numbers in where.values():
        shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    alike = [
        pair
        for pair, count in shared.items()
        if count > 0.5 * max(len(sentences[n]) for n in pair)
        and len({related.get(n, n) for n in pair}) == 2
        and not copies & set(pair)
    ]
    assert len(alike) <= 60


def test_joint_letters_group_visits_and_channels(letters):
    assert len([r for r in letters if r["是否联名"] == "是"]) >= 30
    assert len([r for r in letters if r["信访形式"] == "来访" and int(r["信访人数"]) >= 5]) >= 20
    assert len({r["信访形式"] for r in letters}) >= 6
    assert len([r for r in letters if r["姓名"] == "匿名"]) >= 30


def test_suggestions_thanks_and_inquiries_are_there(letters):
    purposes = Counter(r["信访目的"] for r in letters)
    assert purposes["意见建议"] >= 50 and purposes["其他"] >= 30 and purposes["检举控告"] >= 8


def test_a_tenth_to_a_fifth_of_the_letters_are_repeats(letters, truth):
    numbers = {row["信访编号"] for row in letters}
    later = [m for row in of_kind(truth, "repeat") for m in row["members"][1:]]
    assert set(later) <= numbers
    assert 0.10 <= len(later) / len(letters) <= 0.20


def test_some_letters_hold_two_demands(truth):
    assert len([row for row in of_kind(truth, "letter") if row["second"]]) >= 100


def test_dates_come_in_two_spellings(letters):
    assert 100 < len([r for r in letters if "/" in r["信访日期"]]) < 600
