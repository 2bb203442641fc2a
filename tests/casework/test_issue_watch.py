"""A new letter waits at the known issue it looks like within seconds; one about another place does not."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from casework import common_issues, issue_arrivals
from casework.issue_watch import IssueWatch
from casework.projections import Projections
from casework.worker import work
from core.viewer import OFFICE
from records.issues import issues
from records.items import save_items, update_item
from tests.casework.offices import NOW, PREPARER, TODAY, letter, office_with

AROUND = ("住了多年。", "邻居都知道。", "去过几次也没有用。", "盼着早点办好。", "一家老小都受影响。")


def about(number: int, place: str, matter: str, body: str, **more: object):
    text = f"{AROUND[number % 5]}{place}{body}{AROUND[(number + 2) % 5]}"
    title = f"{place}{matter}"
    told = {"title": title, "title_masked": title, "content": text, "content_masked": text, "place_text": place}
    return letter(number, petitioner_ref=f"p{number}", **(told | more))


DEEDS = ("产权证办不下来", "交房已经多年，竣工备案没有完成，登记中心不肯收件，孩子上学和贷款都受影响。")
NOISE = ("夜间施工噪音扰民", "工地凌晨还在打桩浇筑，老人孩子整夜无法入睡，多次拨打电话都没有人管。")


@pytest.fixture
def office(tmp_path: Path):
    first = [about(n, "兰溪苑", *DEEDS) for n in range(5)] + [about(n, "清河路工地", *NOISE) for n in range(5, 10)]
    opened = office_with(tmp_path, first)
    apply_search(opened)
    common_issues.discover_all(opened, today=TODAY, now=NOW)
    yield opened
    opened.close()


def apply_search(opened) -> None:
    projections = Projections(opened)
    while projections.words() or projections.vectors():
        pass
    opened.index.close()


def deeds(office) -> str:
    with office.database.read() as tx:
        return next(one.id for one in issues(tx, OFFICE, level="event") if "兰溪" in one.label)


def arrive(office, *several) -> dict[str, list[str]]:
    with office.database.write() as tx:
        save_items(tx, several, lane="interactive")
    apply_search(office)
    watch = IssueWatch(office)
    watch()
    found: dict[str, list[str]] = {}
    for one in issue_arrivals.arrivals(office, OFFICE):
        found.setdefault(one.issue_id, []).append(one.item_id)
    return found


def test_the_like_waits_and_the_look_alike_does_not(office) -> None:
    found = arrive(
        office,
        about(20, "兰溪苑", *DEEDS),
        about(21, "锦绣家园", *DEEDS),
        about(22, "兰溪苑", "楼下餐馆油烟直排", "饭店没有烟道，油烟味道整天往屋里灌，窗户都不敢打开。"),
        about(23, "兰溪苑", *DEEDS, restricted="accusation"),
    )
    assert found[deeds(office)] == ["item:demo:20"]
    assert not any("item:demo:22" in items or "item:demo:23" in items for items in found.values())


def test_what_a_person_kept_out_is_not_proposed_again(office) -> None:
    fresh = about(20, "兰溪苑", *DEEDS)
    issue_id = deeds(office)
    assert arrive(office, fresh)[issue_id]
    out = common_issues.Verdict(item_id=fresh.id, belongs=False, reason="另一期")
    common_issues.decide_case(office, PREPARER, issue_id, out, now=NOW)
    with office.database.write() as tx:
        update_item(tx, fresh.id, state="in_handling")
    assert fresh.id not in arrive(office).get(issue_id, [])


def test_a_letter_that_becomes_an_accusation_waits_no_more(office) -> None:
    assert arrive(office, about(20, "兰溪苑", *DEEDS))
    with office.database.write() as tx:
        update_item(tx, "item:demo:20", restricted="accusation")
    assert arrive(office) == {}


def test_the_running_worker_does_it_within_seconds(office) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(office,), kwargs={"stop": stop})
    worker.start()
    try:
        time.sleep(1.5)
        with office.database.write() as tx:
            save_items(tx, [about(20, "兰溪苑", *DEEDS)], lane="interactive")
        begun = time.monotonic()
        while not issue_arrivals.arrivals(office, OFFICE) and time.monotonic() < begun + 60:
            time.sleep(0.1)
        assert [one.item_id for one in issue_arrivals.arrivals(office, OFFICE, deeds(office))] == ["item:demo:20"]
    finally:
        stop.set()
        worker.join()
