"""Nouns of a law tree: kinds of nodes, nodes as spans over the source, what looks wrong, corrections by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a node is; the value is the Chinese word (立法法 65 names 编 to 目)."""

    WHOLE = "全文"
    OTHER = "另一篇"
    PREAMBLE = "题注"
    CONTENTS = "目录"
    ANNEX = "附件"
    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    DIVISION = "部分"
    SECTION = "节"
    ARTICLE = "条"
    CLAUSE = "条款"
    PARAGRAPH = "款"
    ITEM = "项"
    SUBITEM = "目"
    CLOSING = "落款"


HEADINGS = frozenset({Kind.ANNEX, Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.DIVISION, Kind.SECTION})


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its span in the source and the nodes inside it; what no child holds is its own text.

    `title` is the heading as shown for 编 to 节 and the clause label otherwise; `line` counts from 1.
    """

    kind: Kind
    start: int
    end: int
    number: int = 0
    sub: int = 0
    title: str = ""
    line: int = 0
    body: int = 0
    """Where the words after the label begin."""
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the source."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something a person should look at; kinds stand in `core.law_tree.oddities`, lines count from 1."""

    kind: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said about a line: split (在这里拆开), join (并入上文), text (不是条文), heading (是标题).

    `anchor` names the line by its words, so that the correction holds when the file is read again.
    """

    anchor: str
    action: str


ACTIONS = {"split": "在这里拆开", "join": "并入上文", "text": "不是条文", "heading": "是标题"}


@dataclass(frozen=True, slots=True)
class Tree:
    """A document taken apart. `form` is articles (有第N条), clauses (编号段落) or paragraphs (自然段)."""

    source: str
    root: Node
    form: str
    oddities: tuple[Oddity, ...] = ()
    confidence: float = 1.0
    unused: tuple[Correction, ...] = ()
    """Corrections whose line is no longer there."""

    def text(self, node: Node) -> str:
        """The characters of the source that `node` spans."""
        return self.source[node.start : node.end]
