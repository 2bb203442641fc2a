"""`cli.py issues …`: discover, list, show, confirm common issues (共性问题)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework import common_issues
from casework.office import Office
from casework.worker import settle
from commands import issue_life, issue_views
from commands.answers import write_answers
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, Out, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.dates import read_day
from core.viewer import WORKER
from issues.common_issue import CommonIssue
from records.issue_life import registered
from records.issues import issue, issues
from records.item_finding import ItemFilter
from records.items import items

app = Commands(help="共性问题：单一事件与共性规律", no_args_is_help=True)
app.add_typer(issue_life.app)
app.add_typer(issue_views.app)
Issue = Annotated[str, typer.Argument(help="共性问题编号")]
Several = Annotated[list[str] | None, typer.Option(help="可写多个")]
Day = Annotated[str, typer.Option(help="日期，例如 2026-11-22")]


@app.command()
def discover(
    out: Out = None,
    issue: Several = None,
    unit: Several = None,
    region: Several = None,
    source: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 10_000,
    offset: Offset = 0,
) -> None:
    """发现共性问题；给出范围时只看这一范围，不改动已存的。"""
    with office_at(home) as office:
        settle(office)
        selection = ItemFilter(
            issue_prefixes=tuple(issue or ()),
            units=tuple(unit or ()),
            region_prefixes=tuple(region or ()),
            sources=tuple(source or ()),
            received_from=read_day(date_from),
            received_to=read_day(date_to),
        )
        if selection.is_empty():
            found = common_issues.discover_all(office, today=office.today(), now=office.now())
        else:
            found = common_issues.discover_within(office, named(office, ""), selection, today=office.today())
        lines = _lines(office, (*found.events, *found.patterns)[offset : offset + limit])
    counts = {"events": len(found.events), "patterns": len(found.patterns), "letters": found.letters}
    if out is not None:
        write_answers(out, lines)
        show(
            counts,
            as_json=as_json,
            text=f"单一事件 {counts['events']} 个，共性规律 {counts['patterns']} 个，写入 {out}",
        )
        return
    if as_json:
        show(lines, as_json=True)
        return
    rows = [{**line, "count": len(line["members"])} for line in lines]
    show_rows(rows, as_json=False, columns=_FOUND)


_FOUND = {
    "id": "编号",
    "level": "层次",
    "label": "名称",
    "count": "件数",
    "qualified": "够共性",
    "why_not": "不够的原因",
}


def _lines(office: Office, found: tuple[CommonIssue, ...]) -> list[dict[str, Any]]:
    with office.database.read() as tx:
        known = items(tx, WORKER, {i for one in found for i in (*one.item_ids, *(x.item_id for x in one.lookalikes))})
    source_ids = {item_id: item.source_id for item_id, item in known.items()}
    return [
        {
            "id": one.id,
            "level": one.level,
            "label": one.label,
            "members": [source_ids[i] for i in one.item_ids],
            "qualified": one.qualified,
            "why_not": one.why_not,
            "rank": one.rank,
            "parent": one.parent,
            "evidence": {
                "reasons": {source_ids[m.item_id]: m.reason for m in one.members},
                "lookalikes": {source_ids[x.item_id]: x.reason for x in one.lookalikes},
                "weights": [{"label": w.label, "value": w.value, "weight": w.weight} for w in one.weights],
            },
        }
        for one in found
    ]


@app.command("list")
def list_issues(
    level: Annotated[str, typer.Option("--level", help="event 或 pattern")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """列出已存的共性问题，分量重的在前。"""
    with office_at(home) as office, office.database.read() as tx:
        found = issues(tx, named(office, person), level=level, limit=limit, offset=offset)
        known = registered(tx, [one.id for one in found])
        rows = [
            {
                "number": known[one.id].number if one.id in known else None,
                "id": one.id,
                "level": one.level,
                "label": one.label,
                "state": one.state,
                "count": sum(m.role == "member" for m in one.members),
                "rank": one.rank,
                "qualified": one.qualified,
                "why_not": one.why_not,
            }
            for one in found
        ]
    columns = {
        "number": "序号",
        "id": "编号",
        "level": "层次",
        "label": "名称",
        "count": "件数",
        "rank": "分量",
        "state": "状态",
        "why_not": "不够的原因",
    }
    show_rows(rows, as_json=as_json, columns=columns)


@app.command("show")
def show_issue(issue_id: Issue, person: MaybeAs = "", home: Home = None, as_json: AsJson = False) -> None:
    """查看一个共性问题：成员与理由，排除的与理由。"""
    with office_at(home) as office, office.database.read() as tx:
        viewer = named(office, person)
        found = issue(tx, viewer, issue_id)
        known = items(tx, viewer, [m.item_id for m in found.members])
        rows = [
            {
                "item": known[m.item_id].item_no or known[m.item_id].source_id,
                "title": known[m.item_id].title_masked,
                "role": "成员" if m.role == "member" else "排除",
                "reason": m.person_reason or m.reason,
            }
            for m in found.members
            if m.item_id in known
        ]
    if as_json:
        show(found, as_json=True)
        return
    show_rows(
        rows,
        as_json=False,
        columns={"item": "信访件", "title": "标题", "role": "归属", "reason": "理由"},
        title=found.label,
    )


@app.command()
def confirm(issue_id: Issue, person: As, home: Home = None, as_json: AsJson = False) -> None:
    """确认一个共性问题；此后发现不再改动它。"""
    with office_at(home) as office:
        common_issues.confirm_issue(office, named(office, person), issue_id, now=office.now())
        show({"issue": issue_id}, as_json=as_json, text=f"{issue_id} 已确认")


@app.command()
def decide(
    issue_id: Issue,
    item: Annotated[str, typer.Argument(help="信访件编号（item:…）")],
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="理由")],
    belongs: Annotated[bool, typer.Option("--in/--out", help="属于，或不属于")] = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """人工决定一件属于或不属于某个共性问题；以后一直有效。"""
    with office_at(home) as office:
        viewer = named(office, person)
        verdict = common_issues.Verdict(item_id=item, belongs=belongs, reason=reason)
        common_issues.decide_case(office, viewer, issue_id, verdict, now=office.now())
        text = f"{item}：{'属于' if belongs else '不属于'} {issue_id}"
        show({"issue": issue_id, "item": item, "belongs": belongs}, as_json=as_json, text=text)
