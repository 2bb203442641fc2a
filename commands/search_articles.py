"""`cli.py search articles`: rules that bear on a question or a case, on the day that counts (适用条文)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from casework.case import find_case
from casework.office import Office
from casework.which_day import day_for
from commands.answers import typed
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, Out, Queries, note, office_at, show, show_rows
from commands.person import MaybeAs, named
from commands.searching import (
    Like,
    Line,
    Several,
    Text,
    answered_batch,
    filter_of,
    say_limits,
    vectors_note,
    why_json,
)
from core.dates import read_day
from core.event_day import WhichDay, asked_day
from core.viewer import Viewer
from records.law_coverage import coverage
from search.asking import Query
from search.filters import Filter
from search.statutes import Rules, find_articles, find_for_item

app = Commands()


@app.command("articles")
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
        wanted = filter_of(chosen, Filter(applies_in=here, sort=sort, begun_from=first, begun_to=last))
        asked = read_day(as_of)

        def answer(question: Line) -> Line:
            day = _day_of(office, viewer, question, asked)
            found = _rules(office, viewer, question, wanted=replace(wanted, as_of=day.day), k=limit + offset)
            told = {"hits": _articles(found)[offset:], "nothing_similar": found.nothing_similar, "cut": found.cut}
            return told | {"as_of": day.day.isoformat(), "as_of_why": day.words}

        if answered_batch(office, queries, out, answer, as_json=as_json):
            return
        told = answer({"text": typed(text), "like": like})
        if as_json:
            show(told | vectors_note(office), as_json=True)
            return
        _tell(office, told)


def _tell(office: Office, told: Line) -> None:
    columns = {"label": "条文", "status": "效力", "score": "得分", "text": "内容", "sentence": "为什么"}
    on = f"{told['as_of']}（{told['as_of_why']}）"
    title = f"没有足够相近的条文，以下仅供参考；按 {on}" if told["nothing_similar"] else f"适用条文，按 {on}"
    show_rows(told["hits"], as_json=False, columns=columns, title=title)
    say_limits(office, cut=told["cut"])
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
            "why": why_json(hit.why),
        }
        for hit in found.hits
    ]
