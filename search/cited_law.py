"""Articles that a question names: a citation or document number is answered before anything that is only similar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.citations import Resolved, find_citations, resolve
from core.ids import article_id
from records.database import Tx
from records.law_shelf import SqlShelf, law_shelf

_MOST_OF_ONE_ACT = 10
_MAINLY = 0.6
"""Share of the question that the name of an act must fill before its first articles are the answer."""


def named_articles(tx: Tx, text: str, *, as_of: date) -> dict[str, date]:
    """Articles that `text` cites, in order, each with the day whose words are meant: `as_of`, or an edition's own.

    They are numbered as on that day, or were in another version. An act named alone (《信访工作条例》, 国务院令第590号)
    stands for its first articles where it is most of the text.
    """
    shelf = law_shelf(tx)
    found = find_citations(text, shelf.known)
    named: dict[str, date] = {}
    for told in resolve(found, shelf, day=as_of):
        ids: Sequence[str] = ()
        if told.article_id:
            ids = [told.article_id]
        elif told.regulation_id and told.citation.number:
            ids = _in_another_version(told, shelf)
        elif told.regulation_id and (told.citation.end - told.citation.start) >= _MAINLY * len(text.strip()):
            ids = _first_articles(shelf, told.regulation_id, as_of)
        for id_ in ids:
            named.setdefault(id_, told.day or as_of)
    return named


def _in_another_version(told: Resolved, shelf: SqlShelf) -> Sequence[str]:
    one = told.citation
    there = shelf.article(told.regulation_id, one.number, one.sub, None) is not None
    return [article_id(told.regulation_id, one.number, one.sub)] if there else []


def _first_articles(shelf: SqlShelf, regulation_id: str, day: date) -> list[str]:
    numbers = (n for n in range(1, _MOST_OF_ONE_ACT + 1) if shelf.article(regulation_id, n, 0, day) is not None)
    return [article_id(regulation_id, n) for n in numbers]
