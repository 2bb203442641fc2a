"""The graph as files: nodes and links one JSON object a line, or GraphML for drawing programs.

People (信访人) and what the viewer may not see are not in them; names are masked like everywhere in the graph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from core.errors import Unavailable
from core.kinds import LINK_KINDS, NODE_LABELS
from core.petition import Node
from core.viewer import Viewer
from graph.port import Graph, GraphLink

# Characters no XML 1.0 document may hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPHML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="kind" for="all" attr.name="kind" attr.type="string"/>
<key id="label" for="all" attr.name="label" attr.type="string"/>
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="region" for="node" attr.name="region" attr.type="string"/>
<key id="on" for="node" attr.name="on" attr.type="string"/>
<key id="score" for="edge" attr.name="score" attr.type="double"/>
<graph edgedefault="directed">
"""
_GRAPHML_FOOT = "</graph>\n</graphml>\n"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: counts and the files."""

    nodes: int
    links: int
    files: tuple[Path, ...]


def export_jsonl(graph: Graph, folder: Path, viewer: Viewer, *, kinds: Collection[str] = ()) -> ExportReport:
    """Counts after writing `nodes.jsonl` and `links.jsonl` into `folder`; both appear whole or not at all.

    Raises Forbidden when people (信访人) are asked for, InputError for an unknown kind, Unavailable when the disk
    refuses.
    """
    files = (folder / "nodes.jsonl", folder / "links.jsonl")
    numbers = [0, 0]
    with ExitStack() as stack:
        streams = [stack.enter_context(_whole(file)) for file in files]
        for row in graph.export(kinds, viewer):
            place, data = (0, _node_data(row)) if isinstance(row, Node) else (1, _link_data(row))
            streams[place].write(json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n")
            numbers[place] += 1
    return ExportReport(numbers[0], numbers[1], files)


def export_graphml(graph: Graph, file: Path, viewer: Viewer, *, kinds: Collection[str] = ()) -> ExportReport:
    """Counts after writing one GraphML file; it appears whole or not at all. Raises as `export_jsonl` does."""
    numbers = [0, 0]
    with _whole(file) as stream:
        stream.write(_GRAPHML_HEAD)
        for row in graph.export(kinds, viewer):
            is_node = isinstance(row, Node)
            stream.write(_node_xml(row) if isinstance(row, Node) else _link_xml(row, numbers[1]))
            numbers[0 if is_node else 1] += 1
        stream.write(_GRAPHML_FOOT)
    return ExportReport(numbers[0], numbers[1], (file,))


@contextmanager
def _whole(file: Path) -> Iterator[TextIO]:
    unfinished = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        unfinished.replace(file)
    except OSError as error:
        raise Unavailable(f"导出文件写不进去：{file}（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error
    finally:
        if unfinished.exists():
            unfinished.unlink()


def _node_data(node: Node) -> dict[str, object]:
    return {
        "id": node.id,
        "kind": node.kind,
        "label": NODE_LABELS[node.kind],
        "name": node.name,
        "region": node.region,
        "on": node.on.isoformat() if node.on else "",
        "props": dict(node.props),
    }


def _link_data(link: GraphLink) -> dict[str, object]:
    label = LINK_KINDS[link.kind].label
    return {"source": link.source, "kind": link.kind, "label": label, "target": link.target, "score": link.score}


def _node_xml(node: Node) -> str:
    day = node.on.isoformat() if node.on else ""
    facts = {"kind": node.kind, "label": NODE_LABELS[node.kind], "name": node.name, "region": node.region, "on": day}
    return f"<node id={_attribute(node.id)}>{_data(facts)}</node>\n"


def _link_xml(link: GraphLink, number: int) -> str:
    facts = {"kind": link.kind, "label": LINK_KINDS[link.kind].label}
    facts |= {"score": repr(link.score)} if link.score is not None else {}
    ends = f"source={_attribute(link.source)} target={_attribute(link.target)}"
    return f'<edge id="e{number}" {ends}>{_data(facts)}</edge>\n'


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))


def _data(facts: dict[str, str]) -> str:
    return "".join(f'<data key="{key}">{escape(_NOT_XML.sub("", text))}</data>' for key, text in facts.items() if text)
