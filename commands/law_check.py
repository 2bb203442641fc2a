"""`cli.py law check-reply`: a draft reply checked before it goes out (依据核对)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.case import find_case
from casework.draft_check import DraftCheck, check_draft, read_draft
from casework.office import Office
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Out, Queries, office_at, show
from commands.person import MaybeAs, named
from core.dates import read_day
from core.errors import InputError
from core.remedy_line import PAPERS, paper_named
from core.reply_finding import SEVERITIES, Finding
from core.viewer import Viewer

app = Commands()


@app.command("check-reply")
def check_reply(
    draft: Annotated[str, typer.Argument(help="草稿文件（docx、txt），或直接写文字；- 表示从标准输入读")] = "",
    case: Annotated[str, typer.Option("--for", help="答复的是哪一件信访件（编号）")] = "",
    on: Annotated[str, typer.Option("--on", help="答复日期；默认今天")] = "",
    paper: Annotated[
        str, typer.Option("--paper", help="文书种类：" + "、".join(f"{k} {v}" for k, v in PAPERS.items()))
    ] = "",
    queries: Queries = None,
    out: Out = None,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """核对答复草稿：引用、时效、引文、诉求回应、救济告知、个人信息、未填空白。有错误时退出码为 1。"""
    said = {"for": case, "on": on, "paper": paper}
    with office_at(home) as office:
        viewer = named(office, person)
        if queries is not None:
            if out is None:
                raise InputError("给了问题文件，却没有结果文件", "例如：--queries 草稿.jsonl --out 结果.jsonl")
            rows = read_questions(queries)
            answers = (
                {"id": row["id"]} | _json(_check(office, viewer, str(row.get("text") or ""), said | _own(row)))
                for row in rows
            )
            count = write_answers(out, answers)
            show({"answers": count}, as_json=as_json, text=f"已核对 {count} 份，写入 {out}")
            return
        done = _check(office, viewer, _text_of(draft), said)
    show(_json(done), as_json=as_json, text=_told(done))
    if done.counts["error"]:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _own(row: dict[str, Any]) -> dict[str, str]:
    return {name: str(row[name]) for name in ("for", "on", "paper") if row.get(name)}


def _text_of(draft: str) -> str:
    """The draft's words: of a file when there is one of this name, else as given."""
    text = typed(draft)
    if text is draft and len(draft) < 500 and "\n" not in draft:
        file = Path(draft)
        if file.suffix.lower() in (".docx", ".txt", ".md") or file.is_file():
            return read_draft(file)
    if not text.strip():
        raise InputError("没有草稿", "给出 docx、txt 文件，或直接写文字，例如：law check-reply 答复.docx --for 编号")
    return text


def _check(office: Office, viewer: Viewer, text: str, said: dict[str, str]) -> DraftCheck:
    paper = paper_named(said["paper"])
    day: date | None = read_day(said["on"])
    item_id = find_case(office, viewer, said["for"]) if said["for"] else ""
    return check_draft(office, viewer, text, item_id=item_id, on=day, paper=paper)


def _json(done: DraftCheck) -> dict[str, Any]:
    return {
        "text": done.text,
        "paper": done.paper,
        "remedy_owed": done.owed,
        "on": done.on,
        "conduct": done.conduct,
        "counts": done.counts,
        "findings": [_finding(one) for one in done.findings],
        "citations": [
            {
                "span": [one.citation.start, one.citation.end],
                "quote": one.citation.quote,
                "label": one.citation.label,
                "target": one.target or None,
                "verdict": one.verdict,
                "status": one.status,
            }
            for one in done.citations
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "label": one.label,
        "code": one.code,
        "rule": one.rule,
        "message": one.message,
        "span": [one.start, one.end],
        "quote": one.quote,
        "suggestion": one.suggestion or None,
        "pieces": one.pieces,
        "target": one.target or None,
    }


def _told(done: DraftCheck) -> str:
    counts = "，".join(f"{label} {done.counts[name]}" for name, label in SEVERITIES.items())
    assumed = f"按{PAPERS[done.paper]}核对，答复日 {done.on}" + (f"，事项{done.conduct.said}" if done.conduct else "")
    lines = [f"{counts}（{assumed}）"]
    for one in done.findings:
        lines += ["", f"【{one.label}】{one.message}　[{one.start}–{one.end}]"]
        if one.quote:
            lines.append(f"  原文：{one.quote[:120]}")
        if one.pieces:
            signs = {"equal": "{}", "deleted": "〔草稿：{}〕", "inserted": "〔条文：{}〕", "moved": "〔移：{}〕"}
            lines.append("  对照：" + "".join(signs[kind].format(piece) for kind, piece in one.pieces))
        elif one.suggestion:
            lines.append(f"  建议：{one.suggestion}")
        lines.append(f"  依据：{one.rule}")
    return "\n".join(lines)
