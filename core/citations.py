"""The reference reader (引用): every citation of law in a text, and what each points to. No I/O; usable alone.

    from core.citations import Context, find_citations, resolve
    find_citations("依据《民法典》第278条、第二百八十二条第一款")
    find_citations("前款规定的期限", context=Context(law="信访工作条例", article=36, paragraph=2))

Forms read are those of domain 8.2; `resolve` takes any `LawShelf`, such as `core.citing.listed.ListedLaws`.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.citing.citation import NOWHERE, Citation, Context, article_label
from core.citing.reading import read
from core.citing.resolving import Resolved, resolve
from core.citing.shelf import LawShelf
from core.law_titles import KnownTitles, known_titles

__all__ = ["Citation", "Context", "KnownTitles", "LawShelf", "Resolved", "article_label", "find_citations", "resolve"]


def find_citations(
    text: str, extra_titles: Iterable[str] | KnownTitles = (), context: Context = NOWHERE
) -> list[Citation]:
    """Citations in `text` ordered by start; `extra_titles` may stand without 《》 beside those of `laws.yaml`."""
    titles = extra_titles if isinstance(extra_titles, KnownTitles) else known_titles(tuple(extra_titles))
    return read(text, titles, context)
