"""`cli.py issues cross-unit|consistency|bursts|places|gaps|effect`: lists for policy staff and supervision."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer

from casework import issue_life
from casework.consistency import Inconsistent, inconsistent
from casework.cross_unit import CrossUnit, cross_unit, cross_unit_of
from casework.issue_bursts import DAYS, Burst, bursts
from casework.issue_effect import effects
from casework.issue_gaps import MANY, issue_gaps
from casework.place_rollup import LEVEL_LABELS, Level, rollup
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.dates import read_day
from core.errors import InputError
from core.periods import pair_of
from core.vocabulary import label
from issues.bursts import VERDICT_LABELS
from records.item_finding import ItemFilter

app = Commands()
OfLevel = Annotated[str, typer.Option("--level", help="event 单一事件，pattern 共性规律")]
Day = Annotated[str, typer.Option(help="日期，例如 2026-10-01")]
Several = Annotated[list[str] | None, typer.Option(help="可写多个")]


@app.command("cross-unit")
def tell_cross_unit(
    issue_id: Annotated[str, typer.Argument(help="共性问题编号或序号；不写则列出全部")] = "",
    level: OfLevel = "event",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """同一问题落在几个单位、几个分类下，以及退回经过（权责不清清单），退回多的在前。"""
    with office_at(home) as office:
        viewer = named(office, person)
        if issue_id:
            found = [cross_unit_of(office, viewer, issue_life.find_issue(office, issue_id))]
        else:
            found = cross_unit(office, viewer, level=level)
    page = found[offset : offset + limit]
    if as_json:
        show([_crossed(one) for one in page], as_json=True)
        return
    if issue_id:
        rows = [{"unit": c.unit, "class": c.class_label, "letters": c.letters, "sides": c.sides} for c in page[0].cells]
        show_rows(rows, as_json=False, columns={"unit": "单位", "class": "分类", "letters": "件数", "sides": "信访方"},
                  title=page[0].issue.label)  # fmt: skip
        rows = [{"number": c.number, "way": _way(c.steps), "title": c.title} for c in page[0].chains]
        show_rows(
            rows, as_json=False, columns={"number": "信访件", "way": "流转经过", "title": "标题"}, title="退回经过"
        )
        return
    show_rows([_crossed_row(one) for one in page], as_json=False, columns=_CROSSED)


_CROSSED = {
    "label": "共性问题",
    "units": "单位数",
    "codes": "分类数",
    "outside": "不在主要单位的件数",
    "returned": "退回次数",
    "where": "主要单位",
    "id": "编号",
}


def _crossed_row(one: CrossUnit) -> dict[str, Any]:
    where = "、".join(f"{cell.unit} {cell.letters}" for cell in one.cells[:3])
    return {"id": one.issue.id, "label": one.issue.label, "units": one.units, "codes": one.codes,
            "outside": one.outside, "returned": one.returned, "where": where}  # fmt: skip


def _crossed(one: CrossUnit) -> dict[str, Any]:
    return _crossed_row(one) | {"cells": one.cells, "chains": one.chains}


def _way(steps: Any) -> str:  # noqa: ANN401
    return " → ".join(
        f"{step.at:%Y-%m-%d} {label('event', step.event)} {step.unit} {step.note}".strip() for step in steps
    )


@app.command()
def consistency(
    issue: Several = None,
    unit: Several = None,
    region: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    every: Annotated[bool, typer.Option("--all", help="也列出地点、单位、时间都相同的")] = False,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """诉求几乎相同、处理结果相反的两件，和它们的不同之处；供督查用，只看事、不看人。"""
    wanted = ItemFilter(
        issue_prefixes=tuple(issue or ()),
        units=tuple(unit or ()),
        region_prefixes=tuple(region or ()),
        received_from=read_day(date_from),
        received_to=read_day(date_to),
    )
    with office_at(home) as office:
        found = inconsistent(office, named(office, person), wanted, across_only=not every)
    page = found[offset : offset + limit]
    if as_json:
        show([_pair(one) | {"refused": one.refused, "granted": one.granted} for one in page], as_json=True)
        return
    show_rows([_pair(one) for one in page], as_json=False, columns=_PAIR)


_PAIR = {"refused_no": "不予支持", "granted_no": "予以支持", "class": "分类", "alike": "相似", "across": "不同在",
         "differences": "不同之处"}  # fmt: skip


def _pair(one: Inconsistent) -> dict[str, Any]:
    differences = "；".join(f"{d.name}：{d.refused} ↔ {d.granted}" for d in one.differences)
    return {"refused_no": one.refused.number, "granted_no": one.granted.number, "class": one.class_label,
            "alike": one.alike, "across": one.across, "differences": differences}  # fmt: skip


@app.command("bursts")
def tell_bursts(
    level: OfLevel = "event",
    days: Annotated[int, typer.Option("--days", min=7, max=180, help="看最近多少天")] = DAYS,
    every: Annotated[bool, typer.Option("--all", help="也列出在预期之内的")] = False,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """哪些问题比预期多（或停了）：与自身一年来的占比、季节和总量相比，给出九成区间；件数少的不报警。"""
    with office_at(home) as office:
        found = bursts(office, named(office, person), level=level, days=days, as_of=office.today())
    rows = [_burst(one) for one in found.rows if every or one.verdict in ("more", "fewer")][offset : offset + limit]
    if as_json:
        show({"first": found.first, "last": found.last, "baseline_from": found.base_first, "note": found.note,
              "issues": rows}, as_json=True)  # fmt: skip
        return
    title = f"{found.first} 至 {found.last}，与 {found.base_first} 以来相比。{found.note}"
    show_rows(rows, as_json=False, columns=_BURST, title=title)


_BURST = {"label": "共性问题", "seen": "实到", "expected": "预期", "interval": "九成区间", "verdict": "判断",
          "chance": "偶然的可能", "id": "编号"}  # fmt: skip


def _burst(one: Burst) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.issue.id, "label": one.issue.label, "seen": one.seen, "sides": one.sides,
                            "verdict": VERDICT_LABELS[one.verdict]}  # fmt: skip
    if one.outlook is None:
        return told | {"expected": None, "interval": None, "chance": None}
    o = one.outlook
    chance = o.chance_fewer if one.verdict == "fewer" else o.chance_more
    return told | {"expected": round(o.expected, 1), "interval": f"{o.low}–{o.high}", "season": round(o.season, 2),
                   "chance": round(chance, 4)}  # fmt: skip


@app.command("places")
def tell_places(
    level: Annotated[
        str, typer.Option("--level", help="region 区县，town 街道、镇，place 小区、村、路、项目")
    ] = "town",
    under: Annotated[str, typer.Option("--under", help="只看这个街道或镇里的地点")] = "",
    issue: Annotated[str, typer.Option("--issue", help="只看这个分类，例如 0109")] = "",
    period: Annotated[
        str, typer.Option("--period", help="哪一段时间：month 月、quarter 季、half_year 半年、year 年")
    ] = "year",
    date_from: Day = "",
    date_to: Day = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """不用地图看热点：区县、街道、小区项目的件数、信访方、同一事项的重复件，与上期相比。"""
    if level not in LEVEL_LABELS:
        raise InputError(f"不认识的层次：{level}", f"可用：{'、'.join(LEVEL_LABELS)}")
    own = "own" if date_from or date_to else period
    with office_at(home) as office:
        pair = pair_of(own, office.today(), first=read_day(date_from), last=read_day(date_to))
        found = rollup(office, named(office, person), pair, level=cast(Level, level), town=under, code=issue)
    rows = [
        {"name": one.name, "town": one.town, "letters": one.now.letters, "sides": one.now.sides,
         "repeats": one.now.repeats, "before": one.before, "more": one.more, "place": one.place_id}
        for one in found[offset : offset + limit]
    ]  # fmt: skip
    columns = {"name": LEVEL_LABELS[level], "town": "所在街道、镇", "letters": "件数", "sides": "信访方",
               "repeats": "重复件", "before": "上期", "more": "增减"}  # fmt: skip
    show_rows(rows, as_json=as_json, columns=columns, title=f"本期 {pair.this}，上期 {pair.last}")


@app.command("gaps")
def tell_gaps(
    level: OfLevel = "pattern",
    many: Annotated[int, typer.Option("--many", min=3, help="至少多少件")] = MANY,
    governed: Annotated[bool, typer.Option("--governed", help="也列出有现行规定、只是答复没有写明的")] = False,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """可能缺少规定的共性问题（制度空白线索）：件数多、不满意多、答复几乎没有现行依据。"""
    with office_at(home) as office:
        found = issue_gaps(office, named(office, person), level=level, many=many, governed=governed)
    rows = [
        {"id": one.issue.id, "label": one.issue.label, "class": one.class_label, "letters": one.use.letters,
         "answered": one.use.answered, "based": round(one.use.share_based, 4),
         "dissatisfied": None if one.use.share_dissatisfied is None else round(one.use.share_dissatisfied, 4),
         "governing": "、".join(one.governing)}
        for one in found[offset : offset + limit]
    ]  # fmt: skip
    columns = {"label": "共性问题", "class": "分类", "letters": "件数", "answered": "已答复", "based": "有现行依据",
               "dissatisfied": "不满意", "governing": "已知的现行规定", "id": "编号"}  # fmt: skip
    show_rows(rows, as_json=as_json, columns=columns)


@app.command("effect")
def tell_effect(
    issue_id: Annotated[str, typer.Argument(help="共性问题编号或序号")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一个共性问题的措施成效：采取措施前后各月件数，和不采取措施时的预期相比。"""
    with office_at(home) as office:
        found = effects(office, named(office, person), issue_life.find_issue(office, issue_id), as_of=office.today())
    rows = [
        {"measure": one.measure.title, "unit": one.unit, "adopted_on": one.measure.adopted_on, "before": one.before,
         "after": one.after, "expected": round(one.outlook.expected, 1) if one.outlook else None,
         "interval": f"{one.outlook.low}–{one.outlook.high}" if one.outlook else None,
         "verdict": VERDICT_LABELS[one.verdict], "months": one.stretches}
        for one in found
    ]  # fmt: skip
    columns = {"measure": "措施", "adopted_on": "日期", "before": "此前半年", "after": "此后", "expected": "预期",
               "interval": "九成区间", "verdict": "判断"}  # fmt: skip
    show_rows(rows, as_json=as_json, columns=columns)
