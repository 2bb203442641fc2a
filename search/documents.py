"""What is searched: documents of three corpora, their facets, and the passages a long letter is cut into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.ids import short_hash
from core.normal import plain_letter

Corpus = Literal["petitions", "articles", "members"]
CORPORA: tuple[Corpus, ...] = ("petitions", "articles", "members")

FACET_FIELDS = (
    "issue",
    "unit",
    "region",
    "place",
    "respondent",
    "article",
    "status",
    "outcome",
    "channel",
    "source",
    "concluded",
    "restricted",
    "regulation",
    "kind",
    "package",
    "element",
    "tag",
)
"""Fields whose values are coded in the index; one document may hold several values of a field."""

PASSAGE_CHARACTERS = 480
"""Fits the encoder's 512 tokens with room for its own two and for a few split numbers."""
PASSAGE_STEP = 400
MAX_PASSAGES = 8
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found; `text` is masked already. Days bound when it happened or was in force."""

    id: str
    title: str = ""
    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: date | None = None
    until: date | None = None

    @property
    def version(self) -> str:
        """Changes whenever the words or vectors would."""
        return short_hash(self.title, self.text, length=12)


def split_title(text: str) -> tuple[str, str]:
    """Title and body of a pasted letter: a short first line is its title, if more follows."""
    first, _, rest = text.strip().partition("\n")
    return (first.strip(), rest.strip()) if rest.strip() and len(first) <= _LONGEST_TITLE else ("", text.strip())


def embedded_text(document: Document) -> str:
    """The whole letter without courtesy phrases, title first: what its letter vector is made from."""
    return plain_letter(f"{document.title}\n{document.text}" if document.title else document.text)


def passages(text: str) -> Iterator[str]:
    """Overlapping pieces of a long text from its beginning on; a text that fits is one piece."""
    for number in range(MAX_PASSAGES):
        start = number * PASSAGE_STEP
        yield text[start : start + PASSAGE_CHARACTERS]
        if start + PASSAGE_CHARACTERS >= len(text):
            return


def weighted_text(title: str, text: str) -> str:
    """Text for the word index: the title counts twice, since it names place and matter."""
    return f"{title}\n{title}\n{text}" if title else text
