"""Demands (诉求) of a letter, split where the writer numbers them or adds another (一信多诉).

Conservative on purpose: a letter is one demand unless it shows at least two that each ask for something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASKS = re.compile(
    r"请求|要求|希望|恳请|恳求|盼望|强烈建议|建议|请(?!问|假|客|柬|帖)|帮忙|解决|答复|落实|查处|退还|赔偿|补发|返还|尽快"
)
_NUMBERED = re.compile(
    r"(?:(?<=[。；;！!？?：:\n，,])|^)\s*(?:"
    r"[（(]?[一二三四五六七八九][）)]?(?:[、，,.．]|是(?!否)(?:[：:，,]?))|"
    r"第[一二三四五六七八九](?:[、，,：:]|(?=[请要希恳]))|"
    r"[（(]?[1-9][）)]?(?:[、．]|[.](?!\d)|(?<=[）)]))|"
    r"(?:诉求|请求|要求)[一二三四五六七八九1-9][：:、，,])"
)
_ADDED = re.compile(r"(?<=[。；;！!？?\n])\s*(?:另外|此外|除此之外|还有一件事|还有|再有|同时)[，,、：:]?")
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand with its span in the raw text."""

    start: int
    end: int
    text: str


def split_demands(text: str) -> list[Demand]:
    """The demands of `text` in order; exactly one, the whole text, when no second one is told apart.

    Spans count characters of `text`. At most twelve demands are told apart; the last keeps the rest.
    """
    for cuts in (_numbered_cuts(text), _added_cuts(text)):
        parts = _between(text, cuts)
        asking = [part for part in parts if _ASKS.search(part.text)]
        if len(cuts) >= 2 and len(asking) >= 2 and len(asking) * 2 >= len(parts):
            return parts
    return [Demand(0, len(text), text)]


def _numbered_cuts(text: str) -> list[int]:
    cuts = [match.start() for match in _NUMBERED.finditer(text)]
    return cuts[:_LONGEST]


def _added_cuts(text: str) -> list[int]:
    added = [match.start() for match in _ADDED.finditer(text)]
    cuts = [cut for cut in added if _ASKS.search(text[:cut])]
    return [0, *cuts][:_LONGEST] if cuts else []


def _between(text: str, cuts: list[int]) -> list[Demand]:
    """The pieces from each cut to the next, blanks trimmed; before the first cut stands the story, no demand."""
    found = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=False):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        if body:
            found.append(Demand(start + lead, start + lead + len(body), body))
    return found
