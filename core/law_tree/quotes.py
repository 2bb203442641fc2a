"""Quotations over line ends, as in decisions that quote whole articles (修改决定): their lines open nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.law_tree.lines import Line

_MARKS = re.compile("[“”]")
_OPENS_AFTER = "：:\n"


def quoted_spans(source: str) -> list[tuple[int, int]]:
    """Closed quotations over more than one line that begin a line or follow a colon.

    A mark that is opened again inside a line was never closed: the later one counts, so that one forgotten
    mark does not swallow the rest.
    """
    spans: list[tuple[int, int]] = []
    opened = -1
    for mark in _MARKS.finditer(source):
        at = mark.start()
        if mark[0] == "“":
            if opened < 0 or not _begins_line(source, at):
                opened = at
        elif opened >= 0:
            if source.find("\n", opened, at) >= 0 and _begins(source, opened):
                spans.append((opened, at))
            opened = -1
    return spans


def _begins_line(source: str, at: int) -> bool:
    before = source[max(0, at - 20) : at]
    return ("\n" in before or at <= 20) and not before.rpartition("\n")[2].strip()


def _begins(source: str, at: int) -> bool:
    before = source[max(0, at - 8) : at].rstrip(" \t　")
    return not before or before[-1] in _OPENS_AFTER


def inside(lines: Sequence[Line], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Places of the lines that begin inside one of `spans`."""
    found: set[int] = set()
    passed = 0
    for place, line in enumerate(lines):
        while passed < len(spans) and spans[passed][1] <= line.start:
            passed += 1
        if passed < len(spans) and spans[passed][0] < line.start:
            found.add(place)
    return found
