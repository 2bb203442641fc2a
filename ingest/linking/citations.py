"""Articles and documents an official reply cites, as spans of its raw text; records resolve and link them."""

from __future__ import annotations

from core.citations import Citation, find_citations
from core.petition import Item
from ingest.linking.knowledge import Knowledge
from records.citations import StoredCitation

_KINDS = frozenset({"named", "alias", "document_no"})


def cited_in_reply(item: Item, knowledge: Knowledge) -> list[StoredCitation]:
    """The citations of law and documents in the reply; columns, case numbers, standards and contracts are left out."""
    if not item.reply:
        return []
    found = find_citations(item.reply, knowledge.titles)
    return [_stored(item.id, one) for one in found if one.kind in _KINDS]


def _stored(item_id: str, one: Citation) -> StoredCitation:
    return StoredCitation(
        record=item_id,
        field="reply",
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
