"""The files of the demo office: letters as csv, handling steps as csv, the truth as jsonl."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from data.demo.draft import Draft
from data.demo.places import County

COLUMNS = (
    "信访编号",
    "信访日期",
    "登记日期",
    "信访形式",
    "姓名",
    "证件号",
    "联系电话",
    "住址",
    "标题",
    "诉求内容",
    "问题属地",
    "内容分类",
    "信访目的",
    "信访人数",
    "是否联名",
    "被反映单位",
    "责任单位",
    "信访件状态",
    "限办截止时间",
    "办理结果",
    "答复意见",
    "答复日期",
    "满意度",
    "退回单位",
)


def letter_row(draft: Draft, county: County) -> dict[str, str]:
    """The row of one letter with the headers an office exports; dates in two spellings, as offices have them."""
    slashes = int(draft.number[-3:]) % 9 == 0
    return {
        "信访编号": draft.number,
        "信访日期": _moment(draft.at, slashes),
        "登记日期": _moment(draft.registered, slashes),
        "信访形式": draft.channel,
        "姓名": draft.person.name or "匿名",
        "证件号": draft.person.id_no,
        "联系电话": draft.person.phone,
        "住址": draft.person.address,
        "标题": draft.title,
        "诉求内容": draft.text,
        "问题属地": f"{county.name}{draft.place.township}",
        "内容分类": _class(draft),
        "信访目的": draft.situation.purpose,
        "信访人数": str(draft.people),
        "是否联名": "是" if draft.joint else "否",
        "被反映单位": draft.respondent,
        "责任单位": draft.unit,
        "信访件状态": draft.state,
        "限办截止时间": draft.due.isoformat() if draft.due else "",
        "办理结果": draft.outcome,
        "答复意见": draft.reply,
        "答复日期": _moment(draft.replied, slashes),
        "满意度": draft.rating,
        "退回单位": draft.returned,
    }


def step_rows(draft: Draft) -> list[dict[str, str]]:
    """The handling steps of one letter."""
    return [
        {"信访编号": draft.number, "时间": f"{s.at:%Y-%m-%d %H:%M:%S}", "环节": s.step, "单位": s.unit, "说明": s.note}
        for s in draft.steps
    ]


def write_csv(file: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Writes `rows` as UTF-8 csv with the keys of the first row as header."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_lines(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Writes `rows` as one JSON object a line."""
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    file.write_text(text, encoding="utf-8")


def _class(draft: Draft) -> str:
    levels = draft.situation.path.split("/")
    place = int(draft.number[-2:])
    if place % 17 == 0:
        return ""
    if place % 7 == 0:
        return levels[0]
    return "/".join(levels[:2]) if place % 11 == 0 else "/".join(levels)


def _moment(at: datetime | None, slashes: bool) -> str:
    if at is None:
        return ""
    return f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}" if slashes else f"{at:%Y-%m-%d %H:%M:%S}"
