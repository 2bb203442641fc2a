"""What the page of the draft check asks of the office; the draft itself is never kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from casework.case import find_case
from casework.draft_check import DraftCheck, check_draft, read_draft
from core.errors import InputError
from core.remedy_line import paper_named
from core.viewer import Viewer
from ui.wiring import the_office
from ui.words import word

TYPES = ("docx", "txt")


@dataclass(frozen=True, slots=True)
class Question:
    """A draft to be checked: its words, the case it answers, its day and kind (empty: told by its heading)."""

    text: str
    case: str
    on: date | None
    paper: str


def words_of(name: str, data: bytes) -> str:
    """The words of an uploaded draft. Raises InputError naming the file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(data)
        return read_draft(file)


def check(viewer: Viewer, asked: Question) -> DraftCheck:
    """The findings about the draft. Raises InputError for an empty one, NotFound for an unknown case."""
    if not asked.text.strip():
        raise InputError(word("check.empty"), word("check.empty_hint"))
    office = the_office()
    item_id = find_case(office, viewer, asked.case.strip()) if asked.case.strip() else ""
    return check_draft(office, viewer, asked.text, item_id=item_id, on=asked.on, paper=paper_named(asked.paper))


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the draft: the gravest finding that touches it (0: none), and the findings that end with it."""

    text: str
    finding: int
    ending: tuple[int, ...]


def places(done: DraftCheck) -> Iterator[Place]:
    """The whole draft in pieces, findings numbered from 1 as they are listed."""
    spans = [(one.start, one.end, number) for number, one in enumerate(done.findings, 1) if one.start < one.end]
    cuts = sorted({0, len(done.text), *(at for start, end, _ in spans for at in (start, end))})
    for start, end in pairwise(cuts):
        touching = [number for a, b, number in spans if a < end and start < b]
        ending = tuple(number for _, b, number in spans if b == end)
        yield Place(done.text[start:end], min(touching, default=0), ending)
