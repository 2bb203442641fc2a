"""`cli.py search compare`: two cases side by side, what differs first (类案对比)."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.comparison import VERDICTS, CaseComparison, compare_cases
from commands.chinese import Commands
from commands.doorway import AsJson, Home, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.dates import read_day
from core.text_diff import marked

app = Commands()


@app.command("compare")
def compare(
    one: Annotated[str, typer.Argument(help="一件信访件的编号")],
    other: Annotated[str, typer.Argument(help="另一件信访件的编号")],
    as_of: Annotated[str, typer.Option("--as-of", help="所引条文按哪一天的效力；默认今天")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """两件信访件并排对比：地点、单位、对象、分类、要素、诉求、条文、结果，不同的在前。"""
    with office_at(home) as office:
        viewer, day = named(office, person), read_day(as_of) or office.today()
        found = compare_cases(office, viewer, one, other, today=day)
    if as_json:
        show(_told(found), as_json=True)
        return
    numbers = [page.item.item_no or page.item.source_id for page in (found.one, found.other)]
    rows = [
        {"verdict": VERDICTS[r.verdict], "fact": r.fact, "one": list(r.one), "other": list(r.other)} for r in found.rows
    ]
    columns = {"verdict": "比较", "fact": "内容", "one": numbers[0], "other": f"{numbers[1]} "}
    show_rows(rows, as_json=False, columns=columns, title=f"类案对比（条文效力截至 {day}）")
    show({}, as_json=False, text=found.sentence)
    if found.segments:
        show({}, as_json=False, text=f"文字：{marked(found.one.item.letter, found.other.item.letter)}")


def _told(found: CaseComparison) -> dict[str, object]:
    return {
        "one": found.one.item.id,
        "other": found.other.item.id,
        "as_of": found.day,
        "sentence": found.sentence,
        "rows": [{"fact": r.fact, "one": r.one, "other": r.other, "verdict": r.verdict} for r in found.rows],
        "text_likeness": found.alike,
        "text_diff": marked(found.one.item.letter, found.other.item.letter) if found.segments else None,
    }
