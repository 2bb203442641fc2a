"""`cli.py law diff`: two versions of the law side by side, and corrections of which article became which."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework.law_comparison import Compared, Comparison, before, chosen_version, compare, correct_pair
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show
from commands.person import named
from core.alignment import LABELS
from core.statute import RegulationVersion
from core.text_diff import marked, sides

app = Commands()


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(help="旧法：名称、名称@年份（或日期）、regulation:…#第几个版本")],
    new: Annotated[str, typer.Argument(help="新法；不写则拿 OLD 与它的前一个版本比较")] = "",
    article: Annotated[str, typer.Option("--article", help="只看这一条（新旧任一侧），如 58 或 253之1")] = "",
    pair: Annotated[str, typer.Option("--pair", help="更正对应：58=88；拆分 58=88,89；删去 58=；新增 =90")] = "",
    person: Annotated[str, typer.Option("--person", help="以哪个账号的名义更正（写入审计）")] = "",
    every: Annotated[bool, typer.Option("--all", help="未变的条也列出")] = False,
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 2000,
    offset: Offset = 0,
) -> None:
    """新旧条文对照：哪条变成了哪条，改了哪些字；也可由人更正对应关系。"""
    with office_at(home) as office:
        with office.database.read() as tx:
            right = chosen_version(tx, new or old, today=office.today())
            left = chosen_version(tx, old, today=office.today()) if new else before(tx, right)
        if pair:
            correct_pair(office, named(office, person), (left, right), pair, now=office.now())
        with office.database.read() as tx:
            found = compare(tx, left, right, article=article)
    rows = [one for one in found.rows if every or article or one.pair.change != "same"]
    page = rows[offset : offset + limit]
    if as_json:
        show(_json(found, page), as_json=True)
    else:
        show(None, as_json=False, text=_text(found, page))


def _json(found: Comparison, rows: list[Compared]) -> dict[str, Any]:
    return {
        "old": found.old,
        "new": found.new,
        "counts": {change: sum(one.pair.change == change for one in found.rows) for change in LABELS},
        "pairs": [_row(one) for one in rows],
    }


def _row(one: Compared) -> dict[str, Any]:
    left, right = sides(one.old_text, one.new_text, one.segments)
    return {
        "change": one.pair.change,
        "label": LABELS[one.pair.change],
        "old": list(one.pair.old),
        "new": list(one.pair.new),
        "likeness": one.pair.likeness,
        "confidence": one.pair.confidence,
        "by_person": one.pair.by_person,
        "old_text": one.old_text,
        "new_text": one.new_text,
        "old_pieces": left,
        "new_pieces": right,
    }


def _text(found: Comparison, rows: list[Compared]) -> str:
    counts = "，".join(
        f"{label} {n}" for change, label in LABELS.items() if (n := sum(r.pair.change == change for r in found.rows))
    )
    head = f"{_named(found.old)}→{_named(found.new)}：{counts}"
    return "\n".join([head, *(line for one in rows for line in _lines(one))])


def _lines(one: Compared) -> list[str]:
    old, new = "、".join(s.label for s in one.old) or "（无）", "、".join(s.label for s in one.new) or "（无）"
    sure = "人工更正" if one.pair.by_person else f"把握 {one.pair.confidence:.0%}"
    head = f"\n【{LABELS[one.pair.change]}】{old} → {new}　{sure}"
    if one.old and one.new:
        return [head, marked(one.old_text, one.new_text)]
    return [head, one.old_text or one.new_text]


def _named(version: RegulationVersion) -> str:
    return f"《{version.title}》（{version.published or '公布日期不明'}）"
