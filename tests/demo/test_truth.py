from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import yaml

from data.demo.places import HERE, load_county


def of_kind(truth, kind):
    return [row for row in truth if row["kind"] == kind]


def test_fifteen_events_inside_six_patterns(truth):
    events, patterns = of_kind(truth, "event"), of_kind(truth, "pattern")
    assert len(events) == 15 and len(patterns) == 6
    members = {row["id"]: set(row["members"]) for row in patterns}
    for event in events:
        assert len(event["places"]) == 1
        assert 6 <= event["sides"] <= 30, event["id"]
        assert set(event["members"]) <= members[event["parent"]]


def test_nine_estates_of_five_developers_are_one_pattern(truth):
    county = load_county()
    deeds = next(row for row in of_kind(truth, "pattern") if row["id"] == "P1")
    assert len(deeds["places"]) == 9
    assert len({county.places[name].developer for name in deeds["places"]}) == 5
    assert len([row for row in of_kind(truth, "event") if row["parent"] == "P1"]) == 4


def test_forty_look_alikes_of_three_kinds_stand_outside_their_event(truth):
    found = [(event, one) for event in of_kind(truth, "event") for one in event["lookalikes"]]
    assert len(found) == 40
    assert len({one["why"] for _, one in found}) == 3
    told = {row["id"]: row for row in of_kind(truth, "letter")}
    for event, one in found:
        assert one["id"] not in event["members"]
        if one["why"] == "同文异地":
            pattern = next(p for p in of_kind(truth, "pattern") if p["id"] == event["parent"])
            assert one["id"] in pattern["members"]
            assert told[one["id"]]["place"] not in event["places"]
        else:
            assert told[one["id"]]["place"] in event["places"]


def test_ordinary_letters_do_not_tell_a_planted_situation(truth):
    planted = {m for row in of_kind(truth, "pattern") for m in row["members"]}
    told = of_kind(truth, "letter")
    situations = {row["situation"] for row in told if row["id"] in planted}
    assert len(situations) == 6
    assert all(row["id"] in planted for row in told if row["situation"] in situations)


def test_one_person_wrote_ten_times(letters, truth):
    (one,) = of_kind(truth, "one_sided")
    assert one["sides"] == 1 and len(one["members"]) == 10
    assert len({r["证件号"] or r["联系电话"] for r in letters if r["信访编号"] in one["members"]}) == 1


def test_members_call_their_place_in_several_ways(letters, truth):
    county = load_county()
    texts = {row["信访编号"]: row["标题"] + row["诉求内容"] for row in letters}
    for event in of_kind(truth, "event"):
        place = county.places[event["places"][0]]
        assert all(any(name in texts[m] for name in place.names) for m in event["members"]), event["id"]
        assert len({name for m in event["members"] for name in place.names if name in texts[m]}) >= 2


def test_personal_data_of_every_kind_is_where_the_truth_says(letters, truth):
    texts = {row["信访编号"]: row["诉求内容"] for row in letters}
    rows = of_kind(truth, "personal")
    assert len({row["data"] for row in rows}) == 12
    assert min(Counter(row["data"] for row in rows).values()) >= 8
    assert all(row["text"] in texts[row["item"]] for row in rows)


def test_accusations_one_against_a_unit_with_an_account(letters, truth):
    office = yaml.safe_load((Path(HERE) / "office.yaml").read_text(encoding="utf-8"))
    units = {unit["code"]: unit["name"] for unit in office["units"]}
    rows = of_kind(truth, "accusation")
    clear = [row for row in rows if row["verdict"] == "clear"]
    assert len(clear) >= 8 and len(rows) - len(clear) >= 3
    assert {units[account["unit"]] for account in office["accounts"]} & {row["against"] for row in clear}
    by_number = {row["信访编号"]: row for row in letters}
    assert all(by_number[row["item"]]["责任单位"] == "青湄县纪委监委" for row in clear)
    assert all(not by_number[row["item"]]["答复意见"] for row in clear)


def test_replies_cite_articles_some_of_them_no_longer_in_force(letters, truth):
    rows = of_kind(truth, "citation")
    replies = {row["信访编号"]: row["答复意见"] for row in letters}
    assert len({row["item"] for row in rows}) >= 200
    assert all(row["quote"] in replies[row["item"]] for row in rows)
    flaws = {row["flaw"] for row in rows}
    assert {
        "repealed_before_reply",
        "repealed_since",
        "amended_since",
        "no_such_article",
        "old_number_at_reply",
    } <= flaws
    assert {"信访条例", "噪声污染防治法", "治安管理处罚法"} <= {row["law"] for row in rows if row["flaw"]}


def test_returns_late_replies_open_breaches_and_ratings(letters, steps):
    assert len([r for r in letters if r["退回单位"]]) >= 80
    assert len([s for s in steps if s["环节"] == "退回"]) >= 80
    assert len({r["满意度"] for r in letters if r["满意度"]}) == 3
    done = [r for r in letters if r["答复日期"] and r["限办截止时间"]]
    assert len([r for r in done if r["答复日期"].replace("/", "-")[:10] and late(r)]) >= 50
    still = [r for r in letters if not r["答复日期"] and r["限办截止时间"] and r["限办截止时间"] < "2026-11-22"]
    assert len(still) >= 50
    assert len({r["信访件状态"] for r in letters}) >= 9


def late(row):
    text = row["答复日期"].split(" ")[0].replace("/", "-")
    replied = datetime.strptime(text, "%Y-%m-%d").date()
    return replied.isoformat() > row["限办截止时间"]


def test_steps_of_a_letter_stand_in_order(letters, steps):
    known = {row["信访编号"] for row in letters}
    by_number: dict[str, list[str]] = {}
    for step in steps:
        by_number.setdefault(step["信访编号"], []).append(step["时间"])
    assert set(by_number) == known
    assert all(times == sorted(times) for times in by_number.values())


def test_units_carry_the_name_of_their_day(letters):
    before = {r["责任单位"] for r in letters if r["信访编号"] < "QM20250401"}
    after = {r["责任单位"] for r in letters if r["信访编号"] > "QM20250402"}
    assert "青湄县城市管理局" in before and "青湄县城市管理局" not in after
    assert "青湄县城市管理和综合执法局" in after and "青湄县城市管理和综合执法局" not in before
