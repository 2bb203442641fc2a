"""How often an act is asked about (常用法): in public lay questions, consultations and replies to petitions."""

from __future__ import annotations

import math
from functools import lru_cache

from core.packaged import packaged_yaml


def asked_share(title: str) -> float:
    """0..1 on a scale of logarithms: 1 for the act asked about most, 0 for one that nobody asked about.

    `title` without 中华人民共和国.
    """
    return _shares().get(title, 0.0)


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    counts: dict[str, int] = packaged_yaml("asked_acts.yaml")
    most = math.log1p(max(counts.values()))
    return {title: math.log1p(count) / most for title, count in counts.items()}
