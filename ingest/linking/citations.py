"""Articles and documents that a reply or a letter cites, as spans of raw text; records resolve and link them."""

from __future__ import annotations

from core.citations import Citation, find_citations
from core.petition import Item
from ingest.linking.knowledge import Knowledge
from records.citations import REPLY, StoredCitation

_KINDS = frozenset({"named", "alias", "unlisted", "document_no"})
_SURE = 0.6
"""Below this the reader itself says that it may be wrong."""


def cited_in(item: Item, knowledge: Knowledge) -> list[StoredCitation]:
    """The citations of law and documents in title, letter and reply, by field and place.

    Columns, case numbers, standards and contracts are left out. The field says whose words they are: what the
    authority rests on stands in `reply`.
    """
    found: list[StoredCitation] = []
    for field, text in (("title", item.title), ("content", item.content), (REPLY, item.reply)):
        cited = find_citations(text, knowledge.titles) if text else []
        found += [_stored(item.id, field, one) for one in cited if one.kind in _KINDS and one.confidence >= _SURE]
    return found


def _stored(item_id: str, field: str, one: Citation) -> StoredCitation:
    return StoredCitation(
        record=item_id,
        field=field,
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
