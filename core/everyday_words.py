"""Everyday words and the words the law uses for the same (口语与法律用语): 不给工钱 → 拖欠劳动报酬."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from core.packaged import packaged_yaml


@lru_cache(maxsize=1)
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Everyday word → the legal terms for it, as packaged."""
    found: dict[str, tuple[str, ...]] = {}
    for said, legal in packaged_yaml("everyday_words.yaml").values():
        for word in said.split():
            found[word] = found.get(word, ()) + tuple(legal.split())
    return found


def legal_terms(text: str, bridges: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Legal term → the everyday word of `text` it stands for; none that the text uses itself, longest words first."""
    found: dict[str, str] = {}
    for word in sorted(bridges, key=lambda one: (-len(one), one)):
        if word in text:
            for term in bridges[word]:
                if term not in text:
                    found.setdefault(term, word)
    return found
