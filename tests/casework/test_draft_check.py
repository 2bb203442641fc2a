"""The draft check: each thing that may be wrong is found at its place, and what is right is left alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from casework.draft_check import DraftCheck, check_draft, read_draft
from casework.office import Office
from core.errors import InputError, NotFound
from core.petition import Claim, Unit
from core.statute import Member, Package
from records.claims import replace_claims
from records.items import save_items
from records.packages import save_package
from records.units import save_units
from tests.casework.acts import save_act, save_parking
from tests.casework.offices import NOW, PREPARER, letter, office_with

FINE = """关于停车收费问题的处理意见书
张明先生：
您反映的停车收费没有公示的问题收悉。经调查，该停车场入口处没有公示收费标准。
根据《停车场管理条例》第三条“停车场经营者应当在入口处公示收费标准，并开具电子票据”的规定，已责令其公示。
如不服本意见，可自收到本意见书之日起30日内向青湄县人民政府申请复查。
青湄县城市管理局
2026年11月20日"""
ITEM = "item:demo:1"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An act in two versions, an act of another county, a paper that is not public, and cases of three kinds."""
    content = "停车场入口处没有公示收费标准，要求公示。"
    items = [
        letter(1, content=content, content_masked=content, title_masked="停车收费", unit_id="unit:CG",
               region_text="浙江省青湄县", received_at=datetime(2026, 9, 1, tzinfo=UTC)),
        letter(2, claim_class="suggestion"),
        letter(3, received_at=datetime(2023, 9, 1, tzinfo=UTC)),
    ]  # fmt: skip
    office = office_with(tmp_path, items)
    with office.database.write() as tx:
        above = Unit(id="unit:XZF", code="XZF", name="青湄县人民政府")
        own = Unit(id="unit:CG", code="CG", name="青湄县城市管理局", parent="unit:XZF")
        save_units(tx, [above, own])
        save_parking(tx)
        save_act(tx, "湖州市犬只管理条例", {1: "养犬应当登记。"}, date(2020, 1, 1), region="浙江省湖州市")
        save_act(tx, "信访工作内部规程", {1: "来信当日登记。"}, date(2020, 1, 1), public=False)
        save_act(
            tx, "旧摊点办法", {1: "摊点按划定地点摆放。"}, date(2001, 1, 1), ended=date(2022, 1, 1), end_kind="repealed"
        )
        save_act(tx, "要旨条例", {1: "车位须登记。"}, date(2020, 1, 1), text_kind="digest")
    yield office
    office.close()


def check(office: Office, text: str, **how: Any) -> DraftCheck:
    return check_draft(office, PREPARER, text, on=how.pop("on", date(2026, 11, 20)), **how)


def codes(done: DraftCheck) -> list[str]:
    return [f.code for f in done.findings]


def test_a_sound_opinion_has_no_finding(office: Office) -> None:
    done = check(office, FINE, item_id=ITEM)
    assert done.findings == (), done.findings
    assert (done.paper, done.owed) == ("opinion", "yes")


def test_a_wrong_word_in_a_quotation_is_shown_by_characters(office: Office) -> None:
    done = check(office, FINE.replace("电子票据", "纸质票据"), item_id=ITEM)
    assert codes(done) == ["quote_differs"]
    found = done.findings[0]
    assert ("deleted", "纸质") in found.pieces and ("inserted", "电子") in found.pieces
    assert done.text[found.start : found.end].startswith("“停车场经营者")


def test_a_quotation_of_something_else_and_from_another_paragraph(office: Office) -> None:
    text = "根据《停车场管理条例》第三条规定：“本店概不赊账谢绝还价”，现答复如下。"
    assert codes(check(office, text)) == ["quote_elsewhere"]
    text = "《停车场管理条例》第四条第一款规定：“主管部门公布抽查结果，并有下列职责”。"
    assert codes(check(office, text, on=date(2020, 1, 1))) == ["quote_other_paragraph"]
    text = "《停车场管理条例》第四条第二款规定：“主管部门公布抽查结果，并有下列职责……依法处罚”。"
    assert codes(check(office, text, on=date(2020, 1, 1))) == []


def test_words_of_an_older_version_are_told_as_that(office: Office) -> None:
    text = "《停车场管理条例》第三条规定：“夜间停放的货车应当熄火，不得鸣笛”。"
    assert codes(check(office, text)) == ["quote_of_old_version"]
    assert codes(check(office, text, on=date(2020, 1, 1))) == []


def test_a_digest_is_never_what_words_are_held_against(office: Office) -> None:
    found = check(office, "《要旨条例》第一条规定：“车位应当依法登记方可出租”。").findings
    assert [(f.code, f.severity) for f in found] == [("quote_unchecked", "hint")]


@pytest.mark.parametrize(
    ("cited", "code", "severity"),
    [
        ("《停车场管理条例》第九条", "no_such_article", "error"),
        ("《停车场管理条例》第三条第二款", "no_such_paragraph", "error"),
        ("《停车场管理条例》第三条第五项", "no_such_item", "error"),
        ("《没有的条例》第一条", "unknown_law", "warning"),
        ("《停车厂管理条例》第一条", "misspelt", "error"),
        ("《旧摊点办法》第一条", "not_in_force", "error"),
        ("《湖州市犬只管理条例》第一条", "other_region", "error"),
        ("《信访工作内部规程》第一条", "not_public", "warning"),
    ],
)
def test_each_kind_of_bad_citation(office: Office, cited: str, code: str, severity: str) -> None:
    text = FINE.replace("青湄县城市管理局\n", f"另依据{cited}处理。\n青湄县城市管理局\n")
    done = check(office, text, item_id=ITEM)
    assert [(f.code, f.severity) for f in done.findings] == [(code, severity)], done.findings
    assert done.text[done.findings[0].start : done.findings[0].end] == cited


def test_old_law_may_be_right_for_old_conduct(office: Office) -> None:
    with office.database.write() as tx:
        save_act(tx, "摊点规定", {1: "摊点按号摆放。"}, date(2010, 1, 1), ended=date(2024, 1, 1), end_kind="repealed")
    found = check(office, "依据《摊点规定》第一条处理。", item_id="item:demo:3").findings
    assert ("ended_since", "warning") in [(f.code, f.severity) for f in found]
    assert [f.code for f in check(office, "依据《摊点规定》第一条处理。").findings] == ["not_in_force"]


def test_a_version_the_library_does_not_have_is_told_as_that(office: Office) -> None:
    found = check(office, "依据《停车场管理条例》第一条处理。", on=date(2012, 5, 1)).findings
    assert [(f.code, f.severity) for f in found] == [("no_version_then", "hint")]


def test_a_document_number_that_was_superseded(office: Office) -> None:
    with office.database.write() as tx:
        old = Member(role="notice", title="旧通知", file="a.md", document_no="青政发〔2018〕3号")
        save_package(tx, Package(id="package:old", title="旧办法", members=(old,)), {}, now=NOW)
        save_package(tx, Package(id="package:new", title="新办法", replaces=("package:old",)), {}, now=NOW)
    found = check(office, "按照青政发〔2018〕3号文件办理。").findings
    assert "superseded_number" in [f.code for f in found]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "remedy_missing"),
        ("如不服本意见，可自收到之日起60日内向青湄县人民政府申请复查。", "remedy_days"),
        ("如不服本意见，可向青湄县人民政府申请复查。", "remedy_days"),
        ("如不服本意见，可自收到之日起30个工作日内向青湄县人民政府申请复查。", "remedy_days"),
        ("如不服本意见，可自收到之日起30日内向青湄县城市管理局申请复查。", "remedy_body"),
        ("如不服本意见，可自收到之日起30日内向青湄县信访局申请复查。", "remedy_body"),
        ("如不服本意见，可自收到之日起30日内申请复查。", "remedy_body"),
        ("如不服本意见，可自收到之日起30日内向青湄县人民政府申请复核。", "remedy_other_stage"),
    ],
)
def test_what_may_be_wrong_with_the_remedy_line(office: Office, line: str, code: str) -> None:
    right = "如不服本意见，可自收到本意见书之日起30日内向青湄县人民政府申请复查。\n"
    assert codes(check(office, FINE.replace(right, line + "\n"), item_id=ITEM)) == [code]


def test_the_remedy_line_only_where_it_is_owed(office: Office) -> None:
    second = FINE.replace("处理意见书", "复查意见书").replace("申请复查", "申请复核")
    assert codes(check(office, second, item_id=ITEM)) == []
    assert "remedy_not_owed" in codes(check(office, FINE, item_id="item:demo:2"))
    with office.database.write() as tx:
        elsewhere = Claim(id="c1", item_id=ITEM, ordinal=1, text="要求公示", route="labour_arbitration")
        replace_claims(tx, [ITEM], [elsewhere])
    assert "remedy_not_owed" in codes(check(office, FINE, item_id=ITEM))
    last = FINE.replace("处理意见书", "复核意见书")
    assert codes(check(office, last)) == ["remedy_after_recheck"]
    measured = "经复查，工地已停工；面积以测绘单位复核结果为准。"
    assert codes(check(office, measured)) == []
    assert codes(check(office, "如对本处理意见不服，可依法申请行政复议。")) == ["remedy_not_reviewable"]
    assert codes(check(office, "对该处罚决定不服的，当事人可依法申请行政复议。")) == []


def test_demands_that_are_not_touched(office: Office) -> None:
    content = "一、请求查处夜间施工噪声；二、请求退还物业费押金；三、要求公示电梯维修基金。"
    with office.database.write() as tx:
        save_items(tx, [letter(7, content=content, content_masked=content)])
    found = check(office, "夜间施工噪声已经查处，电梯维修基金已公示。", item_id="item:demo:7").findings
    assert [(f.code, f.quote) for f in found] == [("demand_unanswered", "二、请求退还物业费押金；")]


def test_personal_data_gaps_and_notes(office: Office) -> None:
    text = (
        "张明先生：\n经查，王建国先生（手机13912345678）确有违建。您的身份证号[身份证号]已核。"
        "联系电话：0571-8888123。{{单位}}于    年  月  日答复。注意：《甲法》第一条 已废止，须改引现行依据。"
    )
    found = {(f.code, f.quote) for f in check(office, text).findings}
    assert {("personal_data", "王建国"), ("personal_data", "13912345678"), ("placeholder", "[身份证号]")} <= found
    assert ("placeholder", "{{单位}}") in found
    assert not any(quote in ("张明", "0571-8888123") for _, quote in found)
    assert "office_note" in {code for code, _ in found}


def test_an_opinion_without_any_basis(office: Office) -> None:
    assert "no_basis" in codes(check(office, "处理意见书\n经查属实，已整改。"))


def test_files(office: Office, tmp_path: Path) -> None:
    document = Document()
    for line in FINE.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "意见.docx"))
    (tmp_path / "意见.txt").write_text(FINE, encoding="gb18030")
    assert read_draft(tmp_path / "意见.docx") == read_draft(tmp_path / "意见.txt") == FINE
    (tmp_path / "坏.docx").write_bytes(b"no")
    with pytest.raises(InputError, match=r"坏\.docx"):
        read_draft(tmp_path / "坏.docx")
    with pytest.raises(NotFound):
        check(office, FINE, item_id="item:demo:99")


def test_long_texts_without_a_line_break_are_read_in_time(office: Office) -> None:
    begun = time.perf_counter()
    check(office, "不服此意见可申请复查" * 20_000 + "“" + "根据规定，" * 60_000)
    assert time.perf_counter() - begun < 30


def test_a_named_edition_is_judged_by_its_own_words_and_dates(office: Office) -> None:
    text = "《停车场管理条例》（2015年公布）第三条规定：“夜间停放的货车应当熄火，不得鸣笛”。"
    assert codes(check(office, text)) == ["not_in_force"]
    assert codes(check(office, text, on=date(2020, 1, 1))) == []


def test_words_of_the_first_act_of_a_list(office: Office) -> None:
    text = (
        "根据《停车场管理条例》第三条、《湖州市犬只管理条例》（以下简称《犬只条例》）第一条的规定，"
        "“停车场经营者应当在入口处公示收费标准，并开具电子票据”。"
    )
    assert codes(check(office, text)) == []


def test_how_the_matter_came_here_is_no_remedy_line(office: Office) -> None:
    end = "本意见为终局意见。\n青湄县人民政府\n2026年11月20日"
    text = "复核意见书\n张明：你不服县城管局的复查意见，向本机关提出复核申请，本机关已受理。\n"
    text += "依据《停车场管理条例》第三条，维持。\n"
    assert "remedy_after_recheck" not in codes(check(office, text + end))
    assert "remedy_after_recheck" in codes(check(office, text + "如不服，可于30日内向上一级机关申请复核。\n" + end))
    text = "您好，您反映的问题已转办。如对本意见不服，可自收到之日起30日内向上一级机关申请复查。"
    assert codes(check(office, text)) == ["remedy_perhaps_not_owed"]
