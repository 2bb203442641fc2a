"""`cli.py search facets|elements`: what the matching letters have in common, counted; the elements one can ask by."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.facets import FIELDS, counted_facets
from commands.answers import typed
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.meant import meant_values
from commands.person import MaybeAs, named
from commands.searching import Day, Like, Several, Text, filter_of, query_of
from core.dates import read_day
from core.elements import elements
from search.filters import Filter

app = Commands()


@app.command("facets")
def facets(
    text: Text = "",
    like: Like = "",
    element: Several = None,
    issue: Several = None,
    unit: Several = None,
    place: Several = None,
    tag: Several = None,
    date_from: Day = "",
    date_to: Day = "",
    field: Annotated[list[str] | None, typer.Option("--field", help=f"只数这些：{'、'.join(FIELDS)}")] = None,
    limit: Limit = 20,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """与所问相似的信访件按类别、单位、地点、要素、标签、年份各有多少；不写内容则数全部。"""
    chosen = {"element": element, "issue": issue, "unit": unit, "place": place, "tag": tag}
    with office_at(home) as office:
        viewer = named(office, person)
        meant = meant_values(office, viewer, chosen)
        wanted = filter_of(meant, Filter(date_from=read_day(date_from), date_to=read_day(date_to)))
        query = query_of(office, viewer, typed(text), like) if text or like else None
        found = counted_facets(office, viewer, query, wanted, names=tuple(field or FIELDS), limit=limit)
        if as_json:
            show(found, as_json=True)
            return
        rows = [
            {"field": FIELDS[name], "label": one.label, "count": one.count} for name in found for one in found[name]
        ]
        show_rows(rows, as_json=False, columns={"field": "分面", "label": "值", "count": "件数"})


@app.command("elements")
def list_elements(home: Home = None, as_json: AsJson = False, limit: Limit = 200, offset: Offset = 0) -> None:
    """可以用 --element 筛选的全部要素。"""
    rows = [{"group": one.group, "element": one.name} for one in elements()][offset : offset + limit]
    show_rows(rows, as_json=as_json, columns={"group": "组", "element": "要素"})
