"""The drawing of a piece of the graph, at most 200 nodes, and the same nodes and links as tables beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.kinds import LINK_KINDS, NODE_LABELS
from core.petition import Node
from graph.ego import More
from ui.render import Table, short, show
from ui.services_graph import GraphView
from ui.words import word

MORE = "more"
COLOURS = {
    "item": "#1f5fa8",
    "matter": "#4f8fd0",
    "petitioner": "#76859a",
    "class": "#6b5200",
    "issue": "#c8161d",
    "unit": "#2d7d46",
    "place": "#8a5a2b",
    "respondent": "#d9730d",
    "package": "#7a4fb0",
    "regulation": "#5a3d8a",
    "article": "#9a6fd0",
    "measure": "#0f7d80",
    "batch": "#104f52",
    MORE: "#c9d1db",
}
SMALL, LARGE = 14, 30
# Up to so many nodes → how far they keep from each other; the last also holds for more.
FORCES = (
    (12, {"repulsion": 420, "edgeLength": 110, "gravity": 0.15}),
    (60, {"repulsion": 320, "edgeLength": 110, "gravity": 0.18}),
    (200, {"repulsion": 150, "edgeLength": 70, "gravity": 0.12}),
)


def graph_chart(view: GraphView, *, key: str, height: int = 430) -> str:
    """Draws the view; the id of the node that was clicked, or the empty string."""
    if not view.nodes:
        st.text(word("graph.nothing"))
        return ""
    alt = word("graph.alt", nodes=len(view.nodes), links=len(view.links))
    event = st.echarts_chart(_spec(view), key=key, height=height, on_select="rerun", alt=alt)
    ids = [*(node.id for node in view.nodes), *(one.anchor for one in view.more)]
    for group in event.selection.selected:
        if group["data_type"] == "node":
            return next((ids[number] for number in group["data_indices"] if number < len(ids)), "")
    return ""


def _spec(view: GraphView) -> dict[str, object]:
    kinds = [kind for kind in NODE_LABELS if any(node.kind == kind for node in view.nodes)]
    rest = [*kinds, MORE] if view.more else kinds
    names = {**NODE_LABELS, MORE: word("graph.rest")}
    series = {
        "type": "graph",
        "layout": "force",
        "layoutAnimation": False,
        "top": 40,
        "roam": True,
        "draggable": True,
        "force": next((force for most, force in FORCES if len(view.nodes) <= most), FORCES[-1][1]),
        "emphasis": {"focus": "adjacency"},
        "selectedMode": "single",
        "select": {"itemStyle": {"borderColor": "#1a2433", "borderWidth": 3}},
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 6,
        "lineStyle": {"color": "#9aa7b8", "curveness": 0.08},
        "label": {"show": True, "position": "right", "fontSize": 11},
        "labelLayout": {"hideOverlap": True},
        "categories": [{"name": names[kind], "itemStyle": {"color": COLOURS[kind]}} for kind in rest],
        "data": [*(_node(node, view, kinds) for node in view.nodes), *(_rest(one, len(kinds)) for one in view.more)],
        "links": [
            *({"source": one.source, "target": one.target, "value": LINK_KINDS[one.kind].label} for one in view.links),
            *({"source": one.anchor, "target": _rest_id(one), "value": one.label} for one in view.more),
        ],
    }
    legend = [{"data": [names[kind] for kind in rest], "top": 4, "textStyle": {"color": "#1a2433"}}]
    return {"tooltip": {"formatter": "{b}"}, "legend": legend, "series": [series]}


def _node(node: Node, view: GraphView, kinds: Sequence[str]) -> dict[str, object]:
    return {
        "id": node.id,
        "name": short(node.name or node.id, 14),
        "value": NODE_LABELS[node.kind],
        "category": kinds.index(node.kind),
        "symbolSize": LARGE if node.id in view.centre else SMALL,
    }


def _rest(one: More, category: int) -> dict[str, object]:
    label = f"{LINK_KINDS[one.kind].label} {one.label}"
    return {"id": _rest_id(one), "name": label, "value": one.label, "category": category, "symbolSize": SMALL}


def _rest_id(one: More) -> str:
    return f"more|{one.anchor}|{one.kind}|{one.direction}"


def graph_tables(view: GraphView, *, key: str) -> None:
    """Draws the links as a table, for the keyboard and for reading exactly."""
    names = {node.id: short(node.name or node.id, 30) for node in view.nodes}
    rows = [
        {
            word("graph.from"): names.get(one.source, one.source),
            word("graph.link"): LINK_KINDS[one.kind].label,
            word("graph.to"): names.get(one.target, one.target),
            word("column.score"): "—" if one.score is None else f"{one.score:.2f}",
        }
        for one in view.links
    ]
    show(Table(f"{key}_links", word("graph.links_alt"), rows, tallest=300))
