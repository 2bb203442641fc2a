"""An office of a few cases for the tests of the screens, over real records in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from casework.office import Office
from core.petition import Item, Node, Person, Unit
from core.statute import ArticleText, Regulation, RegulationVersion
from records.issues import IssueMember, StoredIssue, save_issues
from records.items import save_items
from records.law import save_regulation
from records.nodes import put_nodes
from records.units import save_units
from records.vault import store_person
from ui import wiring

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=wiring.SHANGHAI)
SECRET = "item:a:secret"


@contextmanager
def opened(home: Path) -> Iterator[Office]:
    """The office of this process, over `home`; closed and forgotten afterwards."""
    wiring.the_office.cache_clear()
    office = wiring.the_office()
    try:
        yield office
    finally:
        office.close()
        wiring.the_office.cache_clear()


def furnish(office: Office) -> None:
    """Three cases, one accusation, a unit, a place, a regulation."""
    with office.database.write() as tx:
        save_units(tx, [Unit(id="unit:zj", code="zj", name="住房和城乡建设局", aliases=("住建局",))])
        ref = store_person(tx, office.vault, Person(name="欧阳示例", phone="15400000001"))
        save_items(
            tx,
            [
                _item("1", "清河苑电梯停运", due_on=date(2026, 11, 18), petitioner_ref=ref, unit_id="unit:zj"),
                _item("2", "清河苑电梯又停了", due_on=date(2026, 11, 25)),
                _item("3", "*电梯* [维修](http://x)", state="concluded", reply="已修复。", reply_masked="已修复。"),
                _item("secret", "举报某局", restricted="accusation"),
            ],
        )
        save_issues(tx, [_issue()], now=NOW)
        put_nodes(tx, [Node(id="place:清河苑", kind="place", name="清河苑")])
        save_regulation(
            tx,
            Regulation(id="regulation:示例条例", title="示例条例"),
            RegulationVersion(
                regulation_id="regulation:示例条例",
                source="test",
                source_doc_id="d1",
                title="示例条例",
                document_no="示令〔2020〕1号",
                effective=date(2020, 1, 1),
            ),
            [_article(n) for n in range(1, 4)],
            now=NOW,
        )


def _issue() -> StoredIssue:
    weekly = [["2026-11-09", 1], ["2026-11-16", 2]]
    return StoredIssue(
        id="issue:1",
        level="pattern",
        label="电梯停运",
        rank=0.4,
        qualified=True,
        first_on=date(2026, 11, 10),
        last_on=date(2026, 11, 20),
        facts={
            "sides": 2,
            "trend": {"weekly": weekly, "period_days": 30, "this_period": 3, "last_period": 0},
            "breakdown": {
                "places": [{"id": "place:清河苑", "label": "清河苑", "count": 2}],
                "cells": [{"class_code": "", "place": "清河苑", "unit": "住建局", "count": 2}],
            },
            "weights": [{"name": "volume", "label": "涉及面", "value": 0.4, "weight": 1.0, "note": "2 方"}],
        },
        members=(
            IssueMember(item_id="item:a:1", reason="都说到“电梯”", score=0.9),
            IssueMember(item_id="item:a:2", reason="都说到“电梯”", score=0.8),
            IssueMember(item_id="item:a:3", role="lookalike", reason="地点不同", score=0.5),
        ),
    )


def _item(source_id: str, title: str, **fields: object) -> Item:
    text = f"{title}，请尽快处理。联系人欧阳示例。"
    values: dict[str, object] = {
        "id": f"item:a:{source_id}",
        "source": "a",
        "source_id": source_id,
        "title": title,
        "title_masked": title,
        "content": text,
        "content_masked": text.replace("欧阳示例", "欧阳某某"),
        "received_at": NOW,
    }
    return Item(**(values | fields))  # type: ignore[arg-type]


def _article(number: int) -> ArticleText:
    return ArticleText(
        id=f"article:示例条例:{number}",
        regulation_id="regulation:示例条例",
        number=number,
        sub=0,
        text=f"示例内容第{number}。",
        ordinal=number,
    )
