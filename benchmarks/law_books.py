"""The statutes of the shared data as libraries for the reader, and questions about them in eight respellings."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.offices import shared
from core.citing.listed import ListedAct, ListedLaws
from core.dates import read_day
from core.errors import InputError
from core.law_titles import short_titles
from core.numerals import to_chinese

ENDED = date(2026, 1, 1)
"""Acts the data calls repealed have no day there; any day before the questions will do."""


def rows(name: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a JSONL file of the shared data."""
    with gzip.open(shared(name), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@dataclass(frozen=True, slots=True)
class Book:
    """All national statutes: the library, each document with its articles, and the articles as rows."""

    shelf: ListedLaws
    documents: Mapping[str, ListedAct]
    articles: list[Mapping[str, Any]]


def national_statutes() -> Book:
    """The national statutes of the shared data, ready to be asked."""
    articles = list(rows("statutes/articles.jsonl.gz"))
    texts: dict[str, dict[tuple[int, int], str]] = {}
    for row in articles:
        texts.setdefault(row["doc_id"], {})[(row["no"], row["sub"])] = row["text"]
    documents = {}
    for told in rows("statutes/laws.jsonl.gz"):
        if told["doc_id"] in texts:
            ended = told["status"] == "已废止"
            documents[told["doc_id"]] = ListedAct(
                title=told["title"],
                articles=texts[told["doc_id"]],
                published=_day(told["published"]),
                effective=_day(told["effective"]) or _day(told["published"]),
                ended=ENDED if ended else None,
                end_kind="repealed" if ended else "",
            )
    return Book(ListedLaws(documents.values()), documents, articles)


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except InputError:
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one article, and the article meant."""

    law: str
    number: int
    sub: int
    doc_id: str
    query: str
    items: bool = False

    @property
    def tail(self) -> str:
        """之一 and the like."""
        return f"之{to_chinese(self.sub)}" if self.sub else ""


def lookups(book: Book) -> list[Asked]:
    """The look-up questions of LawBench whose law is in the library."""
    found = []
    for row in rows("lawbench/1-1_article_lookup_dev.jsonl.gz"):
        if row["doc_id"]:
            text = book.documents[row["doc_id"]].articles.get((row["article_no"], row["article_sub"]), "")
            place = (row["law"], row["article_no"], row["article_sub"], row["doc_id"], row["query"])
            found.append(Asked(*place, items="（一）" in text))
    return found


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MARKS = ("〈〉", "「」", "『』")


def _short(title: str) -> str:
    """The shortest alias of a title; the title where it has none."""
    return min((alias for alias, full in short_titles().items() if full == title), key=len, default=title)


def _marks(one: Asked) -> str:
    opening, closing = _MARKS[one.number % 3]
    return f"{opening}{one.law}{closing}第{to_chinese(one.number)}条{one.tail}"


def _below(one: Asked) -> str:
    return f"《{one.law}》第{to_chinese(one.number)}条{one.tail}{'第（一）项' if one.items else '第一款'}"


RESPELLINGS: Mapping[str, Callable[[Asked], str]] = {
    "Arabic digits": lambda one: f"《{one.law}》第{one.number}条{one.tail}",
    "full-width digits": lambda one: f"《{one.law}》第{str(one.number).translate(_WIDE)}条{one.tail}",
    "no 《》": lambda one: f"{one.law}第{to_chinese(one.number)}条{one.tail}",
    "short title": lambda one: f"《{_short(one.law)}》第{to_chinese(one.number)}条{one.tail}",
    "no 第": lambda one: f"{one.law}{one.number}条{one.tail}",
    "extra spaces": lambda one: f"《 {one.law} 》 第 {to_chinese(one.number)} 条 {one.tail}",
    "〈〉 「」 『』": _marks,
    "with 款 or 项": _below,
}


def respelt(one: Asked, how: str) -> str:
    """The question asked in another writing."""
    return f"{RESPELLINGS[how](one)}的内容是什么？"
