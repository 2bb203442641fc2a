"""`cli.py law tree`: how a file or act comes apart, what looks wrong, and a person's corrections (条文拆分)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.office import Office
from casework.splits import DocumentSplit, correct, split_named, split_of_file, splits, undo
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.errors import InputError
from core.law_tree import ACTIONS, Correction, Node, clauses_of, counts_of, line_anchor
from ingest.texts import document_text

app = Commands()
Corrections = Annotated[
    list[str] | None, typer.Option("--correct", help="行号=更正，例如 12=split；可用 split、join、text、heading")
]
_FORMS = {"articles": "按条", "clauses": "按编号", "paragraphs": "按自然段"}


@app.command("tree")
def tree(
    name: Annotated[str, typer.Argument(help="文件、法规名称或文号、package:…/文件名；不写则列出有疑问的文件")] = "",
    corrections: Corrections = None,
    undone: Annotated[list[int] | None, typer.Option("--undo", help="撤回这一行的更正")] = None,
    reason: Annotated[str, typer.Option("--reason", help="为什么这样更正")] = "",
    person: MaybeAs = "",
    limit: Limit = 500,
    offset: Offset = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一个文件怎样拆成编章节条款项目：找到什么、哪里可疑、人工更正（重新读入后仍然有效）。"""
    with office_at(home) as office:
        if not name:
            _doubtful(office, limit, offset, as_json=as_json)
            return
        split = _found(office, name, _read(corrections or []), undone or [], (person, reason))
    _show(split, limit, offset, as_json=as_json)


def _found(
    office: Office, name: str, said: list[tuple[int, str]], undone: list[int], by: tuple[str, str]
) -> DocumentSplit:
    file = Path(name)
    if file.suffix and file.is_file():
        text = document_text(file) if said else ""
        return split_of_file(file, [Correction(line_anchor(text, line), action) for line, action in said])
    viewer = named(office, by[0])
    for line, action in said:
        correct(office.database, viewer, name, (line, action), reason=by[1], now=office.now())
    for line in undone:
        undo(office.database, viewer, name, line, now=office.now())
    with office.database.read() as tx:
        return split_named(tx, name)


def _read(corrections: list[str]) -> list[tuple[int, str]]:
    found = []
    for one in corrections:
        line, _, action = one.partition("=")
        if not line.strip().isdigit() or action.strip() not in ACTIONS:
            names = "、".join(f"{code}（{words}）" for code, words in ACTIONS.items())
            raise InputError(f"更正“{one}”读不懂", f"请写成 行号=更正，例如 12=split；可用：{names}")
        found.append((int(line), action.strip()))
    return found


def _doubtful(office: Office, limit: int, offset: int, *, as_json: bool) -> None:
    with office.database.read() as tx:
        found = splits(tx, doubtful=True)[offset : offset + limit]
    rows = [
        {
            "document": one.document,
            "title": one.title,
            "confidence": one.tree.confidence,
            "oddities": len(one.doubts),
            "first": one.doubts[0].message if one.doubts else "有更正找不到原来的行",
        }
        for one in found
    ]
    columns = {"document": "文件", "title": "标题", "confidence": "把握", "oddities": "疑点", "first": "例如"}
    show_rows(rows, as_json=as_json, columns=columns, title="" if rows else "没有可疑的拆分")


def _show(split: DocumentSplit, limit: int, offset: int, *, as_json: bool) -> None:
    rows = list(islice(_rows(split), offset, offset + limit))
    if as_json:
        show(_told(split, rows), as_json=True)
        return
    columns = {"line": "行", "kind": "层次", "label": "编号", "words": "开头"}
    counts = "，".join(f"{kind} {count}" for kind, count in counts_of(split.tree).items())
    title = f"{split.title}（{_FORMS[split.tree.form]}，把握 {split.tree.confidence:.2f}）：{counts}"
    show_rows(rows, as_json=False, columns=columns, title=title)
    for one in split.doubts:
        note(f"注意：{one.message}")
    for said in split.corrections:
        note(f"更正：{said.words[:30]} → {ACTIONS[said.action]}（{said.person}）")
    if not split.keeps:
        note("这里的更正只用于查看；做成政策包读入后，更正才会保存")


def _told(split: DocumentSplit, rows: list[dict[str, Any]]) -> dict[str, Any]:
    tree = split.tree
    return {
        "document": split.document,
        "title": split.title,
        "form": tree.form,
        "confidence": tree.confidence,
        "counts": counts_of(tree),
        "oddities": split.doubts,
        "corrections": split.corrections,
        "unused": tree.unused,
        "clauses": [{"label": one.label, "line": one.line, "path": one.path} for one in clauses_of(tree)],
        "nodes": rows,
    }


def _rows(split: DocumentSplit) -> Iterator[dict[str, Any]]:
    waiting: list[tuple[Node, int]] = [(split.tree.root, 0)]
    while waiting:
        node, depth = waiting.pop()
        number = f"{node.number}之{node.sub}" if node.sub else str(node.number or "")
        words = " ".join(split.tree.source[node.start : min(node.end, node.start + 80)].split())
        line = node.line or split.tree.source.count("\n", 0, node.start) + 1
        kind = "　" * depth + node.kind.value
        yield {"line": line, "kind": kind, "label": number, "words": words[:40], "depth": depth}
        waiting.extend((child, depth + 1) for child in reversed(node.children))
