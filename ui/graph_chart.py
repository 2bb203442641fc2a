"""The drawing of a piece of the graph, at most 200 nodes, and the same nodes and links as tables beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.kinds import LINK_KINDS, NODE_LABELS, UNCOUNTED_KINDS
from core.petition import Node
from ui.render import Table, short, show
from ui.services_graph import GraphView
from ui.words import word

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
}
SMALL, LARGE = 14, 30


def graph_chart(view: GraphView, *, key: str, height: int = 520) -> str:
    """Draws the view; the id of the node that was clicked, or the empty string."""
    if not view.nodes:
        st.text(word("graph.nothing"))
        return ""
    event = st.echarts_chart(_spec(view), key=key, height=height, on_select="rerun", alt=_alt(view))
    for group in event.selection.selected:
        if group["data_type"] == "node":
            return next((view.nodes[number].id for number in group["data_indices"] if number < len(view.nodes)), "")
    return ""


def _alt(view: GraphView) -> str:
    return word("graph.alt", nodes=len(view.nodes), links=len(view.links))


def _spec(view: GraphView) -> dict[str, object]:
    kinds = [kind for kind in NODE_LABELS if any(node.kind == kind for node in view.nodes)]
    return {
        "tooltip": {"formatter": "{b}"},
        "legend": [{"data": [NODE_LABELS[kind] for kind in kinds], "top": 4}],
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "layoutAnimation": False,
                "top": 40,
                "roam": True,
                "draggable": True,
                "force": {"repulsion": 160, "edgeLength": 90, "gravity": 0.12},
                "emphasis": {"focus": "adjacency"},
                "selectedMode": "single",
                "select": {"itemStyle": {"borderColor": "#1a2433", "borderWidth": 3}},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 6,
                "lineStyle": {"color": "#9aa7b8", "curveness": 0.08},
                "label": {"show": True, "position": "right", "fontSize": 11},
                "labelLayout": {"hideOverlap": True},
                "categories": [{"name": NODE_LABELS[kind], "itemStyle": {"color": COLOURS[kind]}} for kind in kinds],
                "data": [_node(node, view, kinds) for node in view.nodes],
                "links": [
                    {"source": one.source, "target": one.target, "value": LINK_KINDS[one.kind].label}
                    for one in view.links
                ],
            }
        ],
    }


def _node(node: Node, view: GraphView, kinds: Sequence[str]) -> dict[str, object]:
    more = view.more.get(node.id, 0)
    name = short(node.name or node.id, 14)
    return {
        "id": node.id,
        "name": f"{name}（{word('graph.more', count=more)}）" if more and node.kind not in UNCOUNTED_KINDS else name,
        "value": NODE_LABELS[node.kind],
        "category": kinds.index(node.kind),
        "symbolSize": LARGE if node.id in view.centre else SMALL,
    }


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
    show(Table(f"{key}_links", word("graph.links_alt"), rows, height=300))
