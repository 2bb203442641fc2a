"""Bridges from everyday words to legal terms that a question to the law goes over (词语桥): packaged, or the office's.

A person's decision wins: accepted bridges are added, rejected ones are gone, also when they came with the product.
"""

from __future__ import annotations

from core.everyday_words import everyday_words
from records.bridges import listed_bridges
from records.transactions import Tx


def known_bridges(tx: Tx) -> dict[str, tuple[str, ...]]:
    """Everyday word → the legal terms it stands for in this office."""
    found = {word: dict.fromkeys(legal) for word, legal in everyday_words().items()}
    for one in listed_bridges(tx):
        terms = found.setdefault(one.everyday, {})
        if one.state == "accepted":
            terms[one.legal] = None
        elif one.state == "rejected":
            terms.pop(one.legal, None)
    return {word: tuple(terms) for word, terms in found.items() if terms}
