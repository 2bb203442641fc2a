"""Citations of a text the office has not stored (draft, template, wording), resolved against its library."""

from __future__ import annotations

import re
from datetime import date

from core.citations import Context, Resolved, find_citations, resolve
from records.database import Tx
from records.law_shelf import law_shelf

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
"""No file takes these; one sign stands for one, so that spans count characters of the text as it was given."""


def citations_in(tx: Tx, text: str, *, day: date | None = None, region: str = "") -> list[Resolved]:
    """Each citation in `text` with what it means on `day`, in any version without a day."""
    shelf = law_shelf(tx)
    context = Context(region=region)
    found = find_citations(_UNREADABLE.sub("\ufffd", text), shelf.known, context)
    return resolve(found, shelf, day=day, context=context)


def targets_in(tx: Tx, text: str) -> dict[str, str]:
    """Article or act → the words by which `text` first cites it."""
    found: dict[str, str] = {}
    for one in citations_in(tx, text):
        if one.target:
            found.setdefault(one.target, one.citation.quote)
    return found
