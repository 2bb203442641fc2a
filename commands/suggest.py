"""`cli.py suggest …`: issue class and unit for a new letter, with share and evidence (建议)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.office import Office
from casework.suggest import suggest_classes, suggest_units
from casework.worker import settle
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import (
    AsJson,
    Home,
    Limit,
    Offset,
    Out,
    Queries,
    office_at,
    show,
    show_rows,
)
from commands.person import MaybeAs, named
from core.errors import InputError
from core.normal import clean
from core.viewer import Viewer
from search.labels import Suggestion

app = Commands(help="建议问题分类和承办单位（仅供人参考）", no_args_is_help=True)
Text = Annotated[str, typer.Argument(help="信件文字")]
Suggest = Callable[..., list[list[Suggestion]]]


@app.command("issue-class")
def issue_class(
    text: Text = "",
    queries: Queries = None,
    out: Out = None,
    limit: Limit = 5,
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
    limit: Limit = 5,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """建议承办单位：从本办以往的转送中学习。"""
    with office_at(home) as office:
        how = _How(named(office, person), limit, offset, as_json)
        _suggest(office, suggest_units, _questions(text, queries), out, how)


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
    settle(office)
    found = suggest(office, how.viewer, questions, limit=how.offset + how.limit)
    answers = [
        {"id": question["id"], "suggestions": [_line(one) for one in listed[how.offset :]]}
        for question, listed in zip(questions, found, strict=True)
    ]
    if out is not None:
        count = write_answers(out, answers)
        show({"answers": count}, as_json=how.as_json, text=f"已回答 {count} 问，写入 {out}")
    elif how.as_json:
        show(answers, as_json=True)
    else:
        columns = {"code": "代码", "label": "名称", "share": "把握", "evidence": "依据"}
        for answer in answers:
            show_rows(answer["suggestions"], as_json=False, columns=columns)


def _line(one: Suggestion) -> dict[str, Any]:
    return {"code": one.code, "label": one.label, "share": round(one.share, 4), "evidence": list(one.evidence)}
