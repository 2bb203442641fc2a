"""Acts without articles (决定, 批复, 通知) in pieces, one a clause, so that they are found, shown and cited."""

from __future__ import annotations

from dataclasses import replace

from core.law_tree import Tree, articles_of, fragments_of, parse
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
    return act_articles(parse(clean(text)))


def act_articles(tree: Tree) -> tuple[ActArticle, ...]:
    """The articles of a tree, or its clauses when it has none or a number stands twice."""
    articles = articles_of(tree)
    if articles and len({(a.number, a.sub) for a in articles}) == len(articles):
        return tuple(ActArticle(a.number, a.sub, a.text, a.path) for a in articles)
    return tuple(ActArticle(0, place, one.text, one.path) for place, one in enumerate(fragments_of(tree), 1))
