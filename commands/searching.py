"""What searching commands share: questions from files, reasons as JSON, what the search could not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.case import find_case
from casework.office import Office
from casework.worker import settle
from commands.answers import read_questions, write_answers
from commands.doorway import SOMETHING_TO_LOOK_AT, note, show
from core.errors import InputError, NotFound
from core.viewer import Viewer
from search.asking import LONGEST, Query
from search.filters import Filter
from search.why import Why

Text = Annotated[str, typer.Argument(help="检索内容；整封信可以直接粘贴，写 - 则从标准输入读")]
Like = Annotated[str, typer.Option("--like", help="与这件信访件相似（编号）")]
Several = Annotated[list[str] | None, typer.Option(help="可写多个")]
Day = Annotated[str, typer.Option(help="日期，例如 2026-11-22")]
Line = dict[str, Any]


def query_of(office: Office, viewer: Viewer, text: str, like: str) -> Query:
    """What is asked: the like of a petition, by id or number, or a text."""
    return Query(like=find_case(office, viewer, like)) if like else Query(text=text)


def why_json(why: Why) -> Line:
    """The reasons of a hit for programs."""
    return {
        "parts": dict(why.parts),
        "similarity": why.similarity,
        "words": list(why.words),
        "shared": {name: list(values) for name, values in why.shared.items()},
        "sentence": why.sentence,
    }


def filter_of(chosen: dict[str, list[str] | None], wanted: Filter) -> Filter:
    """`wanted` with the options that were given."""
    given: dict[str, Any] = {name: tuple(values) for name, values in chosen.items() if values}
    return replace(wanted, **given)


def answered_batch(
    office: Office, queries: Path | None, out: Path | None, answer: Callable[[Line], Line], *, as_json: bool
) -> bool:
    """Answers a whole file of questions after everything recorded can be found; False when there is no such file.

    A question that cannot be answered gets a line with `error`, and the command leaves with 1.
    """
    if queries is None:
        return False
    if out is None:
        raise InputError("给了问题文件，却没有结果文件", "例如：--queries 问题.jsonl --out 结果.jsonl")
    questions = read_questions(queries)
    settle(office)
    faults: list[str] = []

    def lines() -> Iterator[Line]:
        for question in questions:
            try:
                yield {"id": question["id"], **answer(question)}
            except (InputError, NotFound) as error:
                faults.append(f"{question['id']}：{error.detail}")
                yield {"id": question["id"], "hits": [], "error": error.detail}

    count = write_answers(out, lines())
    text = f"已回答 {count - len(faults)} 问，写入 {out}"
    show({"answers": count, "errors": len(faults)}, as_json=as_json, text=text)
    if faults:
        note("\n".join([f"有 {len(faults)} 问没有答上：", *faults[:20]]))
        raise typer.Exit(SOMETHING_TO_LOOK_AT)
    return True


def vectors_note(office: Office) -> Line:
    """What search could not do yet, for programs."""
    states = {corpus: office.index.state(corpus) for corpus in ("petitions", "articles")}
    missing = {corpus: state.missing_vectors for corpus, state in states.items()}
    return {"missing_vectors": missing, "model_problem": office.model_problem}


def say_limits(office: Office, *, cut: bool) -> None:
    """Tells what this answer did not look at."""
    missing = sum(vectors_note(office)["missing_vectors"].values())
    if cut:
        note(f"提示：文字较长，只看了前 {LONGEST} 字")
    if office.encoder is None:
        note(f"提示：语义模型不可用（{office.model_problem}），本次只按词语检索")
    elif missing:
        note(f"提示：还有 {missing} 条没有向量，本次对它们只按词语检索")
