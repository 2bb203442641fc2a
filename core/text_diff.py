"""What changed between two texts, by characters: equal, deleted, inserted and moved pieces (新旧对照).

The texts are cut into clauses and compared clause by clause, and only what is left inside a changed stretch by
characters. So the work grows with the length of the texts, and a stretch that is too long to be compared by
characters is shown as taken out and put in whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, TypeAlias

Kind = Literal["equal", "deleted", "inserted", "moved"]
_Step: TypeAlias = tuple[str, int, int, int, int]

_SIGNS = "，。；：、！？"
_CLAUSE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]+|[^，。；：、！？\n]+")
_LONGEST_STRETCH = 1500
"""Characters of a changed stretch that are still compared one by one."""
_LONGEST_LIST = 4000
"""Clauses that are still compared as lists; beyond it only the common beginning and end count as equal."""
_SHORTEST_MOVE = 7
"""A shorter clause that stands elsewhere is a turn of phrase, not a piece that was moved."""
_ISLAND = 2
"""A shorter run of equal characters between two changes reads worse than a longer change."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the comparison; a side on which it does not stand has start and end alike.

    A moved piece has both places and is listed once, where it stood in the old text.
    """

    kind: Kind
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def text_diff(old: str, new: str) -> tuple[Segment, ...]:
    """The segments in the order of reading; on each side together they are the whole text."""
    if old == new:
        return (Segment("equal", 0, len(old), 0, len(new)),) if old else ()
    old_cuts, new_cuts = _cuts(old), _cuts(new)
    stretches = list(_stretches(old, new, old_cuts, new_cuts))
    moves = list(_moves(old, new, old_cuts, new_cuts, stretches))
    found: list[Segment] = list(moves)
    for one in stretches:
        if one.kind == "equal":
            found.append(one)
        else:
            found += _inside(old, new, one, moves)
    return tuple(sorted(_joined(found), key=lambda s: (s.old_start, s.new_start, s.old_end, s.new_end)))


def sides(old: str, new: str, segments: Sequence[Segment]) -> tuple[list[tuple[Kind, str]], list[tuple[Kind, str]]]:
    """The pieces of the old and of the new text, each in its own order, to stand side by side."""
    left = sorted((s for s in segments if s.old_start < s.old_end), key=lambda s: s.old_start)
    right = sorted((s for s in segments if s.new_start < s.new_end), key=lambda s: s.new_start)
    return (
        [(s.kind, old[s.old_start : s.old_end]) for s in left],
        [(s.kind, new[s.new_start : s.new_end]) for s in right],
    )


def pieces(old: str, new: str) -> list[tuple[Kind, str]]:
    """The pieces of both texts in one running order; what was moved stands where it was."""
    return [
        (one.kind, old[one.old_start : one.old_end] or new[one.new_start : one.new_end]) for one in text_diff(old, new)
    ]


def marked(old: str, new: str) -> str:
    """One text that shows the differences: 〔删：…〕〔增：…〕〔移：…〕 in the running words of the old."""
    signs = {"deleted": "删", "inserted": "增", "moved": "移"}
    return "".join(piece if kind == "equal" else f"〔{signs[kind]}：{piece}〕" for kind, piece in pieces(old, new))


def _cuts(text: str) -> list[int]:
    """Where each clause begins, and the end of the text."""
    return [*(m.start() for m in _CLAUSE.finditer(text)), len(text)]


def _clauses(text: str, cuts: Sequence[int]) -> list[str]:
    return [text[a:b] for a, b in pairwise(cuts)]


def _stretches(old: str, new: str, old_cuts: list[int], new_cuts: list[int]) -> Iterator[Segment]:
    """Equal stretches, and changed ones (kind `deleted` stands for any change here), by whole clauses."""
    a, b = _clauses(old, old_cuts), _clauses(new, new_cuts)
    codes: list[_Step]
    if max(len(a), len(b)) > _LONGEST_LIST:
        codes = _ends_only(a, b)
    else:
        codes = list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())
    for tag, i, j, k, m in codes:
        yield Segment("equal" if tag == "equal" else "deleted", old_cuts[i], old_cuts[j], new_cuts[k], new_cuts[m])


def _ends_only(a: Sequence[str], b: Sequence[str]) -> list[_Step]:
    most = min(len(a), len(b))
    head = next((i for i in range(most) if a[i] != b[i]), most)
    tail = next((i for i in range(most - head) if a[-1 - i] != b[-1 - i]), most - head)
    codes = [("equal", 0, head, 0, head), ("replace", head, len(a) - tail, head, len(b) - tail)]
    return [*codes, ("equal", len(a) - tail, len(a), len(b) - tail, len(b))]


def _moves(
    old: str, new: str, old_cuts: list[int], new_cuts: list[int], stretches: Sequence[Segment]
) -> Iterator[Segment]:
    """Clauses that were taken out at one place and put in at another, each used once."""
    waiting: dict[str, list[int]] = {}
    for start, end in _changed(stretches, new_cuts, old=False):
        at, body = _body(new, start, end)
        waiting.setdefault(body, []).append(at)
    for start, end in _changed(stretches, old_cuts, old=True):
        at, body = _body(old, start, end)
        if len(body) >= _SHORTEST_MOVE and waiting.get(body):
            to = waiting[body].pop(0)
            yield Segment("moved", at, at + len(body), to, to + len(body))


def _body(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the words of a clause begin, and the words without blanks and without the sign at the end."""
    clause = text[start:end]
    return start + len(clause) - len(clause.lstrip()), clause.strip().rstrip(_SIGNS)


def _changed(stretches: Sequence[Segment], cuts: Sequence[int], *, old: bool) -> list[tuple[int, int]]:
    """The clauses inside changed stretches, as spans of one side."""
    found, at = [], 0
    for one in stretches:
        start, end = (one.old_start, one.old_end) if old else (one.new_start, one.new_end)
        while at + 1 < len(cuts) and cuts[at] < end:
            if one.kind != "equal" and cuts[at] >= start:
                found.append((cuts[at], cuts[at + 1]))
            at += 1
    return found


def _inside(old: str, new: str, one: Segment, moves: Sequence[Segment]) -> Iterator[Segment]:
    """A changed stretch by characters, what was moved left out of it."""
    gone = _without(one.old_start, one.old_end, [(m.old_start, m.old_end) for m in moves])
    come = _without(one.new_start, one.new_end, [(m.new_start, m.new_end) for m in moves])
    for number in range(max(len(gone), len(come))):
        a, b = gone[number] if number < len(gone) else (one.old_end, one.old_end), (one.new_end, one.new_end)
        if number < len(come):
            b = come[number]
        yield from _characters(old, new, a, b)


def _without(start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found, at = [], start
    for a, b in sorted(span for span in taken if start <= span[0] and span[1] <= end):
        if at < a:
            found.append((at, a))
        at = b
    return [*found, (at, end)] if at < end else found


def _characters(old: str, new: str, a: tuple[int, int], b: tuple[int, int]) -> Iterator[Segment]:
    left, right = old[slice(*a)], new[slice(*b)]
    if not left or not right or max(len(left), len(right)) > _LONGEST_STRETCH:
        codes = [("replace", 0, len(left), 0, len(right))]
    else:
        codes = _readable(SequenceMatcher(None, left, right, autojunk=False).get_opcodes())
    for tag, i, j, k, m in codes:
        if tag == "equal":
            yield Segment("equal", a[0] + i, a[0] + j, b[0] + k, b[0] + m)
            continue
        if i < j:
            yield Segment("deleted", a[0] + i, a[0] + j, b[0] + k, b[0] + k)
        if k < m:
            yield Segment("inserted", a[0] + j, a[0] + j, b[0] + k, b[0] + m)


def _readable(codes: Sequence[_Step]) -> list[_Step]:
    """The steps with short islands of equal characters taken into the change around them."""
    found: list[_Step] = []
    for place, (tag, i, j, k, m) in enumerate(codes):
        island = tag == "equal" and j - i < _ISLAND and 0 < place < len(codes) - 1
        if tag == "equal" and not island:
            found.append((tag, i, j, k, m))
        elif found and found[-1][0] != "equal":
            _, before, _, other, _ = found[-1]
            found[-1] = ("replace", before, j, other, m)
        else:
            found.append(("replace", i, j, k, m))
    return found


def _joined(found: Sequence[Segment]) -> list[Segment]:
    """Neighbours of one kind as one segment."""
    joined: list[Segment] = []
    for one in sorted(found, key=lambda s: (s.old_start, s.new_start, s.old_end, s.new_end)):
        last = joined[-1] if joined else None
        if last and last.kind == one.kind and (last.old_end, last.new_end) == (one.old_start, one.new_start):
            joined[-1] = Segment(one.kind, last.old_start, one.old_end, last.new_start, one.new_end)
        else:
            joined.append(one)
    return joined
