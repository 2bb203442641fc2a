"""`cli.py suggest …`: issue class and unit for a new letter, with share and evidence (建议); how far shares hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from casework.office import Office
from casework.suggest import LISTED, UNSURE, Advice, reliability_of, suggest_classes, suggest_units
from casework.suggest_reasons import Reasoned
from casework.worker import settle
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, Out, Queries, note, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.errors import InputError
from core.normal import clean
from core.viewer import Viewer

app = Commands(help="建议问题分类和承办单位（仅供人参考）", no_args_is_help=True)
Text = Annotated[str, typer.Argument(help="信件文字")]
Suggest = Callable[..., list[Advice]]
KINDS = {"words": "", "duty": "职责：", "precedent": "先例：", "article": "依据：", "returned": "退回："}


@app.command("issue-class")
def issue_class(
    text: Text = "",
    queries: Queries = None,
    out: Out = None,
    limit: Limit = LISTED,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """建议问题分类：有 200 件以上已分类来信时从中学习，否则按词典。"""
    with office_at(home) as office:
        how = _How(named(office, person), limit, offset, as_json)
        _suggest(office, suggest_classes, _questions(text, queries), out, how)


@app.command()
def unit(
    text: Text = "",
    queries: Queries = None,
    out: Out = None,
    limit: Limit = LISTED,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """建议承办单位：从本办以往的转送和退回中学习。"""
    with office_at(home) as office:
        how = _How(named(office, person), limit, offset, as_json)
        _suggest(office, suggest_units, _questions(text, queries), out, how)


@app.command()
def reliability(
    kind: Annotated[Literal["issue-class", "unit"], typer.Argument(help="问题分类（issue-class）或承办单位（unit）")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把握有多可靠：未参与学习的信件中，把握 0.8 的建议有几成是对的。"""
    with office_at(home) as office:
        found = reliability_of(office, kind)
    rows = [
        {"share": f"{one.low:.1f}–{one.high:.1f}", "count": one.count, "mean": one.share, "right": one.right}
        for one in found.bins
    ]
    if as_json:
        told = {"rows": found.rows, "right": found.right, "error": found.error, "floor": found.floor, "bins": rows}
        show(told, as_json=True)
        return
    columns = {"share": "把握", "count": "件数", "mean": "平均把握", "right": "实际正确率"}
    shown = [row | {"mean": f"{row['mean']:.2f}", "right": f"{row['right']:.2f}"} for row in rows]
    show_rows(shown, as_json=False, columns=columns)
    measured = f"共 {found.rows} 件，首选正确率 {found.right:.3f}，校准误差 {found.error:.3f}"
    note(f"{measured}；把握低于 {found.floor:.1f} 时提示人工判断")


def _questions(text: str, queries: Path | None) -> list[dict[str, Any]]:
    if queries is not None:
        return read_questions(queries)
    letter = clean(typed(text)).strip()
    if not letter:
        raise InputError("没有给出文字", "例如：python cli.py suggest issue-class 小区夜间施工扰民")
    return [{"id": "1", "text": letter}]


@dataclass(frozen=True, slots=True)
class _How:
    """For whom, and which part of each answer."""

    viewer: Viewer
    limit: int
    offset: int
    as_json: bool


def _suggest(
    office: Office,
    suggest: Suggest,
    questions: Sequence[dict[str, Any]],
    out: Path | None,
    how: _How,
) -> None:
    """One letter is answered with all evidences; a file of them with the words alone, which takes no search."""
    settle(office)
    found = suggest(office, how.viewer, questions, limit=how.offset + how.limit, why=out is None)
    answers = [_answer(question["id"], advice, how) for question, advice in zip(questions, found, strict=True)]
    if out is not None:
        count = write_answers(out, answers)
        show({"answers": count}, as_json=how.as_json, text=f"已回答 {count} 问，写入 {out}")
    elif how.as_json:
        show(answers, as_json=True)
    else:
        columns = {"code": "代码", "label": "名称", "role": "主办/协办", "share": "把握", "evidence": "依据"}
        for answer in answers:
            rows = [row | {"evidence": _told(row["evidence"])} for row in answer["suggestions"]]
            show_rows(rows, as_json=False, columns=columns)
            if answer["abstain"]:
                note(UNSURE)


def _told(evidence: Sequence[dict[str, str]]) -> str:
    return "；".join(f"{KINDS[one['kind']]}{one['text']}" for one in evidence)


def _answer(id_: object, advice: Advice, how: _How) -> dict[str, Any]:
    listed = [_line(one) for one in advice.suggestions[how.offset :]]
    told = {"id": id_, "suggestions": listed, "abstain": advice.abstain}
    return told | ({"note": UNSURE} if advice.abstain else {})


def _line(one: Reasoned) -> dict[str, Any]:
    evidence = [{"kind": e.kind, "text": e.text} | ({"id": e.id} if e.id else {}) for e in one.evidence]
    return {"code": one.code, "label": one.label, "share": one.share, "role": one.role, "evidence": evidence}
