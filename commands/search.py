"""`cli.py search …`: similar petitions, applicable articles, policy documents (类案与法规检索)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.basis import cited_articles
from casework.case import find_case
from casework.office import Office
from casework.which_day import day_for
from casework.worker import settle
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import (
    SOMETHING_TO_LOOK_AT,
    AsJson,
    Home,
    Limit,
    Offset,
    Out,
    Queries,
    note,
    office_at,
    show,
    show_rows,
)
from commands.meant import meant_values
from commands.person import MaybeAs, named
from core.dates import read_day
from core.errors import InputError, NotFound
from core.event_day import WhichDay, asked_day
from core.viewer import Viewer
from core.vocabulary import label
from records.law_coverage import coverage
from search.asking import LONGEST, Query
from search.filters import Filter
from search.precedents import Answer, Hit, find_precedents, rank_petitions
from search.statutes import Rules, find_articles, find_for_item
from search.why import Why

app = Commands(help="检索类案、法规和政策文件", no_args_is_help=True)
Text = Annotated[str, typer.Argument(help="检索内容；整封信可以直接粘贴，写 - 则从标准输入读")]
Like = Annotated[str, typer.Option("--like", help="与这件信访件相似（编号）")]
Several = Annotated[list[str] | None, typer.Option(help="可写多个")]
Day = Annotated[str, typer.Option(help="日期，例如 2026-11-22")]
Line = dict[str, Any]


@app.command()
def petitions(
    text: Text = "",
    like: Like = "",
    queries: Queries = None,
    out: Out = None,
    issue: Several = None,
    unit: Several = None,
    region: Several = None,
    place: Several = None,
    status: Several = None,
    outcome: Several = None,
    channel: Several = None,
    source: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    limit: Limit = 10,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """检索相似信访件：先例（已办结）在前，在办的另列；没有足够相似的会直说。"""
    chosen = {
        "issue": issue, "unit": unit, "region": region, "place": place, "status": status,
        "outcome": outcome, "channel": channel, "source": source,
    }  # fmt: skip
    with office_at(home) as office:
        viewer = named(office, person)
        meant = meant_values(office, viewer, chosen)
        wanted = _filter(meant, Filter(date_from=read_day(date_from), date_to=read_day(date_to)))

        def answer(question: Line) -> Line:
            query = _query(office, viewer, question)
            found = rank_petitions(office.database, office.index, viewer, query, wanted=wanted, k=limit + offset)
            return {"hits": [_hit(hit) for hit in found[offset:]]}

        if _batch(office, queries, out, answer, as_json=as_json):
            return
        query = _query(office, viewer, {"text": typed(text), "like": like})
        found = find_precedents(office.database, office.index, viewer, query, wanted=wanted, k=limit + offset)
        _show_precedents(office, viewer, found, offset=offset, as_json=as_json)


def _show_precedents(office: Office, viewer: Viewer, found: Answer, *, offset: int, as_json: bool) -> None:
    hits = found.hits[offset:]
    with office.database.read() as tx:
        basis = cited_articles(tx, viewer, [hit.item.id for hit in hits], today=office.today())
    rows = [_hit(hit) | {"cited": [f"{a.label}（{a.status}）" for a in basis.get(hit.item.id, [])]} for hit in hits]
    also = [_hit(hit) for hit in found.also_open]
    if as_json:
        told = {"hits": rows, "also_open": also, "nothing_similar": found.nothing_similar, "floor": found.floor}
        show(told | {"cut": found.cut} | _vectors(office), as_json=True)
        return
    columns = {
        "item_no": "编号",
        "title": "标题",
        "score": "得分",
        "outcome": "结果",
        "cited": "所引条文",
        "sentence": "为什么",
    }
    title = "没有足够相似的先例，以下仅供参考" if found.nothing_similar else "先例"
    show_rows(rows, as_json=False, columns=columns, title=title)
    if also:
        show_rows(also, as_json=False, columns={**columns}, title="相似而尚在办理的")
    _say_limits(office, cut=found.cut)


def _hit(hit: Hit) -> Line:
    return {
        "id": hit.item.id,
        "source_id": hit.item.source_id,
        "item_no": hit.item.item_no or hit.item.source_id,
        "title": hit.item.title_masked,
        "score": hit.score,
        "similar": hit.similar,
        "concluded": hit.concluded,
        "outcome": label("outcome", hit.item.outcome),
        "overturned": hit.overturned,
        "sentence": hit.why.sentence,
        "near_duplicates": list(hit.near_duplicates),
        "why": _why(hit.why),
    }


def _why(why: Why) -> Line:
    return {
        "parts": dict(why.parts),
        "similarity": why.similarity,
        "words": list(why.words),
        "shared": {name: list(values) for name, values in why.shared.items()},
        "sentence": why.sentence,
    }


@app.command()
def articles(
    text: Text = "",
    like: Like = "",
    queries: Queries = None,
    out: Out = None,
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天；默认今天，--like 默认按该件事发或收到之日")] = "",
    regulation: Several = None,
    kind: Several = None,
    region: Several = None,
    level: Annotated[list[str] | None, typer.Option(help="效力层级，例如 法律、行政法规；可写多个")] = None,
    issuer: Annotated[list[str] | None, typer.Option(help="制定机关（含这些字）；可写多个")] = None,
    status: Annotated[list[str] | None, typer.Option(help="效力，例如 现行有效；可写多个")] = None,
    here: Annotated[str, typer.Option("--in", help="适用地域，例如 浙江省杭州市；先地方后全国")] = "",
    date_from: Annotated[str, typer.Option(help="施行日期不早于")] = "",
    date_to: Annotated[str, typer.Option(help="施行日期不晚于")] = "",
    sort: Annotated[str, typer.Option(help="relevance 相关度、level 层级、local 先地方、date 施行日期")] = "",
    limit: Limit = 10,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """检索适用条文，带某日效力；点名的条文和文号直接找到，不靠相似。"""
    chosen = {
        "regulation": regulation, "kind": kind, "region": region, "levels": level, "issuers": issuer,
        "standing": status,
    }  # fmt: skip
    first, last = read_day(date_from), read_day(date_to)
    with office_at(home) as office:
        viewer = named(office, person)
        wanted = _filter(chosen, Filter(applies_in=here, sort=sort, begun_from=first, begun_to=last))
        asked = read_day(as_of)

        def answer(question: Line) -> Line:
            day = _day_of(office, viewer, question, asked)
            found = _rules(office, viewer, question, wanted=replace(wanted, as_of=day.day), k=limit + offset)
            told = {"hits": _articles(found)[offset:], "nothing_similar": found.nothing_similar, "cut": found.cut}
            return told | {"as_of": day.day.isoformat(), "as_of_why": day.words}

        if _batch(office, queries, out, answer, as_json=as_json):
            return
        told = answer({"text": typed(text), "like": like})
        if as_json:
            show(told | _vectors(office), as_json=True)
            return
        columns = {"label": "条文", "status": "效力", "score": "得分", "text": "内容", "sentence": "为什么"}
        on = f"{told['as_of']}（{told['as_of_why']}）"
        title = f"没有足够相近的条文，以下仅供参考；按 {on}" if told["nothing_similar"] else f"适用条文，按 {on}"
        show_rows(told["hits"], as_json=False, columns=columns, title=title)
        _say_limits(office, cut=told["cut"])
        with office.database.read() as tx:
            note(coverage(tx).sentence)


def _day_of(office: Office, viewer: Viewer, question: Line, asked: date | None) -> WhichDay:
    """The day a question asks for, else the command; for a case the day that counts for it, else today."""
    day = read_day(str(question.get("as_of") or "")) or asked
    if question.get("like") and day is None:
        item_id = find_case(office, viewer, str(question["like"]))
        with office.database.read() as tx:
            return day_for(tx, viewer, item_id, today=office.today())
    return asked_day(day) if day else WhichDay(day=office.today(), source="today", words="今天")


def _rules(office: Office, viewer: Viewer, question: Line, *, wanted: Filter, k: int) -> Rules:
    if question.get("like"):
        item_id = find_case(office, viewer, str(question["like"]))
        return find_for_item(office.database, office.index, viewer, item_id, wanted=wanted, k=k)
    query = Query(text=str(question.get("text") or ""))
    day = wanted.as_of or office.today()
    return find_articles(office.database, office.index, query, as_of=day, wanted=wanted, k=k)


def _articles(found: Rules) -> list[Line]:
    return [
        {
            "id": hit.article.id,
            "source_id": hit.article.source_id,
            "regulation": hit.version.title,
            "article": f"{hit.article.number}之{hit.article.sub}" if hit.article.sub else str(hit.article.number),
            "label": hit.label,
            "status": hit.status.value,
            "text_kind": hit.version.text_kind,
            "effective": hit.version.effective,
            "text": hit.article.text[:200],
            "score": hit.score,
            "similar": hit.similar,
            "sentence": hit.why.sentence,
            "why": _why(hit.why),
        }
        for hit in found.hits
    ]


def _query(office: Office, viewer: Viewer, question: Line) -> Query:
    if question.get("like"):
        return Query(like=find_case(office, viewer, str(question["like"])))
    return Query(text=str(question.get("text") or ""))


def _filter(chosen: dict[str, list[str] | None], wanted: Filter) -> Filter:
    given: dict[str, Any] = {name: tuple(values) for name, values in chosen.items() if values}
    return replace(wanted, **given)


def _batch(
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


def _vectors(office: Office) -> Line:
    states = {corpus: office.index.state(corpus) for corpus in ("petitions", "articles")}
    missing = {corpus: state.missing_vectors for corpus, state in states.items()}
    return {"missing_vectors": missing, "model_problem": office.model_problem}


def _say_limits(office: Office, *, cut: bool) -> None:
    """Tells what this answer did not look at."""
    missing = sum(_vectors(office)["missing_vectors"].values())
    if cut:
        note(f"提示：文字较长，只看了前 {LONGEST} 字")
    if office.encoder is None:
        note(f"提示：语义模型不可用（{office.model_problem}），本次只按词语检索")
    elif missing:
        note(f"提示：还有 {missing} 条没有向量，本次对它们只按词语检索")
