"""A tree grown from openings: each says where a node begins and how high it stands; each ends where the next does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.article_parts import Part, article_parts
from core.law_tree.nouns import Kind, Node


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a node begins: `rank` is lower the higher it stands, and a node ends at the next of its rank or lower."""

    at: int
    rank: int
    kind: Kind
    number: int = 0
    sub: int = 0
    title: str = ""
    line: int = 0
    body: int = 0


@dataclass(slots=True)
class _Growing:
    opening: Opening
    end: int = 0
    below: list[_Growing] = field(default_factory=list)


def grown(source: str, openings: Iterable[Opening]) -> Node:
    """The tree over all of `source`; openings are taken in their order, which is that of the source."""
    root = _Growing(Opening(0, -1, Kind.WHOLE, line=1), len(source))
    chain = [root]
    for opening in openings:
        while len(chain) > 1 and chain[-1].opening.rank >= opening.rank:
            chain.pop().end = opening.at
        fresh = _Growing(opening, len(source))
        chain[-1].below.append(fresh)
        chain.append(fresh)
    return _node(source, root)


def _node(source: str, one: _Growing) -> Node:
    o = one.opening
    below = tuple(_node(source, child) for child in one.below)
    if o.kind is Kind.ARTICLE:
        below = _paragraphs(source, o, one.end)
    return Node(o.kind, o.at, one.end, o.number, o.sub, o.title, o.line, o.body or o.at, below)


def _paragraphs(source: str, opening: Opening, end: int) -> tuple[Node, ...]:
    base = opening.body
    return tuple(
        Node(
            Kind.PARAGRAPH,
            base + p.start,
            base + p.end,
            p.number,
            body=base + p.start,
            children=_parts(p.items, base, Kind.ITEM),
        )
        for p in article_parts(source[base:end])
    )


def _parts(parts: Sequence[Part], base: int, kind: Kind) -> tuple[Node, ...]:
    return tuple(
        Node(
            kind,
            base + p.start,
            base + p.end,
            p.number,
            title=p.label,
            body=base + p.start + len(p.label),
            children=_parts(p.subitems, base, Kind.SUBITEM),
        )
        for p in parts
    )
