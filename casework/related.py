"""Matters about the same respondent and kind of problem as a case's own (相关事项), seen from the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.viewer import Viewer
from core.vocabulary import label
from records.link_reading import evidence_of, links_of
from records.matters import items_of_matter, matters
from records.related_matters import KIND
from records.transactions import Tx

MOST = 10


@dataclass(frozen=True, slots=True)
class Related:
    """Another matter: what it is about, against whom, how many letters, where it stands, and its first letter."""

    matter_id: str
    title: str
    respondent: str
    items: int
    last_on: date | None
    state: str
    item_id: str


def related_matters(tx: Tx, viewer: Viewer, matter_id: str) -> tuple[Related, ...]:
    """The related matters the viewer may see, the latest first, at most ten."""
    links = links_of(tx, viewer, [matter_id], (KIND,), limit=None)
    other = {link.target if link.source == matter_id else link.source: link for link in links}
    known = matters(tx, viewer, other)
    latest = sorted(known.values(), key=lambda one: (one.last_received_on or date.min, one.id), reverse=True)
    found = []
    for one in latest[:MOST]:
        link, several = other[one.id], items_of_matter(tx, viewer, one.id)
        proofs = evidence_of(tx, viewer, link.source, link.kind, link.target)
        if several:
            found.append(
                Related(
                    matter_id=one.id,
                    title=several[0].title_masked or several[0].content_masked[:40],
                    respondent=proofs[0].quote if proofs else "",
                    items=len(several),
                    last_on=one.last_received_on,
                    state=label("state", several[-1].state),
                    item_id=several[0].id,
                )
            )
    return tuple(found)
