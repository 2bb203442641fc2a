"""`cli.py graph …`: the surroundings of a node, how two nodes are connected, export (关系图谱)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from casework.basis import article_today
from casework.case import find_case
from casework.office import Office
from commands.chinese import Commands
from commands.doorway import AsJson, Home, office_at, plain, show, show_rows
from commands.person import MaybeAs, named
from core.dates import read_day
from core.ids import kind_of
from core.kinds import LINK_KINDS, NODE_LABELS
from core.normal import clean
from core.petition import Node as GraphNode
from core.viewer import Viewer
from graph.ego import ego
from graph.export import export_graphml, export_jsonl
from graph.paths import connect

app = Commands(help="关系图谱：周围、联系、导出", no_args_is_help=True)
Node = Annotated[str, typer.Argument(help="节点编号，例如 item:来源:编号；信访件也可只写编号")]


@app.command("show")
def surroundings(
    node: Node,
    hops: Annotated[int, typer.Option("--hops", min=1, max=3, help="几步以内")] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多多少个节点")] = 200,
    offset: Annotated[int, typer.Option("--offset", min=0, help="跳过前多少条关系")] = 0,
    as_of: Annotated[str, typer.Option("--as-of", help="条文和法规按哪一天的效力；默认今天")] = "",
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查看一个节点的周围；条文和法规附当日效力。"""
    with office_at(home) as office:
        viewer = named(office, person)
        found = ego(office.graph, _node(office, viewer, node), viewer, hops=hops, cap=limit)
        found = replace(found, links=found.links[offset:])
        day = read_day(as_of) or office.today()
        with office.database.read() as tx:
            law = {one.id: article_today(tx, one.id, today=day, name=one.name) for one in found.nodes if _is_law(one)}
    if as_json:
        statuses = {id_: {"status": one.status, "warning": one.warning} for id_, one in law.items()}
        show({**plain(found), "as_of": day, "statuses": statuses}, as_json=True)
        return
    names = {one.id: one.name for one in found.nodes}
    names |= {id_: f"{names[id_]}（{one.warning or one.status.value}）" for id_, one in law.items()}
    rows = [
        {
            "from": names.get(link.source, link.source),
            "kind": LINK_KINDS[link.kind].label,
            "to": names.get(link.target, link.target),
            "to_kind": NODE_LABELS.get(kind_of(link.target), ""),
        }
        for link in found.links
    ]
    columns = {"from": "从", "kind": "关系", "to": "到", "to_kind": "种类"}
    told = [
        f"{len(found.nodes)} 个节点",
        f"效力截至 {day}" if law else "",
        *(one.label for one in found.more),
        found.note,
    ]
    title = "；".join(filter(None, told))
    show_rows(rows, as_json=False, columns=columns, title=title)


@app.command()
def path(
    start: Node,
    end: Annotated[str, typer.Argument(help="另一个节点")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=20, help="最多几条")] = 5,
    offset: Annotated[int, typer.Option("--offset", min=0, max=20, help="跳过前几条")] = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """两个节点怎样相连：最能说明问题的几条路，略过人人都连的节点。"""
    with office_at(home) as office:
        viewer = named(office, person)
        ends = _node(office, viewer, start), _node(office, viewer, end)
        every = connect(office.graph, *ends, viewer, most=limit + offset)
        found = replace(every, paths=every.paths[offset:])
    text = "\n".join(f"{n}. {one.sentence}" for n, one in enumerate(found.paths, start=offset + 1)) or found.note
    show(found, as_json=as_json, text=text)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="文件夹（JSONL）或 .graphml 文件")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """导出整个图谱（只含本人可见、已脱敏的部分）。"""
    with office_at(home) as office:
        viewer = named(office, person)
        write = export_graphml if out.suffix == ".graphml" else export_jsonl
        report = write(office.graph, out, viewer)
    show(report, as_json=as_json, text=f"已导出 {report.nodes} 个节点、{report.links} 条关系到 {out}")


def _is_law(node: GraphNode) -> bool:
    return node.kind in ("article", "regulation")


def _node(office: Office, viewer: Viewer, text: str) -> str:
    wanted = clean(text).strip()
    return wanted if kind_of(wanted) in NODE_LABELS and ":" in wanted else find_case(office, viewer, wanted)
