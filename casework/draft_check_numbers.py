"""Numbers of an older version cited for today's law (旧条号): the article is there, but speaks of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from casework.standing import Library, Standing
from core.citations import Resolved
from core.reply_finding import Finding
from core.statute import Status
from records.database import Tx

_RULE = "法规修订后条号会变，引用应按答复日的条号"
_STOP = re.compile(r"[。！？\n]")
_REACH = 120
_LEAST = 2
"""Pairs of characters that only the old article has, from which the sentence is about the old one."""


def check_numbers(tx: Tx, text: str, cited: Sequence[Resolved], day: date) -> Iterator[Finding]:
    """Citations whose sentence speaks of what the number meant before the act was rewritten.

    Sentences with quoted words are left to the check of quotations, which knows every version.
    """
    found = [one for one in cited if one.article_id and not one.citation.version_hint]
    library = Library(tx, {one.article_id for one in found}, today=day)
    for one in found:
        now = library.standing(one.article_id, day)
        before = _before(library, one.article_id, now)
        if now is None or before is None or not _about_old(_around(text, one), before.text, now.text):
            continue
        heirs = [heir for heir in library.fate(one.article_id, before).successors if heir != one.article_id]
        if heirs:
            named = "、".join(library.label(heir) for heir in heirs)
            yield Finding(
                severity="warning",
                code="old_number",
                rule=_RULE,
                message=f"{one.citation.label}自 {now.version.effective} 起讲的是另一件事；这里的内容现为{named}",
                start=one.citation.start,
                end=one.citation.end,
                quote=one.citation.quote,
                suggestion=f"改引{named}",
                target=heirs[0],
            )


def _before(library: Library, article: str, now: Standing | None) -> Standing | None:
    """The article in the version before the one in force; None where there is none or it is the same version."""
    if now is None or now.status is not Status.IN_FORCE or now.version.effective is None:
        return None
    before = library.standing(article, now.version.effective - timedelta(days=1))
    if before is None or before.number == now.number or before.status is not Status.IN_FORCE:
        return None
    return None if "digest" in (before.version.text_kind, now.version.text_kind) else before


def _around(text: str, one: Resolved) -> str:
    """The sentence the citation stands in, without the citation."""
    start, end = one.citation.start, one.citation.end
    before = _STOP.split(text[max(0, start - _REACH) : start])[-1]
    return f"{before}\n{_STOP.split(text[end : end + _REACH])[0]}"


def _about_old(sentence: str, old: str, new: str) -> bool:
    if "“" in sentence or "「" in sentence:
        return False
    said, then, now = _pairs(sentence), _pairs(old), _pairs(new)
    of_old, of_new = len(said & (then - now)), len(said & (now - then))
    return of_old >= _LEAST and of_old > 2 * of_new


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()}
