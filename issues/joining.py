"""New letters at known issues, within seconds and without a discovery: nearest middle first, then the same rules.

An issue whose middle is near is only looked at; the letter joins when its mean likeness to the members reaches the
threshold discovery merges at, so that a letter about another place or another matter stays out here as it does there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from issues.bigrams import PairSpace, pair_space
from issues.classes import read_classes
from issues.common_issue import Level
from issues.events import EVENT_THRESHOLD, tells_another_matter
from issues.letters import Letter
from issues.likeness import Likeness, Mixture, Rows, compared_texts
from issues.names import read_names
from issues.patterns import PATTERN_THRESHOLD, in_matter
from issues.reasons import common_to, member_of

NEAR = 8
"""Issues looked at for each letter and level."""
SAMPLE = 24
"""Members that stand for an issue, those most like the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A known issue: its members' places in the book, and the items a person keeps out."""

    id: str
    level: Level
    rows: Rows
    kept_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A letter that looks like a member, why, and its mean likeness to the members."""

    issue_id: str
    item_id: str
    reason: str
    score: float


@dataclass(frozen=True)
class Book:
    """The members of the known issues as numbers, made once after a discovery and asked for every new letter."""

    letters: tuple[Letter, ...]
    vectors: NDArray[np.float32]
    groups: tuple[Group, ...]
    spaces: tuple[PairSpace, ...]
    parts: tuple[sparse.csr_matrix, ...]
    middles: NDArray[np.float32]
    worded_middles: sparse.csr_matrix

    def near(self, vector: NDArray[np.float32], wording: sparse.csr_matrix) -> list[int]:
        """Numbers of the groups whose middle is nearest, at most `NEAR` a level, by meaning, else by wording."""
        worded = not np.any(vector)
        alike = (self.worded_middles @ wording.T).toarray().ravel() if worded else self.middles @ vector
        order = np.argsort(-alike, kind="stable")
        found: list[int] = []
        for level in ("event", "pattern"):
            found += [int(n) for n in order if self.groups[n].level == level][:NEAR]
        return found


def make_book(letters: Sequence[Letter], vectors: NDArray[np.float32], groups: Sequence[Group]) -> Book:
    """The book of these groups; `letters` are their members with `vectors` in the same order."""
    made = [pair_space(texts) for texts in compared_texts(letters)]
    parts = tuple(rows for _, rows in made)
    row = np.repeat(np.arange(len(groups)), [len(group.rows) for group in groups])
    column = np.concatenate([np.zeros(0, dtype=np.int64), *(group.rows for group in groups)])
    ones = np.ones(len(row), dtype=np.float32)
    member = sparse.csr_matrix((ones, (row, column)), shape=(len(groups), len(letters)))
    middles = np.asarray(member @ vectors, dtype=np.float32)
    return Book(
        letters=tuple(letters),
        vectors=vectors,
        groups=tuple(groups),
        spaces=tuple(space for space, _ in made),
        parts=parts,
        middles=middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9),
        worded_middles=sparse.csr_matrix(member @ parts[0]),
    )


def propose(book: Book, letters: Sequence[Letter], vectors: NDArray[np.float32]) -> list[Proposed]:
    """Where the new letters belong: at most one event and one pattern each, letters in the order given."""
    if not letters or not book.groups:
        return []
    fresh = [space.rows(texts) for space, texts in zip(book.spaces, compared_texts(letters), strict=True)]
    near = [book.near(vectors[n], fresh[0][n]) for n in range(len(letters))]
    rows = np.unique(np.concatenate([book.groups[n].rows for several in near for n in several]))
    likeness = _together(book, rows, letters, vectors, fresh)
    place = {int(row): at for at, row in enumerate(rows)}
    found: list[Proposed] = []
    for number, letter in enumerate(letters):
        groups = [book.groups[n] for n in near[number] if letter.id not in book.groups[n].kept_out]
        found += _best(book, likeness, (letter, len(rows) + number), groups, place)
    return found


def _together(
    book: Book, rows: Rows, letters: Sequence[Letter], vectors: NDArray[np.float32], fresh: Sequence[sparse.csr_matrix]
) -> Likeness:
    """Members that may be looked at and behind them the new letters, ready for comparing."""
    several = [*(book.letters[row] for row in rows), *letters]
    wording, headline, matter = (
        sparse.csr_matrix(sparse.vstack([part[rows], new])) for part, new in zip(book.parts, fresh, strict=True)
    )
    return Likeness(
        vectors=np.vstack([book.vectors[rows], vectors]).astype(np.float32),
        wording=wording,
        headline=headline,
        matter=matter,
        names=read_names(several),
        classes=read_classes(several),
        mixture=Mixture(),
        near=np.empty((len(several), 0), dtype=np.int64),
    )


def _best(
    book: Book, likeness: Likeness, new: tuple[Letter, int], groups: Sequence[Group], place: Mapping[int, int]
) -> list[Proposed]:
    """The event and the pattern that fit the letter best, where one fits."""
    letter, row = new
    members = [np.array([place[int(r)] for r in group.rows], dtype=np.int64) for group in groups]
    if not members:
        return []
    other = np.concatenate(members)
    compared = likeness.compare(np.full(len(other), row, dtype=np.int64), other)
    figures = {
        "event": compared.mixed(likeness.mixture),
        "pattern": in_matter(compared.meaning, compared.wording, compared.matter, compared.category),
    }
    least = {"event": EVENT_THRESHOLD, "pattern": PATTERN_THRESHOLD}
    best: dict[str, tuple[float, Group]] = {}
    start = 0
    for group, mine in zip(groups, members, strict=True):
        score = float(figures[group.level][start : start + len(mine)].mean())
        start += len(mine)
        known = best.get(group.level)
        if score < least[group.level] or (known and (known[0], known[1].id) >= (score, group.id)):
            continue
        if group.level == "event" and tells_another_matter(likeness.wording, mine, row):
            continue
        best[group.level] = (score, group)
    return [_proposed(book, letter, *best[level]) for level in ("event", "pattern") if level in best]


def _proposed(book: Book, letter: Letter, score: float, group: Group) -> Proposed:
    common = common_to([book.letters[row] for row in group.rows])
    member = member_of(letter, min(score, 1.0), common)
    return Proposed(issue_id=group.id, item_id=letter.id, reason=member.reason, score=member.score)
