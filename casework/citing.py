"""Citations of a text the office has not stored (draft, template, wording), resolved against its library."""

from __future__ import annotations

from collections.abc import Sequence

from core.citations import Citation, find_citations
from records.citations import StoredCitation, resolve
from records.database import Tx

LAW_KINDS = frozenset({"named", "alias", "document_no", "self", "inherited"})


def citations_in(tx: Tx, text: str, *, titles: Sequence[str] = ()) -> list[tuple[Citation, StoredCitation]]:
    """Each citation of law or document in `text` with what it resolves to; columns, contracts, cases are left out."""
    found = [one for one in find_citations(text, titles) if one.kind in LAW_KINDS]
    return list(zip(found, resolve(tx, [_stored(one) for one in found]), strict=True))


def targets_in(tx: Tx, text: str) -> dict[str, str]:
    """Article or act → the words by which `text` first cites it."""
    found: dict[str, str] = {}
    for one, kept in citations_in(tx, text):
        if kept.target:
            found.setdefault(kept.target, one.quote)
    return found


def _stored(one: Citation) -> StoredCitation:
    return StoredCitation(
        record="",
        field="",
        start=one.start,
        end=one.end,
        quote=one.quote,
        law_text=one.law or one.law_text,
        number=one.number or None,
        sub=one.sub,
        paragraph=one.paragraph or None,
        item=one.item or None,
        document_no=one.document_no,
        kind=one.kind,
    )
