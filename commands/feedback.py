"""`cli.py feedback …`: 有用/无用 of a hit, 同/不同 of two petitions, by a named person and reversible (使用反馈)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework import feedback
from casework.case import find_case
from casework.feedback import Said, Shown
from casework.office import Office
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.viewer import Viewer
from records.judgments import ORIGINS, VERDICTS
from search.asking import Query

app = Commands(help="使用反馈：有用/无用、同/不同，只影响本办的排序，随时可撤销", no_args_is_help=True)


@app.command()
def say(
    verdict: Annotated[str, typer.Argument(help="useful 有用，useless 无用，same 同，not_same 不同")],
    hit: Annotated[str, typer.Argument(help="评的是哪一条：信访件编号，或条文编号（article:…）")],
    person: As,
    text: Annotated[str, typer.Option("--text", help="检索时输入的文字")] = "",
    like: Annotated[str, typer.Option("--like", help="检索用的信访件；评“同/不同”时为另一件")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """记下一条反馈，并说明它使这一条的名次怎样变化。"""
    with office_at(home) as office:
        viewer = named(office, person)
        query = Query(like=find_case(office, viewer, like)) if like else Query(text=text)
        said = Said(query=query, hit=_hit(office, viewer, hit), verdict=verdict, origin="command")
        kept = feedback.say(office, viewer, said, now=office.now())
        moved = feedback.effect(office, viewer, query, said.hit)
    told = {"id": kept.id, "verdict": kept.verdict, "before": moved.before, "after": moved.after}
    show(told, as_json=as_json, text=f"已记下“{VERDICTS[kept.verdict]}”（{kept.id}）：{moved.sentence}")


def _hit(office: Office, viewer: Viewer, text: str) -> str:
    return text if text.startswith("article:") else find_case(office, viewer, text)


@app.command(name="list")
def listed(
    every: Annotated[bool, typer.Option("--all", help="已撤销的也列出")] = False,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """列出反馈：谁、何时、对哪次检索的哪一条、说了什么、加减多少分。"""
    with office_at(home) as office:
        found = feedback.said_so_far(office, named(office, person), live=not every, limit=limit, offset=offset)
    columns = {
        "id": "编号",
        "at": "时间",
        "person": "人员",
        "asked_words": "问的是",
        "hit_words": "评的是",
        "said": "反馈",
        "share": "加减分",
        "undone": "撤销",
    }
    show_rows([_line(one) for one in found], as_json=as_json, columns=columns, title="使用反馈")


def _line(one: Shown) -> dict[str, Any]:
    said = one.judgment
    at = said.at.isoformat(timespec="seconds") if said.at else ""
    undone = f"{said.undone_by}（{said.undone_at.isoformat(timespec='seconds')}）" if said.undone_at else ""
    return {
        "id": said.id,
        "at": at,
        "person": said.person,
        "asked": said.asked,
        "asked_words": one.asked,
        "hit": said.hit,
        "hit_words": one.hit,
        "verdict": said.verdict,
        "said": VERDICTS[said.verdict],
        "origin": ORIGINS.get(said.origin, said.origin),
        "share": one.share if said.live else 0.0,
        "undone": undone,
    }


@app.command()
def undo(
    judgment: Annotated[str, typer.Argument(help="反馈编号（judgment:…）")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """撤销一条反馈：不再影响排序，记录仍在。"""
    with office_at(home) as office:
        ended = feedback.undo(office, named(office, person), judgment, now=office.now())
    show({"id": ended.id, "undone_by": ended.undone_by}, as_json=as_json, text=f"已撤销“{VERDICTS[ended.verdict]}”")
