"""Links of the graph: making, revoking and reading them, and the evidence beneath them."""

from __future__ import annotations

from records.link_reading import Direction, StoredLink, evidence_of, iter_links, links_of
from records.link_saving import put_links, rejected, replace_links, replace_many, revoke_link

__all__ = [
    "Direction",
    "StoredLink",
    "evidence_of",
    "iter_links",
    "links_of",
    "put_links",
    "rejected",
    "replace_links",
    "replace_many",
    "revoke_link",
]
