from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from core.errors import InputError, NotFound
from core.ids import petitioner_id
from core.petition import Item
from core.viewer import OFFICE, WORKER
from ingest.petitions import Desk, ingest_petitions
from ingest.report import Progress
from records.claims import claims_of
from records.database import Database
from records.erasing import erase_item
from records.item_finding import EVERYTHING, count_items, find_items
from records.item_reading import item_by_source_id
from records.link_reading import evidence_of, links_of
from records.links import revoke_link
from records.matters import matter
from records.reviews import reviews
from records.vault import Vault

HEADER = ["信访编号", "信访人", "联系电话", "信访形式", "登记日期", "主题", "内容", "答复意见", "办理单位", "状态"]
LETTERS = [
    [
        "X1",
        "王小明",
        "13812345678",
        "来信",
        "2026-03-01",
        "清河苑三期不动产权证办不下来",
        "我家住清河苑三期，入住六年未办不动产权证，请住建局解决。",
        "",
        "",
        "办理中",
    ],
    [
        "X2",
        "王小明",
        "13812345678",
        "网上",
        "2026/4/2 8:05",
        "再次反映清河苑办证难",
        "清河苑三期至今没有首次登记，不动产权证办不了。",
        "",
        "",
        "",
    ],
    ["X3", "李大方", "", "来访", "46082.5", "工地拖欠工资", "我们在滨江路工地干活，包工头拖欠工资半年。", "", "", ""],
    [
        "X4",
        "赵一",
        "13900001111",
        "电话",
        "2026年3月5日",
        "夜间施工噪音",
        "滨江路工地夜间施工噪音扰民。",
        "您好，根据《中华人民共和国噪声污染防治法》第四十三条，已责令其停止夜间施工，问题得到解决。",
        "县城管局",
        "已办结",
    ],
]


@pytest.fixture
def desk(any_database: Database, tmp_path: Path) -> Desk:
    """Every test of this file runs on SQLite and on PostgreSQL."""
    return Desk(any_database, Vault(tmp_path / "keys"), tmp_path / "quarantine")


def write(tmp_path: Path, rows: list[list[str]], name: str = "信访件.csv") -> Path:
    file = tmp_path / name
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *rows])
    return file


def run(desk: Desk, *files: Path, **options: object) -> dict[str, object]:
    moment = options.pop("now")
    assert isinstance(moment, datetime)
    return ingest_petitions(desk, files, now=moment, processes=0, **options).as_json()  # type: ignore[arg-type]


def stored(desk: Desk, source_id: str) -> Item:
    with desk.database.read() as tx:
        return item_by_source_id(tx, WORKER, source_id)[0]


def counts(report: dict[str, object]) -> tuple[object, ...]:
    return report["new"], report["changed"], report["same"], report["quarantined"]


def test_a_second_load_is_all_the_same_and_one_changed_row_is_one_changed(
    desk: Desk, tmp_path: Path, now: datetime
) -> None:
    file = write(tmp_path, LETTERS)
    assert counts(run(desk, file, now=now)) == (4, 0, 0, 0)
    assert counts(run(desk, file, now=now)) == (0, 0, 4, 0)
    changed = [[*LETTERS[0][:-1], "已办结"], *LETTERS[1:]]
    assert counts(run(desk, write(tmp_path, changed), now=now)) == (0, 1, 3, 0)
    assert stored(desk, "X1").state == "concluded"


def test_fields_are_read_and_texts_masked(desk: Desk, tmp_path: Path, now: datetime) -> None:
    letter = [*LETTERS[0]]
    letter[6] = "我叫王小明，电话13812345678，家住清河苑三期，未办不动产权证。"
    run(desk, write(tmp_path, [letter, *LETTERS[1:]]), now=now)
    one, two, three, four = (stored(desk, f"X{n}") for n in range(1, 5))
    assert "王小明" not in one.content_masked and "13812345678" not in one.content_masked
    assert one.channel == "letter" and one.state == "in_handling" and one.id == "item:信访件:X1"
    assert two.received_at == two.registered_at == datetime(2026, 4, 2, 8, 5, tzinfo=now.tzinfo)
    assert three.registered_at == datetime(2026, 3, 1, 12, 0, tzinfo=now.tzinfo)
    assert four.concluded and four.unit_text == "县城管局" and four.unit_id == "unit:CGJ"
    assert one.petitioner_ref == two.petitioner_ref != three.petitioner_ref


def test_links_carry_evidence_with_spans_of_the_raw_text(desk: Desk, tmp_path: Path, now: datetime) -> None:
    run(desk, write(tmp_path, LETTERS), now=now)
    one = stored(desk, "X1")
    with desk.database.read() as tx:
        kinds = {link.kind: link for link in links_of(tx, OFFICE, [one.id], direction="out")}
        assert {"submitted_by", "part_of", "classified_as", "names_unit", "located_at"} <= kinds.keys()
        assert kinds["names_unit"].target == "unit:ZJ"
        assert kinds["classified_as"].target == "class:010909"
        assert kinds["submitted_by"].target == petitioner_id(one.petitioner_ref)
        for kind in ("names_unit", "located_at", "classified_as"):
            for proof in evidence_of(tx, OFFICE, one.id, kind, kinds[kind].target):
                raw = getattr(one, proof.field)
                assert raw[proof.start : proof.end] == proof.quote
                assert proof.rule and proof.record == one.id


def test_one_side_one_class_one_place_is_one_matter_in_any_order(desk: Desk, tmp_path: Path, now: datetime) -> None:
    run(desk, write(tmp_path, LETTERS[1:]), now=now)
    run(desk, write(tmp_path, LETTERS), now=now)
    one, two, three = stored(desk, "X1"), stored(desk, "X2"), stored(desk, "X3")
    assert one.matter_id == two.matter_id != three.matter_id
    with desk.database.read() as tx:
        assert matter(tx, OFFICE, one.matter_id).item_count == 2


def test_what_a_person_parted_stays_parted(desk: Desk, tmp_path: Path, now: datetime) -> None:
    run(desk, write(tmp_path, LETTERS), now=now)
    two = stored(desk, "X2")
    with desk.database.write() as tx:
        revoke_link(tx, two.id, "part_of", two.matter_id, person="张科长", reason="另一套房", now=now)
    again = [LETTERS[0], [*LETTERS[1][:-1], "办理中"], *LETTERS[2:]]
    run(desk, write(tmp_path, again), now=now)
    assert stored(desk, "X2").matter_id != stored(desk, "X1").matter_id


def test_a_name_alone_never_joins_two(desk: Desk, tmp_path: Path, now: datetime) -> None:
    rows = [
        ["A", "李大方", "", "", "", "工资", "滨江路工地欠工资", "", "", ""],
        ["B", "李大方", "", "", "", "工资", "滨江路工地拖欠工资", "", "", ""],
    ]
    run(desk, write(tmp_path, rows), now=now)
    a, b = stored(desk, "A"), stored(desk, "B")
    assert a.petitioner_ref and b.petitioner_ref and a.petitioner_ref != b.petitioner_ref
    assert a.matter_id != b.matter_id


def test_bad_rows_are_set_aside_with_reason_and_the_rest_goes_in(desk: Desk, tmp_path: Path, now: datetime) -> None:
    bad_date = ["B1", "", "", "", "2026-02-30", "题", "内容", "", "", ""]
    empty = ["B2", "", "", "", "2026-02-03", "-", "—", "", "", ""]
    twice = [*LETTERS[0][:6], "完全不同的内容", "", "", ""]
    formula = ["B3", "", "", "", "", "题", "#REF!", "", "", ""]
    report = run(desk, write(tmp_path, [*LETTERS, bad_date, empty, twice, formula, LETTERS[0]]), now=now)
    assert counts(report) == (4, 0, 1, 4)
    with Path(str(report["quarantine_file"])).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0][:7] == ["文件", "行", "字段", "原因", "建议", "原值", "信访件编号"]
    assert [(row[1], row[2]) for row in rows[1:]] == [
        ("6", "登记日期"),
        ("7", "内容"),
        ("8", "信访件编号"),
        ("9", "内容"),
    ]
    assert "没有“2026-02-30”这一天" in rows[1][3] and "2026-02-28" in rows[1][4]
    assert "没有主题，也没有内容" in rows[2][3]
    assert "信访件编号 X1 在本文件第 2 行已出现，内容不同" in rows[3][3]
    assert "公式错误" in rows[4][3]


def test_nul_and_lone_surrogates_are_dropped(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "信.jsonl"
    file.write_text('{"编号": "1", "内容": "路灯\\u0000不亮\\ud83d，请修"}\n', encoding="utf-8")
    assert counts(run(desk, file, now=now)) == (1, 0, 0, 0)
    assert stored(desk, "1").content == "路灯不亮，请修"


def test_rows_without_number_are_told_by_their_content(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "无号.jsonl"
    rows = [{"id": "", "内容": "路灯不亮"}, {"id": "", "内容": "路灯不亮"}, {"id": "", "内容": "井盖丢失"}]
    file.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    assert counts(run(desk, file, now=now)) == (3, 0, 0, 0)
    assert counts(run(desk, file, now=now)) == (0, 0, 3, 0)


def test_files_of_other_shape_that_share_ids_stay_apart(desk: Desk, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = tmp_path / "a" / "留言.jsonl"
    one.write_text(json.dumps({"留言编号": "1", "留言主题": "路灯", "留言详情": "不亮"}), encoding="utf-8")
    other = tmp_path / "b" / "留言.jsonl"
    other.write_text(json.dumps({"编号": "1", "正文": "井盖"}), encoding="utf-8")
    assert counts(run(desk, one, other, now=now)) == (2, 0, 0, 0)
    assert counts(run(desk, other, one, now=now)) == (0, 0, 2, 0)
    with desk.database.read() as tx:
        assert {i.source for i in find_items(tx, OFFICE)} == {"留言", "留言-2"}


def test_next_months_export_is_the_same_source(desk: Desk, tmp_path: Path, now: datetime) -> None:
    run(desk, write(tmp_path, LETTERS, "2026年3月信访件.csv"), now=now)
    report = run(desk, write(tmp_path, LETTERS[:2], "信访件2026-04(1).csv"), now=now)
    assert counts(report) == (0, 0, 2, 0)
    assert "沿用已保存的列对应" in str(report["notes"])


def test_an_unknown_mapping_is_named_with_those_there_are(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = write(tmp_path, LETTERS)
    run(desk, file, now=now)
    with pytest.raises(NotFound, match="没有名为“省平台”的列对应") as caught:
        run(desk, file, now=now, mapping="省平台")
    assert "信访件" in caught.value.hint


def test_accusations_are_set_aside_and_doubtful_ones_queued(desk: Desk, tmp_path: Path, now: datetime) -> None:
    rows = [
        ["J1", "", "", "", "", "实名举报村支书贪污", "举报某村支书贪污征地款，侵吞集体资产。", "", "", ""],
        ["J2", "", "", "", "", "举报派出所民警", "举报派出所民警的问题。", "", "", ""],
        LETTERS[2],
    ]
    run(desk, write(tmp_path, rows), now=now)
    with desk.database.read() as tx:
        assert [i.source_id for i in find_items(tx, OFFICE)] == ["X3"]
        assert count_items(tx, WORKER, EVERYTHING) == 3
        assert [r.subject for r in reviews(tx, WORKER, "accusation")] == [stored(desk, "J2").id]
    assert stored(desk, "J1").restricted == "accusation"
    assert stored(desk, "J2").restricted == "doubtful"


def test_an_erased_petition_never_comes_back(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = write(tmp_path, LETTERS)
    run(desk, file, now=now)
    with desk.database.write() as tx:
        erase_item(tx, "item:信访件:X4", basis="个人信息保护法第47条", persons=("张三", "李四"), now=now)
    changed = [*LETTERS[:3], [*LETTERS[3][:6], "滨江路另一份内容", "", "", ""]]
    run(desk, write(tmp_path, changed), now=now)
    with desk.database.read() as tx:
        assert not item_by_source_id(tx, WORKER, "X4")
        assert not links_of(tx, WORKER, ["item:信访件:X4"])


def test_a_letter_with_two_demands_has_two_claims(desk: Desk, tmp_path: Path, now: datetime) -> None:
    content = "我是清河苑业主。一、请求尽快办理不动产权证；二、要求物业公司退还多收的物业费。"
    run(desk, write(tmp_path, [["C1", "", "", "", "", "两件事", content, "", "", ""]]), now=now)
    one = stored(desk, "C1")
    with desk.database.read() as tx:
        claims = claims_of(tx, OFFICE, [one.id])[one.id]
    assert [claim.ordinal for claim in claims] == [1, 2]
    assert all(content[claim.start : claim.end] == claim.text for claim in claims)


def test_progress_tells_rate_and_time_left(desk: Desk, tmp_path: Path, now: datetime) -> None:
    told: list[Progress] = []
    run(desk, write(tmp_path, LETTERS), now=now, progress=told.append)
    assert told[-1].done == 4 and told[-1].rate > 0 and "每秒" in told[-1].line


def test_nothing_is_stored_from_a_file_that_cannot_be_read(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "空.csv"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="文件是空的"):
        run(desk, file, now=now)
    with desk.database.read() as tx:
        assert count_items(tx, WORKER, EVERYTHING) == 0


def test_near_texts_of_two_petitioners_at_one_place_are_candidates(desk: Desk, tmp_path: Path, now: datetime) -> None:
    text = "清河苑三期入住六年，开发商一直没有办理首次登记，业主拿不到不动产权证，请住建局和自然资源局解决。"
    rows = [
        ["N1", "甲一", "13812340001", "", "2026-03-01", "办证难", text, "", "", ""],
        ["N2", "乙二", "13812340002", "", "2026-03-20", "办证难", text.replace("六年", "五年"), "", "", ""],
        ["N3", "丙三", "13812340003", "", "2026-09-20", "办证难", text, "", "", ""],
        ["N4", "丁四", "13812340004", "", "2026-03-21", "办证难", text.replace("清河苑", "碧水园"), "", "", ""],
    ]
    run(desk, write(tmp_path, rows[:1]), now=now)
    run(desk, write(tmp_path, rows), now=now)
    with desk.database.read() as tx:
        ids = [f"item:信访件:N{n}" for n in range(1, 5)]
        found = links_of(tx, OFFICE, ids, ("same_matter_candidate",), direction="out")
    assert [(link.source, link.target) for link in found] == [(ids[1], ids[0])]
    assert (found[0].score or 0) > 0.8
    assert len({stored(desk, f"N{n}").matter_id for n in range(1, 5)}) == 4
