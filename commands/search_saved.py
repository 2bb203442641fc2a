"""`cli.py search saved …`: searches a person keeps, and what is new in them since the person last looked."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.saved_searches import Asks, Watched, look, remove, save, watched
from commands.answers import typed
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.meant import meant_values
from commands.person import MaybeAs, named
from commands.searching import Like, Several, Text, filter_of, query_of
from search.filters import Filter

app = Commands(help="存下的检索和其中新出现的信访件、条文", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="检索编号，见 search saved list")]
COLUMNS = {"id": "编号", "title": "名称", "corpus": "库", "new": "新增", "looked_at": "上次查看"}


def _row(one: Watched) -> dict[str, object]:
    kept = one.search
    fresh = [{"id": id_, "title": title} for id_, title in one.fresh]
    return {
        "id": kept.id,
        "title": kept.title,
        "corpus": kept.corpus,
        "text": kept.text,
        "like": kept.like,
        "filters": dict(kept.filters),
        "new": len(fresh),
        "hits": fresh,
        "looked_at": kept.looked_at,
    }


@app.command("list")
def list_searches(
    person: MaybeAs = "", home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0
) -> None:
    """列出自己存下的检索，及上次查看以后各新增几件。"""
    with office_at(home) as office:
        found = watched(office, named(office, person), now=office.now(), limit=limit, offset=offset)
        show_rows([_row(one) for one in found], as_json=as_json, columns=COLUMNS)


@app.command("add")
def add_search(
    text: Text = "",
    like: Like = "",
    title: Annotated[str, typer.Option("--title", help="名称；不写则取检索内容的开头")] = "",
    corpus: Annotated[str, typer.Option("--corpus", help="petitions 信访件，articles 条文")] = "petitions",
    issue: Several = None,
    unit: Several = None,
    place: Several = None,
    element: Several = None,
    tag: Several = None,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """存下一个检索；以后有新的相似信访件或条文，会列为新增。"""
    chosen = {"issue": issue, "unit": unit, "place": place, "element": element, "tag": tag}
    with office_at(home) as office:
        viewer = named(office, person)
        wanted = filter_of(meant_values(office, viewer, chosen), Filter())
        query = query_of(office, viewer, typed(text), like)
        kept = save(office, viewer, Asks(query, wanted), now=office.now(), corpus=corpus, title=title)
        show(_row(Watched(kept, ())), as_json=as_json, text=f"已存下：{kept.id}　{kept.title}")


@app.command("show")
def show_search(id_: Id, person: MaybeAs = "", home: Home = None, as_json: AsJson = False) -> None:
    """一个存下的检索里新增了什么；看过以后不再算新增。"""
    with office_at(home) as office:
        row = _row(look(office, named(office, person), id_, now=office.now()))
        if as_json:
            show(row, as_json=True)
            return
        columns = {"id": "编号", "title": "标题"}
        hits = row["hits"] if isinstance(row["hits"], list) else []
        show_rows(hits, as_json=False, columns=columns, title=f"{row['title']}：新增 {row['new']} 件")


@app.command("remove")
def remove_search(id_: Id, person: MaybeAs = "", home: Home = None, as_json: AsJson = False) -> None:
    """删去一个存下的检索。"""
    with office_at(home) as office:
        remove(office, named(office, person), id_)
        show({"removed": id_}, as_json=as_json, text=f"已删去：{id_}")
