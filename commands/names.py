"""`cli.py names …`: spellings that may stand for a known name, accepted or rejected by a named person (名称核对)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework import name_review
from casework.name_review import KIND_LABELS, STATE_LABELS, Days, Waiting
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.dates import read_day
from core.errors import InputError

app = Commands(help="名称核对：来信中与已知名称相近的写法，由人采纳或否决", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="编号（name:…）")]
Reason = Annotated[str, typer.Option("--reason", help="理由，写入审计")]
Day = Annotated[str, typer.Option(help="日期，例如 2025-04-01")]
STATES = ("open", "accepted", "rejected")


@app.command()
def review(
    state: Annotated[str, typer.Option("--state", help="open 待核，accepted 已采纳，rejected 已否决")] = "open",
    look: Annotated[bool, typer.Option("--look/--no-look", help="先把全部来信查找一遍")] = True,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """列出待核的写法：可能指谁、差在哪里、多少封信这样写、例句。"""
    if state not in STATES:
        raise InputError(f"不认识的状态：{state}", f"可用：{'、'.join(STATES)}")
    with office_at(home) as office:
        if look and state == "open":
            name_review.look_for_names(office, now=office.now())
        found = name_review.waiting_names(office, named(office, person), state=state, limit=limit, offset=offset)
        columns = {
            "id": "编号",
            "kind_label": "种类",
            "spelling": "写法",
            "known": "可能指",
            "rule": "差别",
            "letters": "件数",
            "examples": "例句",
            "decided": "决定",
        }
        show_rows([_line(one) for one in found], as_json=as_json, columns=columns, title=STATE_LABELS[state])


def _line(one: Waiting) -> dict[str, Any]:
    last = one.log[-1] if one.log else None
    return {
        "id": one.proposal.id,
        "kind": one.proposal.kind,
        "kind_label": KIND_LABELS[one.proposal.kind],
        "spelling": one.proposal.spelling,
        "known": one.proposal.known,
        "target": one.proposal.target,
        "rule": one.proposal.rule,
        "score": one.proposal.score,
        "state": one.proposal.state,
        "letters": one.letters,
        "examples": [f"{example.number}：{example.words}" for example in one.examples],
        "decided": f"{last.person}：{last.reason}" if last else "",
        "valid_from": one.proposal.valid_from,
        "valid_to": one.proposal.valid_to,
    }


@app.command()
def accept(
    name: Name,
    person: As,
    reason: Reason,
    date_from: Day = "",
    date_to: Day = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """采纳：成为别名（可写起止日期），有关来信重新关联。"""
    with office_at(home) as office:
        days = Days(first=read_day(date_from), last=read_day(date_to))
        done = name_review.accept_name(office, named(office, person), name, reason=reason, days=days, now=office.now())
    text = f"已采纳，重新关联 {done.letters} 件"
    show({"id": name, "state": "accepted", "relinked": done.letters}, as_json=as_json, text=text)


@app.command()
def reject(name: Name, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """否决：记住，以后不再提出。"""
    with office_at(home) as office:
        name_review.reject_name(office, named(office, person), name, reason=reason, now=office.now())
    show({"id": name, "state": "rejected"}, as_json=as_json, text="已否决，以后不再提出")


@app.command()
def undo(name: Name, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """撤销上一次决定：别名取消，有关来信恢复原来的关联，回到待核。"""
    with office_at(home) as office:
        done = name_review.undo_name(office, named(office, person), name, reason=reason, now=office.now())
    text = f"已撤销，重新关联 {done.letters} 件，回到待核"
    show({"id": name, "state": "open", "relinked": done.letters}, as_json=as_json, text=text)
