"""Acts without articles (决定, 批复, 通知) in pieces, one a clause, so that they are found, shown and cited."""

from __future__ import annotations

from dataclasses import replace

from core.law_tree import articles_of, fragments_of, parse
from core.normal import clean
from ingest.acts import Act, ActArticle


def in_pieces(act: Act) -> Act:
    """The act with its text as articles: those it has, those its text holds, else its clauses.

    A clause has number 0 and its place as `sub`, so that no 第N条 is ever taken for it.
    """
    if act.articles or not act.preamble.strip():
        return act
    return replace(act, articles=pieces(act.preamble))


def pieces(text: str) -> tuple[ActArticle, ...]:
    """The articles of a text, or its clauses when it has none."""
    tree = parse(clean(text))
    articles = articles_of(tree)
    keys = {(a.number, a.sub) for a in articles}
    if articles and len(keys) == len(articles):
        return tuple(ActArticle(a.number, a.sub, a.text, a.path) for a in articles)
    return tuple(ActArticle(0, place, one.text, one.path) for place, one in enumerate(fragments_of(tree), 1))
