"""The working day of an office, in a real Chromium over the demo office: ask, see what comes back, resolve, reply.

Two people at two windows; nothing they do sends a request out of the machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from casework.load import load_demo
from casework.office import open_office
from core.settings import Settings
from core.viewer import OFFICE
from records.issues import issues
from records.item_finding import ItemFilter, find_items
from tests.chromium import Visitor
from tests.serving import running
from ui import sessions
from ui.sessions import NewAccount
from ui.wiring import clock

pytestmark = [pytest.mark.service, pytest.mark.slow, pytest.mark.timeout(900)]

CLERK = NewAccount(name="办理", password="Banli-2026-x")
LAWYER = NewAccount(name="审核", password="Shenhe-2026-y")
LETTER = """电梯停运求助
尊敬的领导：我是小区的一名业主。我们这栋楼的电梯从上个月起一直停着，物业说换钢丝绳要好几万，维修资金又批不下来。
楼里老人多，上下楼靠爬，请尽快督促修好，谢谢！此致敬礼。联系电话 15400001234"""
NONSENSE = "月球基地第三舱段的量子咖啡机编制批复与星际航线命名争议"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """The demo office, loaded, with its two accounts."""
    folder = tmp_path_factory.mktemp("demo-office")
    office = open_office(Settings(home=folder))
    load_demo(office, tell=lambda text: None)
    sessions.open_first_accounts(office.database, (CLERK, LAWYER), now=clock(), client="127.0.0.1")
    office.close()
    return folder


@pytest.fixture(scope="module")
def address(home):
    with running(home, worker=True) as found:
        yield found


@pytest.fixture(scope="module")
def clerk(chromium, address):
    yield from _somebody(chromium, address, CLERK)


@pytest.fixture(scope="module")
def lawyer(chromium, address):
    yield from _somebody(chromium, address, LAWYER)


def _somebody(chromium, address, account):
    one = Visitor(chromium, address)
    one.log_in(account.name, account.password)
    yield one
    assert one.outside == []
    one.close()


@pytest.fixture(scope="module")
def records(home):
    """The same records, for knowing what should be seen."""
    office = open_office(Settings(home=home))
    yield office.database
    office.close()


def test_a_pasted_letter_finds_precedents_with_outcome_basis_and_why(clerk):
    clerk.open("/search")
    clerk.page.get_by_label("来信内容或关键词").fill(LETTER)
    clerk.presses("检索")
    clerk.sees("相似度 0.")
    card = clerk.page.get_by_test_id("stMainBlockContainer").inner_text()
    assert re.search(r"都提到.*“.*电梯", card)
    assert re.search(r"相似度 0\.\d\d =", card)
    assert "15400001234" not in clerk.page.content().replace(LETTER, "")
    clerk.ticks_row(0)
    clerk.ticks_row(1)
    clerk.sees("并排比较")
    assert "search_text" not in clerk.page.url


def test_nothing_similar_enough_is_said(clerk):
    clerk.open("/search")
    clerk.page.get_by_label("来信内容或关键词").fill(NONSENSE)
    clerk.presses("检索")
    clerk.sees("没有足够相似的已办结件")


def test_what_keeps_coming_back_is_seen_with_members_and_reasons(clerk, records):
    clerk.open("/issues")
    clerk.sees("上次查找")
    with records.read() as tx:
        first = next(one for one in issues(tx, OFFICE, level="pattern") if one.qualified)
    clerk.opens_row(0)
    clerk.sees(first.label)
    clerk.sees("信访方")
    clerk.page.get_by_role("tab", name=re.compile("^成员")).click()
    clerk.sees("确认归入")
    clerk.page.get_by_role("tab", name=re.compile("^问题 × 地点 × 单位")).click()
    clerk.page.get_by_test_id("stDataFrame").first.wait_for()
    clerk.page.get_by_role("tab", name="概览").click()
    clerk.sees("排序分")
    with records.read() as tx:
        event = next(
            one for one in issues(tx, OFFICE, level="event") if any(m.role == "lookalike" for m in one.members)
        )
    clerk.open(f"/issue?id={event.id}")
    clerk.page.get_by_role("tab", name=re.compile("^相似未归入")).click()
    clerk.page.get_by_test_id("stDataFrame").first.wait_for()


def test_one_measure_resolves_many_cases_with_a_second_persons_check(clerk, lawyer, records):
    with records.read() as tx:
        issue = next(one for one in issues(tx, OFFICE, level="pattern") if one.qualified)
    clerk.open(f"/issue?id={issue.id}")
    clerk.presses("批量办理")
    clerk.sees("选入的每一件都有去处")
    batch = clerk.page.url.removeprefix(clerk.address)
    clerk.presses("选好了，下一步")
    _prepare(clerk)
    clerk.sees("法律审核须由另一人进行")
    clerk.open(batch)
    clerk.sees("法律审核须由另一人进行")
    lawyer.open(batch)
    lawyer.page.get_by_label("审核意见").fill("依据现行有效，同意。")
    lawyer.presses("审核通过")
    lawyer.sees("文书预览")
    clerk.open(batch)
    clerk.sees("文书预览")
    clerk.presses("预览无误，下一步")
    clerk.presses("执行")
    clerk.sees("下载台账")
    _papers(clerk, {member.item_id for member in issue.members if member.role == "member"})


def _prepare(clerk):
    page = clerk.page
    page.get_by_label("原因说明").fill("办理环节缺少牵头单位，资料互为前置。")
    page.get_by_label("措施名称").fill("容缺受理办法")
    page.get_by_label("措施内容").fill("先受理、后补件，一处一案。")
    page.get_by_label("文号").fill("青政办〔2026〕31号")
    page.get_by_label("作出措施的单位").click()
    page.get_by_role("option").first.click()
    clerk.presses("保存，下一步")
    clerk.sees("可用字段")
    clerk.presses("保存，提交法律审核")


def _papers(clerk, members: set[str]):
    page = clerk.page
    with page.expect_download() as ledger:
        clerk.presses("下载台账")
    rows = CalamineWorkbook.from_path(str(ledger.value.path())).get_sheet_by_index(0).to_python()
    numbers = {row[1] for row in rows[2:] if row[1]}
    assert len(numbers) == len(members)
    page.get_by_label("打印理由").fill("送达办理进展告知书")
    page.get_by_label("打印理由").press("Enter")
    page.get_by_role("button", name="下载文书").and_(page.locator(":enabled")).wait_for()
    with page.expect_download() as notices:
        clerk.presses("下载文书")
    with zipfile.ZipFile(notices.value.path()) as pack:
        names = [name for name in pack.namelist() if name.endswith(".docx")]
        text = "\n".join(line.text for line in Document(io.BytesIO(pack.read(names[0]))).paragraphs)
    assert names
    assert "容缺受理办法" in text
    assert "{{" not in text


def test_a_case_is_answered_from_a_precedent_and_the_draft_survives_a_reload(clerk, records):
    with records.read() as tx:
        case = find_items(tx, OFFICE, ItemFilter(concluded=False), order="due", limit=1)[0]
    clerk.open("/")
    clerk.sees("件，第 1/")
    clerk.opens_row(0)
    clerk.sees(case.item_no or case.source_id)
    clerk.page.get_by_test_id("stDataFrame").first.wait_for()
    clerk.page.get_by_role("tab", name="适用法规").click()
    clerk.sees("与来信内容相关")
    clerk.page.get_by_role("tab", name="图谱").click()
    clerk.page.get_by_test_id("stEChartsChart").first.wait_for()
    clerk.page.get_by_role("tab", name="类案").click()
    clerk.sees("为什么相似")
    clerk.page.get_by_role("tab", name="答复草稿").click()
    clerk.presses("由此起草答复")
    draft = clerk.page.get_by_label("草稿", exact=True)
    draft.wait_for()
    expect(draft).to_have_value(re.compile("系统辅助生成"), timeout=60_000)
    draft.fill("经核实，现答复如下：已安排维修。")
    clerk.presses("保存草稿")
    clerk.sees("草稿已保存")
    clerk.page.reload()
    clerk.settled()
    clerk.page.get_by_role("tab", name="答复草稿").click()
    # the field is drawn before its text arrives
    expect(clerk.page.get_by_label("草稿", exact=True)).to_have_value(
        "经核实，现答复如下：已安排维修。", timeout=60_000
    )
