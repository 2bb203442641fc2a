"""The controls around a search in a real Chromium: filters that count, comparing, marks, the report, saved searches."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document

from casework.office import Office, open_office
from casework.worker import settle
from core.petition import Item
from core.settings import Settings
from core.viewer import OFFICE
from records.items import save_items
from records.judgments import judgments
from tests.browser.test_pages import UPSTREAM
from tests.chromium import Visitor
from tests.serving import running
from tests.ui.visit import FIRST
from ui import sessions
from ui.wiring import clock

pytestmark = [pytest.mark.service, pytest.mark.slow]

DAY = "2026-11-22"
DEED = "{}的业主入住多年，开发商不办首次登记，不动产权证拿不到，{}。"
ASKED = DEED.format("清河苑", "孩子上学落户都受影响")
MORE = ("孩子上学落户都受影响", "老人看病报销也办不了", "想卖房卖不掉", "贷款批不下来", "多次找过居委会")
NOISE = "{}楼下烧烤摊夜里营业到两点，油烟和吵闹声让人睡不着，望管一管。"


def _letter(number: int, place: str, story: str, **more: object) -> Item:
    text = story.format(place, MORE[number % 5])
    title = f"{place}{'办证难' if story == DEED else '夜市扰民'}"
    fields: dict[str, object] = {
        "id": f"item:s:{number}", "source": "s", "source_id": str(number), "item_no": f"N{number}", "title": title,
        "title_masked": title, "content": text, "content_masked": text, "place_text": place, "state": "concluded",
        "received_at": datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number), "reply": "已督促办理。",
        "reply_masked": "已督促办理。", "outcome": "support" if number % 2 else "explain",
        "petitioner_ref": f"person:{number}", "matter_id": f"matter:{number}",
    }  # fmt: skip
    return Item(**(fields | more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    """Five letters about deeds at one estate and three at another, four about noise; two accounts."""
    home = tmp_path_factory.mktemp("office")
    (home / "settings.toml").write_text(f'today = "{DAY}"\n', encoding="utf-8")
    made = open_office(Settings(home=home, today=DAY))
    deeds = [_letter(n, "清河苑" if n < 5 else "望江花园", DEED) for n in range(8)]
    _arrive(made, *deeds, *(_letter(n, "清河苑", NOISE) for n in range(8, 12)))
    sessions.open_first_accounts(made.database, tuple(FIRST[:2]), now=clock(), client="127.0.0.1")
    yield made
    made.close()


def _arrive(office: Office, *several: Item) -> None:
    with office.database.write() as tx:
        save_items(tx, several)
    settle(office)


@pytest.fixture(scope="module")
def clerk(chromium, office):
    with running(Path(office.home)) as address:
        one = Visitor(chromium, address)
        one.log_in(FIRST[1].name, FIRST[1].password)
        _ask(one)
        yield one
        assert one.outside == []
        one.close()


def _ask(one: Visitor) -> None:
    one.open("/search")
    one.page.get_by_label("来信内容或关键词").fill(ASKED)
    one.presses("检索")
    one.sees("相似度 0.")
    one.settled()


def _shown(one: Visitor) -> str:
    one.settled()
    return one.page.get_by_test_id("stMainBlockContainer").inner_text()


def _options(one: Visitor, name: str) -> list[str]:
    """What a filter offers, each with its number; the list stays open."""
    one.page.get_by_role("combobox", name=name).first.click()
    one.page.get_by_role("option").first.wait_for()
    return one.page.get_by_role("option").all_inner_texts()


def test_filters_count_what_matches_and_narrow_it(clerk):
    clerk.page.get_by_text("筛选", exact=True).click()
    clerk.sees("括号内是与所问相似的件数")
    offered = _options(clerk, "地点")
    assert offered == ["清河苑（5）", "望江花园（3）"], "letters about noise are not counted"
    clerk.page.get_by_role("option", name="望江花园（3）").click()
    clerk.page.keyboard.press("Escape")
    clerk.sees("共 3 件")
    assert re.search(r"（[1-3]）", "".join(_options(clerk, "要素"))), "elements are counted within the place"
    assert not any("（5）" in one for one in clerk.page.get_by_role("option").all_inner_texts())
    clerk.page.get_by_role("option", name=re.compile("业主")).click()
    clerk.page.keyboard.press("Escape")
    clerk.sees("业主（3）")
    _is_open_to_all(clerk)


def test_two_cases_stand_side_by_side_and_a_person_says_whether_they_are_one(clerk, office):
    _ask(clerk)
    clerk.ticks_row(0)
    clerk.settled()
    clerk.ticks_row(1)
    clerk.sees("并排比较")
    clerk.sees("说的是同一件事吗")
    text = _shown(clerk)
    assert "不同" in text and re.search(r"两件都没有登记：.*满意度", text)
    clerk.page.get_by_text("来信全文").click()
    clerk.sees("入住多年")
    _is_open_to_all(clerk)
    clerk.presses("不同")
    clerk.sees("✓ 不同")
    with office.database.read() as tx:
        (said,) = [one for one in judgments(tx, OFFICE) if one.of_pair]
    assert (said.verdict, said.person) == ("not_same", FIRST[1].name)


def test_a_useful_hit_is_marked_and_the_mark_taken_back(clerk):
    _ask(clerk)
    clerk.presses("有用")
    clerk.sees("已记下“有用”")
    clerk.sees("✓ 有用")
    assert "本办反馈" in _shown(clerk)
    clerk.presses("✓ 有用")
    clerk.sees("已撤销")
    assert "✓ 有用" not in _shown(clerk)


def test_the_report_of_a_search_is_a_word_file(clerk):
    _ask(clerk)
    with clerk.page.expect_download() as waited:
        clerk.presses("类案检索报告")
    told = Document(io.BytesIO(Path(waited.value.path()).read_bytes()))
    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in told.paragraphs), *cells])
    assert waited.value.suggested_filename == f"类案检索报告-{DAY}.docx"
    assert "类案检索报告" in text and ASKED in text and "清河苑办证难" in text and FIRST[1].name in text


def test_a_saved_search_says_on_the_workbench_what_is_new(clerk, office):
    _ask(clerk)
    clerk.presses("存下这个检索")
    clerk.sees("已存下")
    _arrive(office, _letter(20, "清河苑", DEED, state="accepted", reply="", reply_masked="", outcome=""))
    clerk.open("/")
    clerk.sees("新增 1 件")
    _is_open_to_all(clerk)
    clerk.page.get_by_role("link", name=re.compile("^清河苑的业主")).click()
    clerk.sees("上次查看以后新增 1 件")
    clerk.sees("清河苑办证难")
    clerk.open("/")
    clerk.sees("存下的检索")
    assert "新增 1 件" not in _shown(clerk)
    clerk.presses("×")
    clerk.sees("没有。在类案检索里点“存下这个检索”。")


def _is_open_to_all(one: Visitor) -> None:
    one.settled()
    faults = Axe().run(one.page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    assert not [fault["id"] for fault in faults if fault["id"] not in UPSTREAM]
