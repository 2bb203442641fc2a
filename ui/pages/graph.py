"""关系图谱: what surrounds a node, step by step, and how two nodes are connected."""

from __future__ import annotations

import streamlit as st

from core.kinds import LINK_KINDS, NODE_LABELS
from core.petition import Node
from core.viewer import Viewer
from ui import services_graph as service
from ui.graph_chart import graph_chart, graph_tables
from ui.identity import current_user
from ui.incidents import plain
from ui.links import asked, go, link
from ui.render import day, empty, line, short
from ui.words import word

PAGES = {"item": "case", "issue": "issue", "batch": "batch"}


def draw() -> None:
    """Draws the neighbourhood of `?id=` and the ways to it and on from it."""
    viewer = current_user()
    st.title(word("page.graph"))
    start = asked("id")
    _start(viewer)
    if not start:
        empty("graph")
        return
    if st.session_state.get("graph_start") != start:
        st.session_state["graph_start"], st.session_state["graph_opened"] = start, (start,)
    hidden = st.pills(
        word("graph.hide"),
        list(NODE_LABELS),
        selection_mode="multi",
        format_func=lambda kind: NODE_LABELS[kind],
        key="graph_hidden",
    )
    tabs = st.tabs([word("graph.around"), word("graph.path")], key="graph_tabs", on_change="rerun")
    if tabs[0].open:
        with tabs[0]:
            _around(viewer, st.session_state["graph_opened"], tuple(hidden or ()))
    if tabs[1].open:
        with tabs[1]:
            _path(viewer, start)


def _start(viewer: Viewer) -> None:
    with st.form("graph_form", border=False):
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        text = left.text_input(word("graph.start"), placeholder=word("graph.placeholder"), key="graph_text")
        pressed = right.form_submit_button(word("graph.find"), type="primary")
    if pressed and text.strip():
        st.session_state["graph_found"] = [(node.id, _label(node)) for node in service.find_nodes(viewer, text.strip())]
        if not st.session_state["graph_found"]:
            st.info(word("graph.not_found"))
    found = st.session_state.get("graph_found") or []
    if found:
        with st.container(horizontal=True):
            for node_id, label in found[:8]:
                link("graph", label, id=node_id)


def _label(node: Node) -> str:
    return f"{NODE_LABELS[node.kind]} · {short(node.name or node.id, 20)}"


def _around(viewer: Viewer, opened: tuple[str, ...], hidden: tuple[str, ...]) -> None:
    view = service.neighbourhood(viewer, opened, hidden=hidden)
    if view.note:
        st.info(plain(view.note))
    left, right = st.columns([5, 3], gap="medium")
    with left:
        st.text(word("graph.shown", nodes=len(view.nodes), links=len(view.links)))
        clicked = graph_chart(view, key="graph_chart")
    with right:
        _chosen(view, clicked)
        graph_tables(view, key="graph")


def _chosen(view: service.GraphView, clicked: str) -> None:
    nodes = {node.id: node for node in view.nodes}
    ids = list(nodes)
    if not ids:
        return
    if clicked and st.session_state.get("graph_clicked") != clicked:
        st.session_state["graph_clicked"] = st.session_state["graph_pick"] = clicked
    if st.session_state.get("graph_pick") not in nodes:
        st.session_state["graph_pick"] = ids[0]
    picked = st.selectbox(word("graph.node"), ids, format_func=lambda one: _label(nodes[one]), key="graph_pick")
    _card(nodes[picked], view)


def _card(node: Node, view: service.GraphView) -> None:
    with st.container(border=True):
        line(NODE_LABELS[node.kind], node.name or node.id)
        if node.on:
            line(word("column.on"), day(node.on))
        for one in view.more:
            if one.anchor == node.id:
                st.text(f"{LINK_KINDS[one.kind].label}　{one.label}")
        with st.container(horizontal=True):
            if st.button(word("graph.expand"), key="graph_expand", type="primary"):
                st.session_state["graph_opened"] = (*dict.fromkeys((*st.session_state["graph_opened"], node.id)),)
                st.rerun()
            if st.button(word("graph.centre"), key="graph_centre"):
                go("graph", id=node.id)
            if node.kind in PAGES:
                link(PAGES[node.kind], word("open"), id=node.id)
            elif node.kind == "article":
                link("law", word("open"), article=node.id)


def _path(viewer: Viewer, start: str) -> None:
    line(word("graph.begin"), service.name_of(viewer, start))
    with st.form("path_form", border=False):
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        text = left.text_input(word("graph.other"), placeholder=word("graph.placeholder"), key="graph_other")
        right.form_submit_button(word("graph.ask"), type="primary")
    if not text.strip():
        st.text(word("graph.path_hint"))
        return
    targets = service.find_nodes(viewer, text.strip())
    if not targets:
        st.info(word("graph.not_found"))
        return
    target = st.selectbox(word("graph.target"), targets, format_func=_label, key="graph_target")
    paths, note = service.connections(viewer, start, target.id)
    if note:
        st.info(plain(note))
    for number, path in enumerate(paths):
        st.markdown(plain(path.sentence))
        graph_chart(path.view, key=f"graph_path_{number}", height=220)
