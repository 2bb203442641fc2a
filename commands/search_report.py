"""`cli.py search report`: the 类案检索报告 of one question as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casework.precedent_report import precedent_report
from casework.report_docx import report_docx
from commands.answers import typed, whole_file
from commands.chinese import Commands
from commands.doorway import AsJson, Home, office_at, show
from commands.meant import meant_values
from commands.person import MaybeAs, named
from commands.searching import Day, Like, Several, Text, filter_of, query_of
from core.dates import read_day
from search.filters import Filter

app = Commands()


@app.command("report")
def report(
    out: Annotated[Path, typer.Option("--out", help="报告文件，例如 类案检索报告.docx")],
    text: Text = "",
    like: Like = "",
    issue: Several = None,
    unit: Several = None,
    place: Several = None,
    element: Several = None,
    tag: Several = None,
    outcome: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    as_of: Annotated[str, typer.Option("--as-of", help="所引条文按哪一天的效力；默认今天")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一次类案检索写成报告（docx）：检索内容、筛选、先例及理由、条文版本与效力、检索版本、日期和检索人。"""
    chosen = {"issue": issue, "unit": unit, "place": place, "element": element, "tag": tag, "outcome": outcome}
    with office_at(home) as office:
        viewer = named(office, person)
        wanted = filter_of(
            meant_values(office, viewer, chosen), Filter(date_from=read_day(date_from), date_to=read_day(date_to))
        )
        query, day = query_of(office, viewer, typed(text), like), read_day(as_of) or office.today()
        made = precedent_report(office, viewer, query, wanted, as_of=day, now=office.now())
        with whole_file(out) as stream:
            stream.write(report_docx(made))
        told = {"file": out, "cases": len(made.cases), "nothing_similar": made.answer.nothing_similar}
        show(told | {"made_with": made.made_with}, as_json=as_json, text=f"已写入 {out}：先例 {len(made.cases)} 件")
