"""What the page of doubtful splits asks of the office: the documents, one of them taken apart, corrections."""

from __future__ import annotations

from casework.splits import DocumentSplit, correct, split_named, splits, undo
from core.viewer import Viewer
from ui.wiring import now, the_office
from ui.words import word

LONGEST = 40


def doubtful() -> list[DocumentSplit]:
    """The documents with something to look at, the least sure first."""
    with the_office().database.read() as tx:
        return splits(tx, doubtful=True)


def one(document: str) -> DocumentSplit:
    """The document taken apart. Raises NotFound."""
    with the_office().database.read() as tx:
        return split_named(tx, document)


def rows(split: DocumentSplit) -> list[dict[str, object]]:
    """Every node of the tree with its line, kind, number and first words."""
    source = split.tree.source
    found: list[dict[str, object]] = []
    for node in split.tree.root.walk():
        if node is split.tree.root:
            continue
        found.append(
            {
                word("splits.line"): node.line or source.count("\n", 0, node.start) + 1,
                word("splits.kind"): node.kind.value,
                word("splits.number"): f"{node.number}-{node.sub}" if node.sub else str(node.number or ""),
                word("splits.words"): " ".join(source[node.start : min(node.end, node.start + 80)].split())[:LONGEST],
            }
        )
    return found


def say(viewer: Viewer, document: str, line: int, action: str, *, reason: str) -> None:
    """Keeps what a person said about a line and splits the document anew. Raises InputError or NotFound."""
    correct(the_office().database, viewer, document, (line, action), reason=reason, now=now())


def take_back(viewer: Viewer, document: str, line: int) -> None:
    """Takes back what was said about a line. Raises NotFound."""
    undo(the_office().database, viewer, document, line, now=now())
