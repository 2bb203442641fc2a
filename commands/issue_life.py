"""`cli.py issues history|assign|rename|dismiss|merge|split`: an issue's life in people's hands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casework import common_issues, issue_life
from casework.case import find_case
from casework.issue_brief import issue_brief
from casework.issue_life import Charge, Part
from commands.answers import whole_file
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.ids import unit_id

app = Commands()
Issue = Annotated[str, typer.Argument(help="共性问题编号或序号，例如 issue:… 或 12")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


@app.command("history")
def tell_history(
    issue_id: Issue,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """一个共性问题的来历：序号、责任单位和责任人、分出与并入、确认与改名，最近的在前。"""
    with office_at(home) as office:
        found = issue_life.find_issue(office, issue_id)
        life = issue_life.life_of(office, named(office, person), found, limit=limit, offset=offset)
    rows = [
        {"at": one.at, "kind": one.kind, "text": one.text, "other": one.other, "person": one.person or "系统发现"}
        for one in life.happened
    ]
    if as_json:
        show({"issue": life.row, "unit": life.unit, "history": rows}, as_json=True)
        return
    owner = "、".join(filter(None, [life.unit, life.row.owner])) or "未定"
    ended = f"；已于 {life.row.ended_at:%Y-%m-%d} 不再单列" if life.row.ended_at else ""
    show_rows(
        rows,
        as_json=False,
        columns={"at": "时间", "text": "经过", "person": "谁"},
        title=f"第 {life.row.number} 号“{life.row.label}”，责任：{owner}{ended}",
    )


@app.command()
def assign(
    issue_id: Issue,
    person: As,
    unit: Annotated[str, typer.Option("--unit", help="责任单位编号或代码，例如 unit:ZJ 或 ZJ")] = "",
    owner: Annotated[str, typer.Option("--owner", help="责任人")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """给共性问题定责任单位和责任人；数据增加时保持不变，记入审计。"""
    with office_at(home) as office:
        found = issue_life.find_issue(office, issue_id)
        charge = Charge(unit_id=unit if unit.startswith("unit:") or not unit else unit_id(unit), owner=owner)
        issue_life.assign_issue(office, named(office, person), found, charge, now=office.now())
    told = "、".join(filter(None, [charge.unit_id, charge.owner]))
    show({"issue": found, "unit": charge.unit_id, "owner": owner}, as_json=as_json, text=f"{found} 由 {told} 负责")


@app.command()
def rename(
    issue_id: Issue,
    label: Annotated[str, typer.Argument(help="名称")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """给共性问题改名；以后发现不再改动名称。"""
    with office_at(home) as office:
        found = issue_life.find_issue(office, issue_id)
        common_issues.rename_issue(office, named(office, person), found, label, now=office.now())
    show({"issue": found, "label": label}, as_json=as_json, text=f"{found} 改名为“{label}”")


@app.command()
def dismiss(issue_id: Issue, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """认定一个候选不是共性问题。"""
    with office_at(home) as office:
        found = issue_life.find_issue(office, issue_id)
        common_issues.dismiss_issue(office, named(office, person), found, reason=reason, now=office.now())
    show({"issue": found}, as_json=as_json, text=f"{found} 已排除")


@app.command()
def merge(
    issue_id: Issue,
    gone: Annotated[str, typer.Argument(help="并入它的那一个的编号或序号")],
    person: As,
    reason: Reason,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把另一个共性问题并入这一个；成员一直有效，经过记入两者的来历。"""
    with office_at(home) as office:
        into, other = issue_life.find_issue(office, issue_id), issue_life.find_issue(office, gone)
        issue_life.merge_issues(office, named(office, person), into, other, reason=reason, now=office.now())
    show({"issue": into, "gone": other}, as_json=as_json, text=f"{other} 已并入 {into}")


@app.command()
def split(
    issue_id: Issue,
    items: Annotated[list[str], typer.Argument(help="要分出的信访件编号，两件以上")],
    person: As,
    reason: Reason,
    label: Annotated[str, typer.Option("--label", help="新问题的名称")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一部分来信分出，成为另一个共性问题。"""
    with office_at(home) as office:
        viewer = named(office, person)
        found = issue_life.find_issue(office, issue_id)
        chosen = tuple(find_case(office, viewer, one) for one in items)
        part = Part(item_ids=chosen, label=label, reason=reason)
        new = issue_life.split_issue(office, viewer, found, part, now=office.now())
    show({"issue": found, "new": new}, as_json=as_json, text=f"已从 {found} 分出 {new}（{label}）")


@app.command()
def brief(
    issue_id: Issue,
    out: Annotated[Path, typer.Option("--out", help="专报文件，例如 专报.docx")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一个共性问题写成专报（docx）：件数、排序分的组成、预期与实到、地点单位依据、典型反映、措施成效。"""
    with office_at(home) as office:
        found = issue_life.find_issue(office, issue_id)
        made = issue_brief(office, named(office, person), found, as_of=office.today(), now=office.now())
        with whole_file(out) as stream:
            stream.write(made)
    show({"issue": found, "file": str(out)}, as_json=as_json, text=f"已写入 {out}")
