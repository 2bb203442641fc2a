"""From questions with the articles that answer them to what a question model is trained on (训练样本)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.errors import InputError
from search.documents import Document
from search.encoder import Vectors
from search.index import SearchIndex
from search.letters import pieces
from search.sources import entity_of

FEWEST = 50
"""Questions below which training only learns them by heart."""
NEAR_COPY = 0.96
"""Articles this near to a right one say nearly the same, in an older act or a local rule: not wrong answers."""
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question in everyday words, masked, and the articles that answer it; `items` are petitions it comes from."""

    id: str
    text: str
    articles: tuple[str, ...]
    items: tuple[str, ...] = ()
    source: str = ""
    """The set it comes from."""

    @property
    def matter(self) -> str:
        """What is held out together: questions that the same articles answer."""
        return "|".join(sorted(self.articles))


@dataclass(frozen=True, slots=True)
class Questions:
    """Texts with the rows of the passages that answer them, and the rows that say nearly the same as those."""

    texts: Sequence[str]
    rights: Sequence[Sequence[int]]
    copies: Sequence[Sequence[int]]
    passages: Vectors


@dataclass(frozen=True, slots=True)
class Law:
    """The articles of an index as they are encoded: ids of documents, their vectors, and which read so on the day."""

    ids: tuple[str, ...]
    vectors: Vectors
    standing: Mapping[str, tuple[int, ...]]
    """Entity → rows of the wordings that count on the day."""
    wordings: Mapping[str, tuple[int, ...]]


def law_of(index: SearchIndex, as_of: date) -> Law:
    """The encoded articles of an index. Raises InputError while it holds none with vectors."""
    table = index.snapshot("articles").table
    day = as_of.toordinal()
    alive = [n for n in range(table.count) if table.alive[n]]
    vectors = index.vectors([table.ids[n] for n in alive], "articles")
    has = np.flatnonzero(vectors.any(axis=1))
    if not len(has):
        raise InputError("还没有带语义向量的法条，不能训练", "请先装入法规并运行：python cli.py work")
    numbers = [alive[row] for row in has]
    standing: dict[str, list[int]] = {}
    wordings: dict[str, list[int]] = {}
    for row, number in enumerate(numbers):
        entity = entity_of(table.ids[number])
        wordings.setdefault(entity, []).append(row)
        if table.days[number] <= day < table.untils[number]:
            standing.setdefault(entity, []).append(row)
    return Law(tuple(table.ids[n] for n in numbers), vectors[has], _frozen(standing), _frozen(wordings))


def _frozen(found: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(rows) for name, rows in found.items()}


def asked_text(text: str) -> str:
    """A question as the model reads it, in training as in use: courtesy left out, the first passage."""
    return pieces(Document(id="", text=text)).passages[0]


def answered(labelled: Sequence[Labelled], law: Law) -> list[Labelled]:
    """Those questions that some loaded article answers. Raises InputError when they are fewer than `FEWEST`."""
    kept = [one for one in labelled if one.text.strip() and _rights(one, law)]
    if len(kept) < FEWEST:
        raise InputError(
            f"能用来训练的问句只有 {len(kept)} 条，太少了",
            f"至少需要 {FEWEST} 条：答复引用了法条的信访件、被评为有用的法条，或一份问句与法条对照的文件",
        )
    return kept


def questions(labelled: Sequence[Labelled], law: Law) -> Questions:
    """What to train on."""
    rights = [_rights(one, law) for one in labelled]
    copies = _copies(law, rights, [_other_wordings(one, law) for one in labelled])
    return Questions([asked_text(one.text) for one in labelled], rights, copies, law.vectors)


def _rights(one: Labelled, law: Law) -> tuple[int, ...]:
    return tuple(sorted({row for id_ in one.articles for row in law.standing.get(id_, ())}))


def _other_wordings(one: Labelled, law: Law) -> set[int]:
    return {row for id_ in one.articles for row in law.wordings.get(id_, ())}


def _copies(law: Law, rights: Sequence[Sequence[int]], others: Sequence[set[int]]) -> list[tuple[int, ...]]:
    """Rows that are no wrong answers: other wordings of a right article, and those that say nearly the same."""
    rows = sorted({row for several in rights for row in several})
    near: dict[int, set[int]] = {}
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        close = law.vectors[part] @ law.vectors.T >= NEAR_COPY
        near |= {row: set(np.flatnonzero(line).tolist()) for row, line in zip(part, close, strict=True)}
    return [
        tuple(sorted((set().union(*(near[row] for row in own)) | other) - set(own)))
        for own, other in zip(rights, others, strict=True)
    ]


def folds(labelled: Sequence[Labelled], count: int, seed: int) -> list[list[Labelled]]:
    """The questions in `count` parts of about the same size; what the same articles answer stays together."""
    matters = sorted({one.matter for one in labelled})
    order = np.random.default_rng(seed).permutation(len(matters))
    place = {matters[m]: i % count for i, m in enumerate(order)}
    return [[one for one in labelled if place[one.matter] == part] for part in range(count)]
