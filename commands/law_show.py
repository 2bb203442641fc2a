"""`cli.py law show`: the versions of an act, an article by its citation or id, a clause of a paper, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from casework.citing import citations_in
from commands.chinese import Commands
from commands.doorway import AsJson, Home, note, office_at, show, show_rows
from core.dates import read_day
from core.errors import NotFound
from core.normal import clean
from core.statute import RegulationVersion
from records.clauses import find_clauses
from records.database import Tx
from records.law import articles_on, find_regulations, versions
from records.law_coverage import coverage

app = Commands()
COLUMNS = {
    "title": "法规",
    "document_no": "文号",
    "published": "公布",
    "effective": "施行",
    "ended": "终止",
    "status": "效力",
}
DIGEST = "【要旨，非原文】"


@app.command("show")
def show_act(
    name: Annotated[str, typer.Argument(help="法规名称、简称、文号，《…》第…条，《…》二（三），或 article:… 编号")],
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天；默认今天")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查看一部法规的各个版本，或一条条文在某日的样子。"""
    with office_at(home) as office, office.database.read() as tx:
        day, name = read_day(as_of) or office.today(), clean(name).strip()
        held = coverage(tx).sentence
        if ids := _articles(tx, name, day):
            _show_articles(tx, ids, day, held, as_json=as_json)
            return
        if clauses := find_clauses(tx, name, day):
            columns = {"citation": "引用", "text": "原文"}
            show_rows([asdict(one) for one in clauses], as_json=as_json, columns=columns)
            return
        rows = [_version(v, day) for one in find_regulations(tx, name) for v in versions(tx, one.id)]
        if not rows:
            raise NotFound(f"库中没有“{name}”", f"{held}缺的法规可做成政策包读入：cli.py ingest policies 文件夹")
    show_rows(rows, as_json=as_json, columns=COLUMNS, title=f"效力截至 {day}")
    if not as_json:
        note(held)


def _articles(tx: Tx, name: str, day: date) -> dict[str, date]:
    """Articles that `name` is the id of, or cites, each with the day it is shown as of: an edition's own if named.

    Raises NotFound for an id that is not there.
    """
    if name.startswith("article:"):
        if not articles_on(tx, [name], day):
            raise NotFound(f"库中没有 {name}", "可按引用查看，例如：python cli.py law show 民法典第三条")
        return {name: day}
    cited = citations_in(tx, name, day=day)
    return {one.article_id: one.day or day for one in reversed(cited) if one.article_id}


def _show_articles(tx: Tx, ids: Mapping[str, date], day: date, held: str, *, as_json: bool) -> None:
    """One article as one document; several as a list: the words of each one's own day, its status on `day`."""
    read = [one for id_, on in ids.items() for one in articles_on(tx, [id_], on).values()]
    found = [(text, version, version.status_on(day)) for text, version, _ in read]
    told = [
        {"article": text, "version": version, "status": status, "as_of": day, "coverage": held}
        for text, version, status in found
    ]
    words = "\n\n".join(
        f"{'' if version.text_kind == 'full' else DIGEST}{version.title} {text.label}（{day} {status}）\n{text.text}"
        for text, version, status in found
    )
    show(told[0] if len(told) == 1 else told, as_json=as_json, text=words)


def _version(version: RegulationVersion, day: date) -> dict[str, Any]:
    return {
        "title": version.title,
        "document_no": version.document_no,
        "published": version.published,
        "effective": version.effective,
        "ended": version.ended,
        "status": version.status_on(day).value,
        "as_of": day,
        "text": version.text_kind,
        "source": version.source,
    }
