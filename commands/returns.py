"""`cli.py returns …`: what units sent back, where duties are unclear (退回、权责不清)."""

from __future__ import annotations

from typing import Annotated

import typer

from casework import returns
from casework.case import find_case
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.dates import local_day
from core.vocabulary import label
from records.units import unit_names

app = Commands(help="退回：退回过程、权责不清的事项、登记一次退回", no_args_is_help=True)
Case = Annotated[str, typer.Argument(help="信访件编号")]


@app.command("list")
def unclear(
    person: MaybeAs = "", home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0
) -> None:
    """列出权责不清的事项：同一件被退回两次以上，或同类事项被多个单位多次退回。"""
    with office_at(home) as office:
        found = returns.unclear(office, named(office, person))[offset : offset + limit]
    rows = [
        {
            "issue": one.issue,
            "label": one.label,
            "items": one.items,
            "returns": one.returns,
            "bounced": one.bounced,
            "units": [f"{name} {count}" for name, count in one.units],
            "examples": [number for _, number in one.examples],
        }
        for one in found
    ]
    columns = {"label": "事项", "items": "退回件数", "returns": "退回次数", "bounced": "多次退回", "units": "退回单位"}
    show_rows(rows, as_json=as_json, columns=columns | {"examples": "例"})


@app.command("show")
def show_chain(case: Case, person: MaybeAs = "", home: Home = None, as_json: AsJson = False) -> None:
    """一件的退回过程：转给谁、谁退回、理由。"""
    with office_at(home) as office:
        viewer = named(office, person)
        steps = returns.chain(office, viewer, find_case(office, viewer, case))
        with office.database.read() as tx:
            names = unit_names(tx, {step.unit_id for step in steps})
    rows = [
        {
            "on": local_day(step.at).isoformat(),
            "event": label("event", step.event),
            "unit": names.get(step.unit_id, ""),
            "note": step.note,
            "person": step.person,
        }
        for step in steps
    ]
    columns = {"on": "日期", "event": "环节", "unit": "单位", "note": "说明", "person": "经办人"}
    show_rows(rows, as_json=as_json, columns=columns)


@app.command()
def add(
    case: Case,
    unit: Annotated[str, typer.Option("--unit", help="退回的单位（unit:…）")],
    reason: Annotated[str, typer.Option("--reason", help="退回理由，写入办理过程和审计")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """登记一次退回（提出异议，条例 23¶3）：以后同类事项少建议该单位。"""
    with office_at(home) as office:
        viewer = named(office, person)
        found = find_case(office, viewer, case)
        done = returns.record_return(office, viewer, found, unit, reason=reason, now=office.now())
    show({"item": done.id, "state": done.state, "unit": unit}, as_json=as_json, text=f"{done.id}：已登记退回")
