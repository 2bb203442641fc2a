"""Citations in the text of an article, each read where it stands: 前款 in 款 2 is 款 1, 本条 is the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.article_parts import Paragraph, article_parts
from core.citing.citation import Citation, Context
from core.citing.reading import read
from core.law_titles import KnownTitles, known_titles


def citations_in_article(
    text: str, context: Context, *, extra_titles: Iterable[str] | KnownTitles = ()
) -> list[Citation]:
    """Citations in `text`, the words of article `context.article` of `context.law`, by place.

    Spans count characters of `text`; the paragraph and item of each citing place are told from the text itself.
    """
    titles = extra_titles if isinstance(extra_titles, KnownTitles) else known_titles(tuple(extra_titles))
    found: list[Citation] = []
    for start, end, place in _places(article_parts(text), context):
        found += (
            replace(one, start=one.start + start, end=one.end + start) for one in read(text[start:end], titles, place)
        )
    return found


def _places(paragraphs: Iterable[Paragraph], context: Context) -> Iterator[tuple[int, int, Context]]:
    """Start and end of each stretch of words, with the place it stands in."""
    for one in paragraphs:
        place = replace(context, paragraph=one.number, item=0)
        yield one.start, one.items[0].start if one.items else one.end, place
        for item in one.items:
            yield item.start, item.end, replace(place, item=item.number)
