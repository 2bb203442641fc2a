"""`cli.py issues arrivals|accept|reject|compare`: new letters at confirmed issues, this period against the last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from casework import common_issues, issue_arrivals
from casework.case import find_case
from casework.common_issues import Verdict
from casework.issue_periods import Chosen, Compared, changed_most
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.dates import read_day
from core.periods import PERIOD_LABELS

app = Commands()
Issue = Annotated[str, typer.Argument(help="共性问题编号")]
Item = Annotated[str, typer.Argument(help="信访件编号")]
Day = Annotated[str, typer.Option(help="日期，例如 2026-10-01")]


@app.command("arrivals")
def waiting(
    issue_id: Annotated[str, typer.Argument(help="共性问题编号；不写则列出全部")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """列出像是已确认问题成员的新来信，等人确认。"""
    with office_at(home) as office:
        found = issue_arrivals.arrivals(office, named(office, person), issue_id)[offset : offset + limit]
    rows = [
        {"issue": one.issue_id, "label": one.label, "item": one.item_id, "number": one.number,
         "title": one.title, "reason": one.reason, "score": one.score}
        for one in found
    ]  # fmt: skip
    columns = {
        "label": "共性问题",
        "number": "信访件",
        "title": "标题",
        "reason": "理由",
        "score": "相似度",
        "issue": "编号",
    }
    show_rows(rows, as_json=as_json, columns=columns)


@app.command()
def accept(
    issue_id: Issue,
    item: Item,
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "经办人认定归入",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """确认一件新来信属于某个共性问题。"""
    _decide(issue_id, Verdict(item_id=item, belongs=True, reason=reason), person, home=home, as_json=as_json)


@app.command()
def reject(
    issue_id: Issue,
    item: Item,
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="理由")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """确认一件新来信不属于某个共性问题；以后不再提出。"""
    _decide(issue_id, Verdict(item_id=item, belongs=False, reason=reason), person, home=home, as_json=as_json)


def _decide(issue_id: str, said: Verdict, person: str, *, home: Path | None, as_json: bool) -> None:
    """Keeps the verdict; its case is named as a person types it."""
    with office_at(home) as office:
        viewer = named(office, person)
        verdict = replace(said, item_id=find_case(office, viewer, said.item_id))
        common_issues.decide_case(office, viewer, issue_id, verdict, now=office.now())
    text = f"{said.item_id}：{'归入' if verdict.belongs else '不归入'} {issue_id}"
    show({"issue": issue_id, "item": verdict.item_id, "belongs": verdict.belongs}, as_json=as_json, text=text)


@app.command()
def compare(
    period: Annotated[
        str, typer.Option("--period", help="month 月，quarter 季度，half_year 半年，year 年，own 自定")
    ] = "month",
    date_from: Day = "",
    date_to: Day = "",
    level: Annotated[str, typer.Option("--level", help="event 或 pattern；不写则都列")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 30,
    offset: Offset = 0,
) -> None:
    """本期与上期相比，增加最多的在前；未完的时段与上期的同样一段相比。"""
    chosen = Chosen("own" if date_from or date_to else period, read_day(date_from), read_day(date_to))
    with office_at(home) as office:
        found, ordered = changed_most(office, named(office, person), chosen, level=level, today=office.today())
    if as_json:
        rows = [_change(found, id_, label) for id_, label in ordered[offset : offset + limit]]
        spans = ((found.pair.this, found.this_letters), (found.pair.last, found.last_letters))
        this, last = ({"first": span.first, "last": span.last, "letters": letters} for span, letters in spans)
        show({"period": {"this": this, "last": last}, "note": found.note, "issues": rows}, as_json=True)
        return
    shown = [
        _change(found, id_, label) | {"this": found.changes[id_].this.letters, "last": found.changes[id_].last.letters}
        for id_, label in ordered[offset : offset + limit]
    ]
    kind = PERIOD_LABELS[chosen.kind]
    title = (
        f"{kind}：本期 {found.pair.this}（{found.this_letters} 件），上期 {found.pair.last}（{found.last_letters} 件）"
    )
    show_rows(shown, as_json=False, columns=_COMPARED, title="；".join(filter(None, [title, found.note])))


_COMPARED = {
    "id": "编号",
    "label": "名称",
    "this": "本期",
    "last": "上期",
    "more": "增减",
    "this_share": "本期占比",
    "last_share": "上期占比",
}


def _change(found: Compared, id_: str, label: str) -> dict[str, Any]:
    change = found.changes[id_]
    return {
        "id": id_,
        "label": label,
        "this": change.this,
        "last": change.last,
        "more": change.more,
        "this_share": round(change.this_share, 4),
        "last_share": round(change.last_share, 4),
    }
