"""`cli.py search …`: similar petitions, applicable articles, policy documents (类案与法规检索)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from casework.basis import CitedArticle, cited_articles
from casework.comparison import article_words, standing_words
from casework.office import Office
from commands import search_articles, search_compare, search_facets, search_report, search_saved
from commands.answers import typed
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
from commands.meant import meant_values
from commands.person import MaybeAs, named
from commands.searching import (
    Day,
    Like,
    Line,
    Several,
    Text,
    answered_batch,
    filter_of,
    query_of,
    say_limits,
    vectors_note,
    why_json,
)
from core.dates import read_day
from core.viewer import Viewer
from core.vocabulary import label
from search.filters import Filter
from search.index_version import index_version
from search.precedents import Answer, Hit, find_precedents, rank_petitions

app = Commands(help="检索类案、法规和政策文件", no_args_is_help=True)
app.add_typer(search_articles.app)
for part in (search_facets, search_compare, search_report):
    app.add_typer(part.app)
app.add_typer(search_saved.app, name="saved")


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
    element: Several = None,
    tag: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    as_of: Annotated[str, typer.Option("--as-of", help="所引条文按哪一天的效力；默认今天")] = "",
    limit: Limit = 10,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """检索相似信访件：先例（已办结）在前，在办的另列；没有足够相似的会直说。"""
    chosen = {
        "issue": issue, "unit": unit, "region": region, "place": place, "status": status,
        "outcome": outcome, "channel": channel, "source": source, "element": element, "tag": tag,
    }  # fmt: skip
    with office_at(home) as office:
        viewer = named(office, person)
        meant = meant_values(office, viewer, chosen)
        wanted = filter_of(meant, Filter(date_from=read_day(date_from), date_to=read_day(date_to)))

        def answer(question: Line) -> Line:
            query = query_of(office, viewer, str(question.get("text") or ""), str(question.get("like") or ""))
            found = rank_petitions(office.database, office.index, viewer, query, wanted=wanted, k=limit + offset)
            return {"hits": [_hit(hit) for hit in found[offset:]]}

        if answered_batch(office, queries, out, answer, as_json=as_json):
            return
        query = query_of(office, viewer, typed(text), like)
        found = find_precedents(office.database, office.index, viewer, query, wanted=wanted, k=limit + offset)
        day = read_day(as_of) or office.today()
        _show_precedents(office, viewer, replace(found, hits=found.hits[offset:]), day=day, as_json=as_json)


def _show_precedents(office: Office, viewer: Viewer, found: Answer, *, day: date, as_json: bool) -> None:
    hits = found.hits
    with office.database.read() as tx:
        basis = cited_articles(tx, viewer, [hit.item.id for hit in hits], today=day)
    rows = [_hit(hit) | _basis(basis.get(hit.item.id, [])) for hit in hits]
    also = [_hit(hit) for hit in found.also_open]
    if as_json:
        told = {"hits": rows, "also_open": also, "nothing_similar": found.nothing_similar, "floor": found.floor}
        told |= {"as_of": day, "demands": [one.label for one in found.demands], "cut": found.cut}
        show(told | {"made_with": index_version(office.index, day)} | vectors_note(office), as_json=True)
        return
    columns = {
        "item_no": "编号",
        "title": "标题",
        "score": "得分",
        "outcome": "结果",
        "badges": "标识",
        "cited": "所引条文",
        "sentence": "为什么",
    }
    title = "没有足够相似的先例，以下仅供参考" if found.nothing_similar else "先例"
    title += f"（所引条文的效力截至 {day}）"
    show_rows(rows, as_json=False, columns=columns, title=title)
    if also:
        show_rows(also, as_json=False, columns={**columns}, title="相似而尚在办理的")
    say_limits(office, cut=found.cut)


def _basis(cited: list[CitedArticle]) -> Line:
    """What the reply rests on and whether it still stands (依据现在是否仍有效)."""
    articles = [
        {"id": a.article_id, "label": a.label, "status": a.status.value, "changed": a.changed, "warning": a.warning}
        for a in cited
    ]
    return {"cited": [article_words(a) for a in cited], "basis": articles, "standing": standing_words(cited)}


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
        "rating": label("rating", hit.item.rating) if hit.item.rating else "",
        "overturned": hit.overturned,
        "relation": hit.relation.kind if hit.relation else "",
        "badges": [badge for badge in (hit.relation.badge if hit.relation else "", hit.overturned) if badge],
        "repeats": list(hit.repeats),
        "demands": [one.ordinal for one in hit.demands],
        "elements": list(hit.elements),
        "sentence": hit.why.sentence,
        "near_duplicates": list(hit.near_duplicates),
        "why": why_json(hit.why),
    }
