"""Every page in a real Chromium: nothing leaves the machine, nothing English is left, nothing shuts anyone out."""

from __future__ import annotations

import http.client

import pytest
from axe_playwright_python.sync_playwright import Axe
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from casework.batch import steps
from casework.office import open_office
from core.settings import Settings
from core.viewer import Viewer
from tests.chromium import Visitor
from tests.serving import running
from tests.ui.office import NOW, furnish
from tests.ui.visit import FIRST

pytestmark = [pytest.mark.service, pytest.mark.slow]

PAGES = {
    "workbench": ("/", "工作台"),
    "search": ("/search", "类案检索"),
    "case": ("/case?id=item:a:1", "清河苑电梯停运"),
    "law": ("/law?article=article:示例条例:2", "示例内容第2"),
    "act": ("/law?act=regulation:示例条例", "历次版本"),
    "versions": ("/versions?old=regulation:示例条例", "新旧对照"),
    "acts": ("/acts", "必备法规"),
    "check": ("/check", "依据核对"),
    "stale": ("/stale", "失效依据"),
    "gaps": ("/gaps", "制度空白"),
    "radar": ("/radar", "只看事、不看人"),
    "duties": ("/duties", "权责不清"),
    "splits": ("/splits", "条文拆分核对"),
    "names": ("/names", "名称核对"),
    "quality": ("/quality", "检索质量"),
    "doubts": ("/doubts", "检举控告判定"),
    "issues": ("/issues", "上次查找"),
    "issue": ("/issue?id=issue:1", "排序分 0.40"),
    "batch": ("/batch?id=BATCH", "选入的每一件都有去处"),
    "graph": ("/graph?id=item:a:1", "个节点"),
    "batches": ("/batches", "批量办理"),
    "import": ("/import", "数据导入与运行状态"),
}
# Faults of the framework's own markup: sections of its navigation are lists without list parents.
UPSTREAM = {"list", "listitem", "aria-allowed-role"}
ENGLISH = r"""() => {
    const own = '[data-testid=stMarkdownContainer] code, [data-testid=stIconMaterial], canvas, script, style, svg';
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        if (element.children.length || element.closest(own) || !element.checkVisibility()) continue;
        const text = (element.textContent || '').trim();
        if (/^[A-Za-z]{3,}[A-Za-z ,.'’]*$/.test(text)) found.push(text);
    }
    return found;
}"""
# Words that are names everywhere: file types, and the letters a source may be called by.
NAMES = {"CSV", "TSV", "TXT", "XLSX", "XLS", "JSONL", "GZ", "Neo"}


@pytest.fixture(scope="module")
def visitor(chromium, tmp_path_factory):
    """Somebody logged in to an office of a few cases, after the first start in the same window."""
    home = tmp_path_factory.mktemp("office")
    batch = _furnished(home)
    with running(home) as address:
        one = Visitor(chromium, address)
        one.page.goto(f"{address}/")
        one.sees("首次启动")
        for key, account in zip(("one", "two"), FIRST, strict=True):
            one.page.fill(f"#{key}_name", account.name)
            one.page.fill(f"#{key}_password", account.password)
            one.page.fill(f"#{key}_again", account.password)
        one.page.click("button[type=submit]")
        one.log_in(FIRST[0].name, FIRST[0].password)
        one.batch = batch  # the address of the one batch there is
        yield one
        one.close()


def _furnished(home) -> str:
    office = open_office(Settings(home=home))
    furnish(office)
    batch = steps.open_batch(office, Viewer(name=FIRST[0].name), "issue:1", now=NOW)
    office.close()
    return batch


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_chinese_open_to_all_and_stays_at_home(visitor, name):
    path, content = PAGES[name]
    visitor.open(path.replace("BATCH", visitor.batch))
    visitor.sees(content)
    assert visitor.page.get_by_test_id("stException").count() == 0
    assert "页面出错" not in visitor.page.content()
    assert not [text for text in visitor.page.evaluate(ENGLISH) if text not in NAMES]
    faults = Axe().run(visitor.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    serious = [one for one in faults.response["violations"] if one["id"] not in UPSTREAM]
    assert not serious, [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in serious]
    assert visitor.outside == []


def test_the_login_page_shuts_nobody_out(chromium, visitor):
    stranger = Visitor(chromium, visitor.address)
    stranger.page.goto(f"{visitor.address}/case?id=item:a:1")
    stranger.sees("登录")
    assert stranger.page.url.endswith("/login?next=%2Fcase%3Fid%3Ditem%3Aa%3A1")
    assert not Axe().run(stranger.page).response["violations"]
    stranger.page.fill("#name", FIRST[1].name)
    stranger.page.fill("#password", FIRST[1].password)
    stranger.page.click("button[type=submit]")
    stranger.sees("清河苑电梯停运")
    stranger.page.get_by_text("退出登录").click()
    stranger.sees("登录")
    stranger.page.goto(f"{visitor.address}/")
    assert "/login" in stranger.page.url
    stranger.close()


def test_an_unknown_page_says_so_in_chinese(visitor):
    visitor.page.goto(f"{visitor.address}/nowhere")
    visitor.sees("页面不存在或无权访问")


def test_what_is_masked_asks_for_a_reason_first(visitor):
    visitor.open("/case?id=item:a:1")
    visitor.sees("清河苑电梯停运")
    assert "欧阳示例" not in visitor.page.content()
    visitor.presses("显示原文与信访人")
    visitor.sees("写入审计记录")
    visitor.page.get_by_role("button", name="显示", exact=True).click()
    visitor.sees("请写明理由")
    visitor.page.get_by_label("理由").fill("电话核实诉求")
    visitor.page.get_by_role("button", name="显示", exact=True).click()
    visitor.sees("154")
    assert "欧阳示例" in visitor.page.content()
    visitor.open("/case?id=item:a:1")
    visitor.sees("清河苑电梯停运")
    assert "欧阳示例" not in visitor.page.content()


def test_the_search_box_leads_to_a_case_by_its_number(visitor):
    visitor.open("/")
    visitor.page.get_by_label("全局搜索").fill("2")
    visitor.page.get_by_label("全局搜索").press("Enter")
    visitor.sees("清河苑电梯又停了，请尽快处理")
    assert "id=item%3Aa%3A2" in visitor.page.url


def test_nobody_gets_in_by_naming_themselves(visitor):
    """The real app, spoken to directly: pages, files, metrics and sockets, with headers that lie."""
    lies = {"x-pg-session": "anything", "x-pg-user": "root", "X-PG-Role": "admin"}
    for path, asked in (
        ("/", "text/html"),
        ("/media/x.docx", "*/*"),
        ("/_stcore/metrics", "*/*"),
        ("/static/x.js", "*/*"),
    ):
        line = http.client.HTTPConnection(visitor.address.removeprefix("http://"))
        line.request("GET", path, headers={**lies, "accept": asked})
        assert line.getresponse().status == (303 if asked == "text/html" else 401)
        line.close()
    stream = visitor.address.replace("http", "ws") + "/_stcore/stream"
    for headers in (lies, {**lies, "cookie": "pg_session=forged"}):
        with pytest.raises(InvalidStatus) as refused, connect(stream, additional_headers=headers):
            pass
        assert refused.value.response.status_code == 403
