"""`cli.py doubts …`: letters that may be accusations, handed to a named person who decides (疑似检举控告)."""

from __future__ import annotations

from typing import Annotated

import typer

from casework import doubts
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, named

app = Commands(help="疑似检举控告：指定经办人，由人判定", no_args_is_help=True)


@app.command("hand-out")
def hand_out(
    handler: Annotated[str, typer.Argument(help="交给哪个账号")], person: As, home: Home = None, as_json: AsJson = False
) -> None:
    """把待判定的来信交给一名具名经办人。"""
    with office_at(home) as office:
        count = doubts.hand_out(office, named(office, person), handler, now=office.now())
        show({"handed_out": count}, as_json=as_json, text=f"已交 {count} 件给 {handler}")


@app.command("list")
def waiting(person: As, home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0) -> None:
    """列出交给本人的待判定来信。"""
    with office_at(home) as office:
        found = doubts.mine(office, named(office, person), limit=limit, offset=offset)
        rows = [
            {"id": one.id, "item": one.subject, "title": item.title_masked, "evidence": doubts.signs(one)}
            for one, item in found
        ]
    show_rows(rows, as_json=as_json, columns={"id": "编号", "item": "信访件", "title": "标题", "evidence": "疑点"})


@app.command()
def decide(
    review: Annotated[str, typer.Argument(help="编号（review:…）")],
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="理由，写入审计")],
    accusation: Annotated[bool, typer.Option("--accusation/--no-accusation", help="是检举控告，或不是")] = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """判定一件：是检举控告则只有经办人可见，不是则与其他来信一样。"""
    with office_at(home) as office:
        viewer = named(office, person)
        done = doubts.decide(office, viewer, review, accusation=accusation, reason=reason, now=office.now())
        text = f"{done.subject}：{'检举控告，只有经办人可见' if accusation else '不是检举控告'}"
        show({"item": done.subject, "accusation": accusation}, as_json=as_json, text=text)
