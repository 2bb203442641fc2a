from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from core.viewer import OFFICE, WORKER
from ingest.learned_classes import learn_classes
from ingest.petitions import Desk, ingest_petitions
from records.item_reading import item
from records.link_reading import evidence_of, links_of

STORIES = {
    "交通运输": ("滴水湖线的班车总是甩客不停站", "去乡里的班车司机甩客还乱停", "早班车又甩客，等了半天"),
    "教育文体": ("学校食堂逼学生吃托餐", "老师逼学生交托餐钱", "托餐不好吃还逼着学生交"),
}


def write(file: Path, labelled: bool, count: int) -> Path:
    with file.open("w", encoding="utf-8") as out:
        for n in range(count):
            label, stories = list(STORIES.items())[n % 2]
            row = {"编号": str(n), "内容": f"{stories[n // 2 % 3]}，第{n}天了。", "一级分类": label if labelled else ""}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return file


def test_unlabelled_items_learn_from_labelled_ones(desk: Desk, tmp_path: Path, now: datetime) -> None:
    ingest_petitions(desk, [write(tmp_path / "未标.jsonl", False, 8)], now=now, processes=0)
    ingest_petitions(desk, [write(tmp_path / "少.jsonl", True, 150)], now=now, processes=0)
    assert learn_classes(desk.database, lambda _: None, now=now) == 0, "too few to learn from"
    ingest_petitions(desk, [write(tmp_path / "多.jsonl", True, 240)], now=now, processes=0)
    assert learn_classes(desk.database, lambda _: None, now=now) > 0
    assert learn_classes(desk.database, lambda _: None, now=now) == 0
    with desk.database.read() as tx:
        for n in range(8):
            one = item(tx, WORKER, f"item:未标:{n}")
            assert one.issue_code[:2] == ("06", "14")[n % 2]
            (link,) = links_of(tx, OFFICE, [one.id], ("classified_as",), direction="out")
            assert link.target == f"class:{one.issue_code}"
            for proof in evidence_of(tx, OFFICE, one.id, "classified_as", link.target):
                assert getattr(one, proof.field)[proof.start : proof.end] == proof.quote
