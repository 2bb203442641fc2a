"""`cli.py law procedure`: which article governs each step of the petition procedure on a day (程序依据)."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show_rows
from core.dates import read_day
from core.procedure import steps_on
from core.vocabulary import label
from records.law import articles_on

app = Commands()


@app.command("procedure")
def procedure(
    state: Annotated[str, typer.Argument(help="只看到这一状态的步骤，例如 registered；不写则列出全部")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="这一步是哪一天作出的；默认今天")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """信访程序每一步依据哪一条：登记、转送、受理、办理、复查、复核。"""
    with office_at(home) as office, office.database.read() as tx:
        day = read_day(as_of) or office.today()
        steps = [one for one in steps_on(day) if not state or state in one.states]
        known = articles_on(tx, {clause.article_id for one in steps for clause in one.clauses}, day)
    rows = [
        {
            "step": one.label,
            "states": "、".join(label("state", name) for name in one.states),
            "rule": one.rule,
            "articles": [clause.label for clause in one.clauses],
            "in_library": [clause.article_id for clause in one.clauses if clause.article_id in known],
            "as_of": day,
        }
        for one in steps
    ][offset : offset + limit]
    columns = {"step": "步骤", "states": "状态", "rule": "要求（要旨）", "articles": "依据"}
    show_rows(rows, as_json=as_json, columns=columns, title=f"按 {day}")
