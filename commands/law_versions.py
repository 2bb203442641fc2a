"""`cli.py law versions, conflicts, overrides, check-date, required, require`: dates of acts and who checked them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from casework.law_dates import (
    ActVersions,
    Dates,
    act_versions,
    all_conflicts,
    all_overrides,
    check_dates,
    require_act,
    unrequire_act,
)
from casework.required_acts import STATES, required_acts
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, named
from core.dates import read_day
from core.errors import InputError
from core.normal import clean
from records.law_coverage import coverage
from records.law_sheet import FIELDS, ORIGINS, Evidence, VersionSheet

AsOf = Annotated[str, typer.Option("--as-of", help="按哪一天；默认今天")]
Name = Annotated[str, typer.Argument(help="法规名称、简称或文号")]
MaybeName = Annotated[str, typer.Argument(help="法规名称、简称或文号；不写则列出全部")]
_KINDS = {"已修改": "amended", "已废止": "repealed", "失效": "expired", "未终止": "not_ended"}


app = Commands()


@app.command("versions")
def versions(
    name: Name,
    as_of: AsOf = "",
    limit: Limit = 100,
    offset: Offset = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一部法规的全部版本：某日效力、每个日期的依据、改动过的来源日期、互相矛盾之处。"""
    with office_at(home) as office, office.database.read() as tx:
        day = read_day(as_of) or office.today()
        found = act_versions(tx, clean(name).strip())
        held = coverage(tx)
    rows = [_version(act, one, day) for act in found for one in act.sheet.versions][offset : offset + limit]
    clashes = [_plain(one) for act in found for one in act.sheet.conflicts]
    if as_json:
        told = {"as_of": day, "versions": rows, "conflicts": clashes, "coverage": held.sentence}
        show(told, as_json=True)
        return
    columns = {
        "title": "法规",
        "published": "公布",
        "effective": "施行",
        "ended": "终止",
        "status": "效力",
        "evidence_text": "日期依据",
    }
    show_rows(rows, as_json=False, columns=columns, title=f"效力截至 {day}")
    for clash in clashes:
        note(f"矛盾：{clash['label']}（公布 {clash['published'] or '不详'}）：{clash['said']}；现用：{clash['used']}")
    note(held.sentence)


def _version(act: ActVersions, one: VersionSheet, day: date) -> dict[str, Any]:
    version = one.version
    return {
        "regulation_id": act.regulation.id,
        "number": one.number,
        "title": version.title,
        "document_no": version.document_no,
        "kind": act.regulation.kind,
        "issuer": act.regulation.issuer,
        "adopted": version.adopted,
        "published": version.published,
        "effective": version.effective,
        "ended": version.ended,
        "ended_by": version.ended_by,
        "end_kind": version.end_kind,
        "status": version.status_on(day),
        "text": version.text_kind,
        "checked_on": version.checked_on,
        "checked_by": version.checked_by,
        "evidence": [_evidence(e) for e in one.evidence],
        "evidence_text": "；".join(_words(e) for e in one.evidence if e.used),
        "overrides": list(one.overrides),
        "copies": [
            {"source": c.version.source, "text": c.version.text_kind, "articles": c.articles} for c in one.copies
        ],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "field": one.field,
        "value": one.value,
        "origin": one.origin,
        "origin_label": ORIGINS.get(one.origin, one.origin),
        "quote": one.quote,
        "place": one.place,
        "used": one.used,
    }


def _words(one: Evidence) -> str:
    where = f"（{one.place}）" if one.place else ""
    return f"{FIELDS[one.field]} {one.value}：{ORIGINS.get(one.origin, one.origin)}{where}"


def _plain(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a conflict with its label
    return {
        "kind": one.kind,
        "label": one.label,
        "title": one.title,
        "regulation_id": one.regulation_id,
        "published": one.published,
        "said": one.said,
        "used": one.used,
    }


@app.command("conflicts")
def conflicts(
    name: MaybeName = "", limit: Limit = 200, offset: Offset = 0, home: Home = None, as_json: AsJson = False
) -> None:
    """版本日期和文字互相矛盾之处：同一版本两种说法、两个版本同时有效、施行早于公布。"""
    with office_at(home) as office, office.database.read() as tx:
        found = [_plain(one) for one in all_conflicts(tx, clean(name).strip())]
    columns = {"label": "矛盾", "title": "法规", "published": "公布", "said": "各自说法", "used": "现用"}
    title = f"共 {len(found)} 处" if found else "没有矛盾"
    show_rows(found[offset : offset + limit], as_json=as_json, columns=columns, title=title)


@app.command("overrides")
def overrides(
    name: MaybeName = "", limit: Limit = 200, offset: Offset = 0, home: Home = None, as_json: AsJson = False
) -> None:
    """没有采用的来源日期：来源怎么说、现用哪个、凭什么。"""
    with office_at(home) as office, office.database.read() as tx:
        found = all_overrides(tx, clean(name).strip())
    rows = [
        {
            "regulation_id": one.regulation_id,
            "title": one.title,
            "published": one.published,
            "source": one.source,
            "field": one.field,
            "label": FIELDS[one.field],
            "source_value": one.source_value,
            "used_value": one.used_value,
            "why": one.why,
            "place": one.place,
        }
        for one in found[offset : offset + limit]
    ]
    columns = {
        "title": "法规",
        "published": "公布",
        "label": "日期",
        "source": "来源",
        "source_value": "来源说",
        "used_value": "现用",
        "why": "凭",
        "place": "出处",
    }
    show_rows(rows, as_json=as_json, columns=columns, title=f"共 {len(found)} 处")


@app.command("check-date")
def check_date(
    name: Name,
    person: As,
    published: Annotated[str, typer.Option("--published", help="哪个版本：它的公布日期")] = "",
    effective: Annotated[str, typer.Option("--effective", help="核对后的施行日期；不写则确认现有日期")] = "",
    ended: Annotated[str, typer.Option("--ended", help="核对后的终止日期（不再有效的第一天）")] = "",
    end_kind: Annotated[str, typer.Option("--end-kind", help="已修改、已废止、失效；来源误标为已终止的写 未终止")] = "",
    ended_by: Annotated[str, typer.Option("--ended-by", help="被什么文件终止")] = "",
    note_: Annotated[str, typer.Option("--note", help="依据，例如公报期号")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """由具名人员核对一个版本的日期；写入审计，优先于一切来源。"""
    dates: Dates = {
        "effective": read_day(effective),
        "ended": read_day(ended),
        "end_kind": _KINDS.get(end_kind, end_kind),
        "ended_by": ended_by,
        "note": note_,
    }
    with office_at(home) as office:
        viewer = named(office, person)
        if not person:
            raise InputError("没有写是谁核对的", "请用 --as 写明账号")
        version = check_dates(office, viewer, clean(name).strip(), read_day(published), dates, now=office.now())
    told = {
        "regulation_id": version.regulation_id,
        "title": version.title,
        "published": version.published,
        "effective": version.effective,
        "ended": version.ended,
        "checked_on": version.checked_on,
        "checked_by": version.checked_by,
    }
    which = f"《{version.title}》（公布 {version.published or '不详'}）"
    words = f"{which}由 {version.checked_by} 核对：施行 {version.effective}，终止 {version.ended or '未终止'}"
    show(told, as_json=as_json, text=words)


@app.command("required")
def required(
    as_of: AsOf = "",
    missing: Annotated[bool, typer.Option("--missing", help="只列缺的和未核对的")] = False,
    limit: Limit = 500,
    offset: Offset = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """必备法规：有、缺、或日期未核对；各有哪些版本，谁核对的。"""
    with office_at(home) as office:
        found = [one for one in required_acts(office, today=read_day(as_of) or office.today())]
    if missing:
        found = [one for one in found if one.state != "present"]
    found = found[offset : offset + limit]
    if as_json:
        show(found, as_json=True)
        return
    names = {
        "topic": "领域",
        "title": "法规",
        "state": "状态",
        "status": "效力",
        "effective": "施行",
        "versions": "版本（公布）",
        "checked_on": "核对",
        "checked_by": "核对人",
    }
    rows = [{name: getattr(one, name) for name in names} | {"state": _state(one)} for one in found]
    show_rows([row | {"versions": list(row["versions"])} for row in rows], as_json=False, columns=names)


def _state(one: Any) -> str:  # noqa: ANN401 - a required act
    return STATES[one.state] + ("（要旨，非原文）" if one.digest else "")


@app.command("require")
def require(
    title: Annotated[str, typer.Argument(help="法规名称")],
    topic: Annotated[str, typer.Option("--topic", help="领域")] = "",
    drop: Annotated[bool, typer.Option("--drop", help="从本办清单移出")] = False,
    person: As = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一部法规列入（或移出）本办必备清单。"""
    with office_at(home) as office:
        viewer = named(office, person)
        if drop:
            unrequire_act(office, viewer, title, now=office.now())
            show({"dropped": title}, as_json=as_json, text=f"已移出：{title}")
            return
        short = require_act(office, viewer, title, topic, now=office.now())
    show({"required": short}, as_json=as_json, text=f"已列入本办必备清单：{short}")


@app.command("coverage")
def law_coverage(home: Home = None, as_json: AsJson = False) -> None:
    """法规库现有什么、没有什么。"""
    with office_at(home) as office, office.database.read() as tx:
        held = coverage(tx)
    told = {"acts": held.acts, "by_kind": held.by_kind, "digests": held.digests, "local": held.local}
    show(told | {"sentence": held.sentence}, as_json=as_json, text=held.sentence)
