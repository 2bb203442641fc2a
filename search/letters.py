"""From documents to vectors: one letter vector in which the title weighs in again, and passages of long letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.ids import short_hash
from core.normal import plain_letter
from search.documents import Document, embedded_text, passages
from search.encoder import Encoder, Vectors

TITLE_SHARE = 0.2
"""The title names place and matter; this share of its own vector makes like letters rank higher."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The texts a document's vectors are made from: title (may be empty) and passages, the first from the start."""

    title: str
    passages: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them, title first if there is one."""
        return ((self.title,) if self.title else ()) + self.passages


def pieces(document: Document, *, titled: bool = True) -> Pieces:
    """What is embedded of a document; articles go without title, since an act's name blurs what each article says."""
    if not titled:
        return Pieces("", tuple(passages(document.text)))
    title = plain_letter(document.title) if document.title else ""
    return Pieces(title, tuple(passages(embedded_text(document))))


def text_hash(text: str) -> str:
    """The key of a text's vector in the cache."""
    return short_hash(text, length=32)


def blend(title: Vectors | None, rows: Vectors) -> Vectors:
    """Unit vectors of a document, shape (passages, n): the title weighs in with each passage."""
    if title is None:
        return rows
    mixed = (1 - TITLE_SHARE) * rows + TITLE_SHARE * title[None, :]
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.asarray(mixed / lengths, dtype=np.float32)


def question_vector(encoder: Encoder, question: Document) -> Vectors:
    """The letter vector of a question, made as those of letters are."""
    asked = pieces(question)
    wanted = (asked.title, asked.passages[0]) if asked.title else (asked.passages[0],)
    rows = encoder.letters.encode_passages(wanted)
    letter: Vectors = blend(rows[0] if asked.title else None, rows[-1:])[0]
    return letter


def law_question_vector(encoder: Encoder, question: Document) -> Vectors:
    """The vector of a question to the law: everyday words held against articles, read by the question model."""
    vector: Vectors = encoder.encode_queries([pieces(question).passages[0]])[0]
    return vector


def document_vectors(encoder: Encoder, documents: Sequence[Document]) -> list[Vectors]:
    """The vectors of each document, letter vector first."""
    every = [pieces(d) for d in documents]
    rows = encoder.encode_passages([text for one in every for text in one.texts])
    return list(assemble(every, rows))


def assemble(every: Iterable[Pieces], rows: Vectors) -> Iterable[Vectors]:
    """Vectors per document from the vectors of all pieces in order."""
    start = 0
    for one in every:
        end = start + len(one.texts)
        own = rows[start:end]
        yield blend(own[0], own[1:]) if one.title else own
        start = end
