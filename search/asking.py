"""What a person asks with: a pasted letter, a few words, or a petition whose like is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from core.errors import InputError
from core.everyday_words import legal_terms
from core.masking import mask
from core.normal import clean
from core.petition import Item
from core.viewer import Viewer
from records.database import Tx
from records.items import item
from records.word_proposals import accepted_words
from search.bridges import known_bridges
from search.documents import Corpus, Document, weighted_text
from search.index import SearchIndex
from search.letters import question_vector
from search.ranking import Question

LONGEST = 5000
"""Characters of a pasted text that are looked at; a letter says what it is about long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """`text` as pasted, or `like`, the id of an item; exactly one of them."""

    text: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query made ready: masked text, the item it comes from if it does, and what the index is asked."""

    text: str
    question: Question
    item: Item | None = None
    cut: bool = False
    """True when the text was longer than what is looked at."""
    legal: Mapping[str, str] = field(default_factory=dict)
    """Legal terms also looked for, each with the everyday word of the text it stands for."""


def asked(tx: Tx, index: SearchIndex, viewer: Viewer, query: Query, *, corpus: Corpus = "petitions") -> Asked:
    """The query ready to be put to a corpus. Raises InputError for an empty one, NotFound for an unknown item."""
    if query.like:
        found = item(tx, viewer, query.like)
        return _like(index, found) if corpus == "petitions" else _over_bridges(tx, index, _to_law(index, found, corpus))
    text = clean(query.text).strip()
    if not text:
        raise InputError("没有输入要查的内容", "请粘贴来信原文，或输入几个词，例如：小区 停水")
    masked = masked_words(text)
    question = index.question(widened(tx, masked), corpus=corpus)
    plain = Asked(text=masked, question=question, cut=len(text) > LONGEST)
    return plain if corpus == "petitions" else _over_bridges(tx, index, plain)


def widened(tx: Tx, text: str) -> str:
    """`text` and, behind it, the standard names of the office's own aliases in it (`水澜湾` → `水澜湾三期小区`)."""
    aliases = [one for one in accepted_words(tx) if one.standard and one.word in text]
    standards = dict.fromkeys(one.standard for one in aliases if one.standard not in text)
    return " ".join([text, *standards])


def masked_words(text: str) -> str:
    """A typed text as it is searched for, and as it may be kept: without personal data, and not too long."""
    return mask(clean(text).strip()[:LONGEST]).text


def _like(index: SearchIndex, found: Item) -> Asked:
    title, text = found.title_masked, found.content_masked[:LONGEST]
    terms = index.terms(weighted_text(title, text))
    rows = index.vectors([found.id])
    vector = rows[0] if rows.shape[1] > 1 and rows[0].any() else None
    if vector is None and index.encoder is not None:
        vector = question_vector(index.encoder, Document(id="", title=title, text=text))
    question = Question(terms=terms, vector=vector, exclude=frozenset({found.id}))
    return Asked(text=found.letter[:LONGEST], question=question, item=found)


def _to_law(index: SearchIndex, found: Item, corpus: Corpus) -> Asked:
    text = found.content_masked[:LONGEST]
    return Asked(
        text=found.letter[:LONGEST], question=index.question(text, title=found.title_masked, corpus=corpus), item=found
    )


def _over_bridges(tx: Tx, index: SearchIndex, plain: Asked) -> Asked:
    """The same, looking also for the legal terms of its everyday words."""
    legal = legal_terms(plain.text, known_bridges(tx))
    return replace(plain, question=replace(plain.question, also=index.terms(" ".join(legal))), legal=legal)


def without(one: Asked, ids: Iterable[str]) -> Asked:
    """The same question, with `ids` no answers either."""
    return replace(one, question=replace(one.question, exclude=one.question.exclude | frozenset(ids)))
